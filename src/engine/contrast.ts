import { samePlace } from "../facts/place.js";
import { arrivalOf, type Contrast, contrastOf } from "../graph/contrast.js";
import type { Graph } from "../graph/graph.js";
import type { Evidence, Finding } from "../rule/finding.js";
import { EVIDENCE_LIMIT } from "./merge.js";

/**
 * A finding about a socket that fails in some scenarios and reaches its server
 * in another one names the place that makes the difference there.
 */
export function withContrasts(
	findings: readonly Finding[],
	graph: Graph,
): Finding[] {
	const contrasts = new Map(
		graph.connections.map((connection) => [
			connection.id,
			contrastOf(connection),
		]),
	);
	return findings.map((finding) => {
		const contrast = contrasts.get(finding.connection ?? "");
		const evidence = contrast && evidenceFor(finding, contrast);
		return evidence ? { ...finding, evidence } : finding;
	});
}

/** Where it fails in every scenario of the finding; nothing where the place is told already. */
function evidenceFor(
	{ at, scenario, evidence }: Finding,
	contrast: Contrast,
): readonly Evidence[] | undefined {
	const failing = new Set(contrast.failed.map((a) => a.scenario));
	if (scenario.length === 0 || !scenario.every((s) => failing.has(s)))
		return undefined;
	const said = sayReached(contrast);
	const told = [at, ...evidence.map((e) => e.at)];
	return said && !told.some((place) => samePlace(place, said.at))
		? [...evidence.slice(0, EVIDENCE_LIMIT - 1), said]
		: undefined;
}

function sayReached({ reached, bridge }: Contrast): Evidence | undefined {
	const { server, path, at } = arrivalOf(reached);
	const place = bridge?.at ?? at;
	if (!server || !place) return undefined;
	const where =
		path === undefined ? server.title : `${path} of ${server.title}`;
	const through = bridge ? ` through this ${bridge.kind}` : "";
	return {
		at: place,
		message: `in ${reached.scenario} it reaches ${where}${through}`,
	};
}
