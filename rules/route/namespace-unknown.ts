import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	dialledAt,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { missingNamespaces } from "../../src/rule/vocabulary/socket-io.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { writtenAt } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "route/namespace-unknown",
	summary:
		"The client asks for a Socket.IO namespace that the server does not have.",
	severity: "error",
	since: "0.1.0",
	facts: ["N14"],
	*check(graph) {
		const missing = [...missingNamespaces(graph)].filter((m) => !m.isPath);
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
			const known = listed(engine.namespaces.items.map((n) => n.value));
			const gateway = engine.unprovided?.find((n) => n.value === namespace);
			yield {
				at,
				severity: severityOf("error", members),
				scenario: scenariosOf(members),
				message: gateway
					? {
							what: `${server.title} has no Socket.IO namespace ${namespace}: the gateway that declares it is in no module that the application imports.`,
							why: "Nest makes only what a module lists. The client gets `connect_error: Invalid namespace`.",
							do: "List the gateway among the `providers` of a module, and that module among the `imports` of the application's.",
						}
					: {
							what: `${server.title} has no Socket.IO namespace ${namespace}${known === "" ? "" : `; it has ${known}`}.`,
							why: "The client gets `connect_error: Invalid namespace`. The path of a URL given to io() is a namespace, never a path on the server.",
							do:
								known === ""
									? `Leave ${namespace} out of the URL, or add io.of("${namespace}") on the server.`
									: `Ask for ${known}, or add io.of("${namespace}") on the server.`,
						},
				evidence: witnesses(
					at,
					gateway
						? [{ at: gateway.at, message: `the gateway of ${namespace}` }]
						: [],
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
