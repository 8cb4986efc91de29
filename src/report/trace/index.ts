import type { LinesOf } from "../../engine/lines.js";
import type { Connection, Graph } from "../../graph/graph.js";
import type { Colors } from "../colors.js";
import { buildTrace } from "./build-view.js";
import { renderTrace } from "./render.js";

export { selectConnections } from "./select.js";

export interface TraceOptions {
	readonly linesOf: LinesOf;
	readonly colors: Colors;
	readonly width?: number;
}

/** The whole way of each connection, per scenario. */
export function trace(
	graph: Graph,
	connections: readonly Connection[],
	options: TraceOptions,
): string {
	const width = Math.min(Math.max(options.width ?? 100, 50), 120);
	const view = buildTrace(graph, connections, options.linesOf);
	return renderTrace(view, options.colors, width);
}
