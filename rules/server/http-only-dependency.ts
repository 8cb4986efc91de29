import type { RequestDependency } from "../../src/graph/handler/http-only.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { servedRoute, witnesses } from "../../src/rule/vocabulary/witness.js";

/** The newest FastAPI whose security classes were seen to fail on sockets is 0.115 (F4). */
const SECURITY_FAILS_UP_TO = 115;

export default defineRule({
	id: "server/http-only-dependency",
	summary:
		"A socket endpoint depends on something that only an HTTP request can fill.",
	severity: "error",
	since: "0.1.0",
	facts: ["F4", "F5"],
	*check(graph) {
		for (const dependency of graph.requestDependencies) {
			if (!failsOnSockets(dependency)) continue;
			const { server, route, at, name, needs, statedAt } = dependency;
			const version = dependency.newestFastapi;
			const byRequest = needs === "request";
			yield {
				severity: server.live ? "error" : "info",
				scenario: ["dev", "production"],
				at,
				message: {
					what: byRequest
						? `${route.path} depends on ${name}, which asks for a Request; on a socket there is none.`
						: `${route.path} depends on ${name}, which FastAPI 0.${version?.minor} can only call for HTTP requests.`,
					why: `Every handshake fails with 500 ("Unexpected response code: 500" in the browser), and the server logs "TypeError: … missing 1 required positional argument: 'request'".${byRequest ? " Depends itself is fine on sockets." : ""}`,
					do: byRequest
						? "Type the parameter as HTTPConnection (from starlette.requests): it takes both."
						: "Read the token from the query, a cookie or the first message: a browser cannot send the header with a socket anyway.",
				},
				evidence: witnesses(
					at,
					[
						{
							at: statedAt,
							message: byRequest
								? "asks for a Request"
								: `${name} is made here`,
						},
					],
					version?.at && !byRequest
						? [{ at: version.at, message: "the version of FastAPI" }]
						: [],
					servedRoute(server, route),
				),
			};
		}
	},
});

function failsOnSockets({ needs, newestFastapi }: RequestDependency): boolean {
	return (
		needs === "request" ||
		(newestFastapi !== undefined && newestFastapi.minor <= SECURITY_FAILS_UP_TO)
	);
}
