import type { Graph } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { exampleMisses } from "../../src/rule/vocabulary/example-path.js";
import { exampleReport } from "../../src/rule/vocabulary/example-report.js";
import {
	connectionOf,
	dialledAt,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import {
	isUnfilled,
	kindOfMiss,
	type Miss,
	missesEverywhere,
	missPlace,
	type PathRepair,
	repairIntent,
	repairToward,
} from "../../src/rule/vocabulary/path-repair.js";
import { shownPath } from "../../src/rule/vocabulary/url-parts.js";
import {
	refusal,
	servedRoute,
	servedRoutes,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "route/mismatch",
	summary: "The dialled path matches no socket route of the server it reaches.",
	severity: "error",
	since: "0.1.0",
	facts: ["F13", "F14", "N1"],
	*check(graph) {
		const misses = [...failures(graph, "no-route")].filter(
			(miss) => kindOfMiss(miss) === "mismatch" && !isUnfilled(miss),
		);
		for (const group of groupedByRemedy(misses, (m) =>
			missPlace(m, repairOf(m)),
		)) {
			const { server, nearest } = group.first.fault;
			const at = missPlace(group.first, repairOf(group.first));
			yield {
				at,
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				message: messageOf(group.first),
				evidence: witnesses(
					at,
					nearest ? servedRoute(server, nearest) : servedRoutes(server),
					dialledAt(group.all),
				),
				fixes: fixesFor(graph, group.first),
				...connectionOf(group.all),
			};
		}
		for (const miss of exampleMisses(graph)) yield exampleReport(miss);
	},
});

function messageOf({
	fault: { path, server, nearest },
}: Miss): Report["message"] {
	return {
		what: `${server.title} has no socket route ${shownPath(path)}${nearest ? `; the nearest is ${nearest.path}` : ""}.`,
		why: refusal(server),
		do: nearest
			? `Dial ${nearest.path}, or add the route to the server.`
			: "Dial a route that the server has, or add this one.",
	};
}

function repairOf(miss: Miss): PathRepair | undefined {
	return miss.fault.nearest && repairToward(miss, miss.fault.nearest);
}

function fixesFor(graph: Graph, miss: Miss): readonly Fix[] {
	const { server, nearest } = miss.fault;
	const repair = repairOf(miss);
	const intent = repair && repairIntent(miss, repair, server);
	if (!intent || !nearest) return [];
	const sure =
		isPlain(miss) && missesEverywhere(graph, missPlace(miss, repair));
	return [
		{
			title: `Dial ${nearest.path}`,
			safety: sure ? "safe" : "unsafe",
			intents: [intent],
		},
	];
}

/** Only the case differs, or only a prefix is missing: no other route can have been meant. */
function isPlain({ fault: { difference, nearest, path } }: Miss): boolean {
	return (
		difference === "case" ||
		(difference === "prefix" && (nearest?.path.length ?? 0) > path.length)
	);
}
