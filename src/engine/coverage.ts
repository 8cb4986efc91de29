import type { Connection, Graph } from "../graph/graph.js";
import { SCENARIOS } from "../value/world.js";

/** Connections that are judged: those of tests, stories and examples are not the app's. */
export function judgedConnections(graph: Graph): readonly Connection[] {
	return graph.connections.filter((connection) => connection.role === "app");
}

/**
 * A connection is resolved when in some scenario the verdict of every one of
 * its alternatives is known. Which scenario is settled differs: the dev server
 * may be in the repository and the production host not, or the other way round.
 */
export function isResolved(connection: Connection): boolean {
	return SCENARIOS.some((scenario) => {
		const attempts = connection.attempts.filter((a) => a.scenario === scenario);
		return (
			attempts.length > 0 && attempts.every((a) => a.verdict.kind !== "unknown")
		);
	});
}
