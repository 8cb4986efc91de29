import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	connectionOf,
	dialledAt,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import {
	kindOfMiss,
	type Miss,
	missPlace,
	type PathRepair,
	repairIntent,
	repairToward,
} from "../../src/rule/vocabulary/path-repair.js";
import { shownPath } from "../../src/rule/vocabulary/url-parts.js";
import { servedRoute, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "route/slash-mismatch",
	summary:
		"A dialled path differs from the server's route by a slash only, and the server minds.",
	severity: "error",
	since: "0.1.0",
	facts: ["F13", "N1", "N5", "N14", "W9"],
	*check(graph) {
		const misses = [...failures(graph, "no-route")].filter(
			(miss) => kindOfMiss(miss) === "slash",
		);
		for (const group of groupedByRemedy(misses, (m) =>
			missPlace(m, repairOf(m)),
		)) {
			const { path, server, nearest } = group.first.fault;
			const repair = repairOf(group.first);
			const at = missPlace(group.first, repair);
			const route = nearest?.path ?? "the route";
			yield {
				at,
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				message: {
					what: `The socket dials ${shownPath(path)}, ${server.title} serves ${route}: they differ by a slash.`,
					why: `Socket routes are compared exactly and never redirected. The browser prints "Error during WebSocket handshake: Unexpected response code: ${server.missSymptom}".`,
					do: `Dial ${route}.`,
				},
				evidence: witnesses(
					at,
					nearest ? servedRoute(server, nearest) : [],
					dialledAt(group.all),
				),
				fixes: repair ? fixesFor(group.first, repair) : [],
				...connectionOf(group.all),
			};
		}
	},
});

function repairOf(miss: Miss): PathRepair | undefined {
	return miss.fault.nearest && repairToward(miss, miss.fault.nearest);
}

function fixesFor(miss: Miss, repair: PathRepair): readonly Fix[] {
	const { server, nearest } = miss.fault;
	const intent = repairIntent(miss, repair, server);
	if (!intent) return [];
	return [
		{ title: `Dial ${nearest?.path}`, safety: "safe", intents: [intent] },
	];
}
