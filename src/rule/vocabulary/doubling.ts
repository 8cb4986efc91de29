import { type Place, samePlace } from "../../facts/place.js";
import type { Attempt } from "../../graph/graph.js";
import { repeatedRun } from "../../graph/route-distance.js";
import type { Fault } from "../../graph/verdict.js";
import { faultOf } from "./failure.js";
import { pathRange, type Range, writtenAt } from "./written.js";

/** A run of path segments that stands twice in a row in a socket's URL. */
export interface Doubling {
	/** What is doubled, with its slashes: `/ws`, `/api/v1`. */
	readonly segment: string;
	/** The whole path as it is dialled; holes are private-use characters. */
	readonly path: string;
	/** In the URL's text. */
	readonly firstCopy: Range;
	readonly secondCopy: Range;
	/** Where each copy is written, if it is written at all. */
	readonly base: Place | undefined;
	readonly suffix: Place | undefined;
	/** Present when the server is known and serves the path with one copy. */
	readonly fault: Extract<Fault, { readonly code: "no-route" }> | undefined;
}

/**
 * The doubling of an attempt that does not reach. Without a server that proves
 * it, only two sources that contradict each other count: one literal that says
 * `/ws/ws` may mean it.
 */
export function doublingOf(attempt: Attempt): Doubling | undefined {
	if (!("path" in attempt.address)) return undefined;
	const { url, verdict } = attempt;
	const written = pathRange(url, attempt.address.path);
	const path = attempt.address.path.flat;
	const copy = repeatedRun(path);
	if (!written || !copy) return undefined;
	const secondCopy = shifted(copy, written.start);
	const size = copy.end - copy.start;
	const firstCopy = shifted(
		{ start: copy.start - size, end: copy.start },
		written.start,
	);
	const base = writtenAt(url, firstCopy);
	const suffix = writtenAt(url, secondCopy);
	const fault = faultOf(attempt, "no-route");
	const single = path.slice(0, copy.start) + path.slice(copy.end);
	const proven = fault?.server.routes.items.some((r) => r.matches(single));
	const contradicts = base && suffix && !samePlace(base, suffix);
	if (!proven && !(verdict.kind === "unknown" && contradicts)) return undefined;
	return {
		segment: path.slice(copy.start, copy.end),
		path,
		firstCopy,
		secondCopy,
		base,
		suffix: contradicts ? suffix : base ? undefined : suffix,
		fault: proven ? fault : undefined,
	};
}

/** Whether a run of segments stands twice in a row, wherever it comes from. */
export function repeats({ address }: Attempt): boolean {
	return "path" in address && repeatedRun(address.path.flat) !== undefined;
}

function shifted(range: Range, by: number): Range {
	return { start: range.start + by, end: range.end + by };
}
