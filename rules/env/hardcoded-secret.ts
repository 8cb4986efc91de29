import { defineRule } from "../../src/rule/define-rule.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { servedRoute, witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/hardcoded-secret",
	summary:
		"A socket hands over a credential that is a literal in the code, or its endpoint compares one with such a literal.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction"],
	security: true,
	*check(graph) {
		const compared = graph.servers
			.filter((s) => s.live)
			.flatMap((server) =>
				server.routes.items.flatMap((route) =>
					(route.comparedSecrets ?? []).map((secret) => ({
						server,
						route,
						secret,
					})),
				),
			);
		for (const { at, members } of byPlace(compared, (c) => c.secret.at)) {
			const [{ server, route, secret }] = members;
			yield {
				at,
				scenario: server.scenario,
				message: {
					what: `The ${secret.value} of sockets on ${route.path} is compared with a text that is written in the code.`,
					why: "Everyone who can read the repository has it, it is the same everywhere, and where the environment sets nothing it lets in whoever knows it.",
					do: "Read it from the environment and refuse to start without it.",
				},
				evidence: witnesses(at, servedRoute(server, route)),
			};
		}
		const handed = graph.connections
			.filter((connection) => connection.role === "app")
			.flatMap((connection) =>
				(connection.handedSecrets ?? []).map((secret) => ({
					connection,
					secret,
				})),
			);
		for (const { at, members } of byPlace(handed, (h) => h.secret.at)) {
			const [{ connection, secret }] = members;
			const inPage = connection.runtime === "browser";
			yield {
				at,
				severity: ifReached(
					"warning",
					members.map((m) => m.connection),
				),
				scenario: ["dev", "production"],
				message: {
					what: `The ${secret.value} that this socket hands over is written in the code.`,
					why: inPage
						? "It is in the bundle: whoever opens the page has it, and it proves nothing about who connects."
						: "Everyone who can read the repository has it, and it is the same everywhere.",
					do: inPage
						? "Let the visitor log in and hand over a token of the session; keep the secret on the server."
						: "Read it from the environment and refuse to start without it.",
				},
				evidence: witnesses(at, [
					{ at: connection.at, message: "the socket is opened here" },
				]),
				connection: connection.id,
			};
		}
	},
});
