import type { Span } from "../facts/place.js";
import type { Graph } from "../graph/graph.js";

export { maskLine, maskText, secretSpans } from "../facts/mask.js";

/** Spans of secret values in the env files of a graph, by file. */
export function secretValues(
	graph: Graph,
): ReadonlyMap<string, readonly Span[]> {
	return new Map(
		graph.envFiles.map((file) => [
			file.path,
			file.entries.filter((e) => e.secret).map((e) => e.valueAt),
		]),
	);
}
