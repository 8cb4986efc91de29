import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	dialledAt,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { missingNamespaces } from "../../src/rule/vocabulary/socket-io.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { writtenAt } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "route/path-as-namespace",
	summary:
		"The path of a URL given to io() is taken for the engine's path; it names a namespace.",
	severity: "error",
	since: "0.1.0",
	facts: ["N14"],
	*check(graph) {
		const missing = [...missingNamespaces(graph)].filter((m) => m.isPath);
		for (const { at, members } of byPlace(
			missing,
			({ attempt, connection }) => {
				const end = attempt.url.length;
				return (
					writtenAt(attempt.url, { start: end, end }) ??
					connection.urlAt ??
					connection.at
				);
			},
		)) {
			const [{ namespace, engine, server }] = members;
			yield {
				at,
				severity: severityOf("error", members),
				scenario: scenariosOf(members),
				message: {
					what: `io() is given the path ${namespace}, which names a namespace; ${server.title} has that as its path.`,
					why: "Socket.IO reads the path of the URL as a namespace: the client gets `connect_error: Invalid namespace`.",
					do: `Leave the path out of the URL and give it as an option: io(url, { path: "${namespace}" }).`,
				},
				evidence: witnesses(
					at,
					engine.namespaces.items.map((n) => ({
						at: n.at,
						message: `the namespace ${n.value}`,
					})),
					[{ at: engine.at, message: `${server.title} is created here` }],
					dialledAt(members),
				),
				...connectionOf(members),
			};
		}
	},
});
