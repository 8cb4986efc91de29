import type { Edge, EdgeLocation } from "../../graph/graph.js";
import type { Evidence } from "../finding.js";

/** `location /ws/`. */
export function shownLocation(location: EdgeLocation | undefined): string {
	return location ? `\`location ${location.pattern}\`` : "the server block";
}

/** Where the locations stand that forward to a back end, nearest paths first. */
export function forwardedAt(edge: Edge): readonly Evidence[] {
	return edge.forwarding.map((location) => ({
		at: location.at,
		message: `forwards to ${location.target?.value ?? "a back end"}`,
	}));
}
