import type { Address } from "../graph/address.js";
import type { Connection, Graph } from "../graph/graph.js";
import type { Text } from "../value/text.js";
import { SCENARIOS } from "../value/world.js";

/** Connections that are judged: those of tests, stories and examples are not the app's. */
export function judgedConnections(graph: Graph): readonly Connection[] {
	return graph.connections.filter((connection) => connection.role === "app");
}

/**
 * A connection is resolved when in some scenario it is known, for every one of
 * its alternatives, where it goes: the verdict is known, or scheme, host, port
 * and path are. Which scenario is settled differs: the dev server may be in the
 * repository and the production host not, or the other way round.
 */
export function isResolved(connection: Connection): boolean {
	return SCENARIOS.some((scenario) => {
		const attempts = connection.attempts.filter((a) => a.scenario === scenario);
		return (
			attempts.length > 0 &&
			attempts.every((a) => a.verdict.kind !== "unknown" || isNamed(a.address))
		);
	});
}

/** The page's own host counts as named; ids inside a path do not make it unknown. */
function isNamed(address: Address): boolean {
	switch (address.form) {
		case "absolute":
			return (
				address.scheme.known &&
				isKnownOrPage(address.host) &&
				(!address.port || isKnownOrPage(address.port)) &&
				hasLiteral(address.path)
			);
		case "relative":
			return hasLiteral(address.path);
		case "page":
			return address.path.known;
		default:
			return false;
	}
}

function isKnownOrPage(text: Text): boolean {
	return text.holes.every((hole) => hole.kind === "page");
}

function hasLiteral(path: Text): boolean {
	return path.segments.some((s) => s.text !== undefined);
}
