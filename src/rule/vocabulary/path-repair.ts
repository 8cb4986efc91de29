import type { Place } from "../../facts/place.js";
import type { Attempt, Graph, Route, Server } from "../../graph/graph.js";
import { editToward, repeatedRun } from "../../graph/route-distance.js";
import type { Intent } from "../finding.js";
import { type Failure, faultOf } from "./failure.js";
import { withoutQuery } from "./url-parts.js";
import {
	pathRange,
	type Range,
	restsOn,
	rewriteRange,
	writtenAt,
} from "./written.js";

/** A socket whose path no route of its server matches. */
export type Miss = Failure<"no-route">;

/** The part of a URL that is wrong, and what to write there. */
export interface PathRepair {
	readonly range: Range;
	readonly put: string;
}

/**
 * The path is the route's with an empty text for a parameter: the first render's
 * value, before there is anything to connect to.
 */
export function isUnfilled({ fault }: Miss): boolean {
	const filled = withoutQuery(fault.path).replace(/\/(?=\/|$)/g, "/x");
	return (
		filled !== withoutQuery(fault.path) &&
		fault.server.routes.items.some((r) => r.matches(filled))
	);
}

/** Which rule speaks about a miss: each has its own repair. */
export function kindOfMiss(miss: Miss): "slash" | "duplicated" | "mismatch" {
	if (miss.fault.difference === "slash") return "slash";
	return duplicateIn(miss) ? "duplicated" : "mismatch";
}

/** The second copy of a repeated run of segments without which a route of the server would match. */
export function duplicateIn({ fault }: Miss): Range | undefined {
	const path = withoutQuery(fault.path);
	const copy = repeatedRun(path);
	if (!copy) return undefined;
	const single = path.slice(0, copy.start) + path.slice(copy.end);
	return fault.server.routes.items.some((r) => r.matches(single))
		? copy
		: undefined;
}

/** The smallest edit of the written URL that makes it reach the route; undefined when a proxy rewrote the path on its way. */
export function repairToward(miss: Miss, route: Route): PathRepair | undefined {
	const written = writtenPath(miss.attempt, miss.fault.path);
	const edit = written && editToward(written.path, route.path);
	if (!edit) return undefined;
	const { range } = written;
	return {
		range: {
			start: Math.min(range.start + edit.start, range.end),
			end: Math.min(range.start + edit.end, range.end),
		},
		put: edit.text,
	};
}

/** The literal or env value that holds the wrong part: the repair's place, else the path's, else the URL argument. */
export function missPlace(miss: Miss, repair: PathRepair | undefined): Place {
	const { attempt, connection } = miss;
	const range = repair?.range ?? writtenPath(attempt, miss.fault.path)?.range;
	return (
		(range && writtenAt(attempt.url, range)) ??
		connection.urlAt ??
		connection.at
	);
}

/** The edit in terms of the file that holds the text; undefined when it was put together from pieces. */
export function repairIntent(
	miss: Miss,
	repair: PathRepair,
	server: Server,
): Intent | undefined {
	return rewriteRange(
		miss.attempt.url,
		repair.range,
		repair.put,
		`${server.title} serves this path`,
	);
}

/** True when every socket whose URL rests on a place misses its route, in every scenario. */
export function missesEverywhere(graph: Graph, at: Place): boolean {
	const resting = graph.connections
		.flatMap((c) => c.attempts)
		.filter((a) => restsOn(a.url, at));
	return resting.length > 0 && resting.every((a) => faultOf(a, "no-route"));
}

/** The path as it stands in the URL, when it arrives at the server as it was dialled. */
function writtenPath(
	attempt: Attempt,
	arrived: string,
): { readonly path: string; readonly range: Range } | undefined {
	if (!("path" in attempt.address)) return undefined;
	const { path } = attempt.address;
	const range = pathRange(attempt.url, path);
	const proxied = attempt.hops.some((h) => h.kind === "dev-server" && h.entry);
	const unchanged = path.known ? path.flat === withoutQuery(arrived) : !proxied;
	return range && unchanged ? { path: path.flat, range } : undefined;
}
