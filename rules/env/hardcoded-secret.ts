import { defineRule } from "../../src/rule/define-rule.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { servedRoute, witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/hardcoded-secret",
	summary:
		"A socket endpoint compares a credential with a literal in the code.",
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
	},
});
