import { defineRule } from "../../src/rule/define-rule.js";
import { devServerName } from "../../src/rule/vocabulary/dev-server.js";
import {
	connectionOf,
	dialledAt,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "proxy/shadowed",
	summary:
		"An earlier ws-enabled proxy key takes the socket that a later key was written for.",
	severity: "error",
	since: "0.1.0",
	facts: ["P10"],
	*check(graph) {
		const groups = groupedByRemedy(
			failures(graph, "shadowed"),
			(f) => f.fault.later.keyAt,
		);
		for (const group of groups) {
			const { entry, later, devServer, path } = group.first.fault;
			yield {
				at: later.keyAt,
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				message: {
					what: `The proxy key \`${later.key}\` never gets the socket ${path}: \`${entry.key}\` stands before it and takes it.`,
					why: `For upgrades ${devServerName(devServer)} uses the first ws-enabled key in the order they are written, not the longest. The socket goes to the target of \`${entry.key}\`, which has no such route.`,
					do: `Move \`${later.key}\` before \`${entry.key}\`.`,
				},
				evidence: witnesses(
					later.keyAt,
					[{ at: entry.keyAt, message: "this key takes the socket" }],
					dialledAt(group.all),
				),
				fixes: [
					{
						title: `Move \`${later.key}\` before \`${entry.key}\``,
						safety: "unsafe",
						intents: [{ do: "move-before", entry: later.at, before: entry.at }],
					},
				],
				...connectionOf(group.all),
			};
		}
	},
});
