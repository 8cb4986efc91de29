import { defineRule } from "../../src/rule/define-rule.js";
import { publicSecrets } from "../../src/rule/vocabulary/public-keys.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/public-secret",
	summary: "Client code reads a secret that the bundler makes public.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E4"],
	security: true,
	*check(graph) {
		for (const { read, server } of publicSecrets(graph))
			yield {
				at: read.at,
				scenario: ["production"],
				message: {
					what: `${read.key} is named like a secret, and its prefix puts it into the bundle.`,
					why: "The bundler replaces the read by the value: whoever opens the page has it.",
					do: server
						? "Keep it on the server, which reads it too, and let the page log in instead."
						: "Keep it on a server of yours that makes the call, and let the page log in there.",
				},
				evidence: witnesses(
					read.at,
					server
						? [
								{
									at: server.at,
									message: `the server reads ${server.key}`,
								},
							]
						: [],
					graph.envFiles
						.filter((file) => file.role === "live" && file.app === read.app)
						.flatMap((file) =>
							file.entries
								.filter((e) => e.key === read.key && !e.commentedOut)
								.map((e) => ({
									at: file.placeOf(e, "key"),
									message: `${read.key} is set here`,
								})),
						),
				),
			};
	},
});
