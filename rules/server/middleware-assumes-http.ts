import type { HttpOnlyMiddleware } from "../../src/graph/handler/http-only.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { servedRoutes, witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "server/middleware-assumes-http",
	summary:
		"ASGI middleware treats every connection as an HTTP request, and breaks sockets.",
	severity: "error",
	since: "0.1.0",
	facts: ["F2", "F3"],
	*check(graph) {
		for (const middleware of graph.httpOnlyMiddleware) {
			const { server, name, at, addedAt } = middleware;
			yield {
				severity: server.live ? "error" : "info",
				scenario: ["dev", "production"],
				at,
				message: {
					what: `${name} sees sockets too, and ${doing(middleware)}.`,
					why: `Every handshake through it fails: ${symptom(middleware)}`,
					do: 'Begin __call__ with: if scope["type"] != "http": return await self.app(scope, receive, send)',
				},
				evidence: witnesses(
					at,
					[{ at: addedAt, message: "put on the app here" }],
					servedRoutes(server),
				),
				fixes: fixesFor(middleware),
			};
		}
	},
});

/** No socket passes it as it is, and nothing changes for anything else; but what it checks, sockets would then get round. */
function fixesFor({ name, passOn }: HttpOnlyMiddleware): readonly Fix[] {
	return passOn
		? [
				{
					title: `Hand sockets on at the beginning of ${name}`,
					safety: passOn.mayRefuse ? "unsafe" : "safe",
					intents: [
						{
							do: "begin-body",
							at: passOn.body,
							lines: [
								`if ${passOn.scope}["type"] == "websocket":`,
								`\tawait ${passOn.call}`,
								"\treturn",
							],
						},
					],
				},
			]
		: [];
}

function doing({ fault, key }: HttpOnlyMiddleware): string {
	if (fault === "request") return "makes a Request of each scope";
	if (fault === "response") return "answers with an HTTP response";
	return `reads scope["${key}"], which only HTTP scopes have`;
}

function symptom({ fault, key }: HttpOnlyMiddleware): string {
	if (fault === "request")
		return 'Request(scope) raises AssertionError, and the browser prints "Unexpected response code: 500".';
	if (fault === "response")
		return "the response's status comes back in place of the socket (500 with old versions of Starlette).";
	return `KeyError: '${key}', and the browser prints "Unexpected response code: 500".`;
}
