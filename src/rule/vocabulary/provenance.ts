import type { Place } from "../../facts/place.js";
import type { EnvRead, Graph } from "../../graph/graph.js";
import type { Origin, Text } from "../../value/text.js";
import type { Dial } from "./dials.js";

export type EnvOrigin = Extract<Origin, { kind: "env" }>;

/** Where a text is written, when every character of it is written in code; undefined otherwise. */
export function literalAt(text: Text): Place | undefined {
	const origins = text.originsOf();
	return text.known &&
		origins.every((o) => o.kind === "literal" || o.kind === "computed")
		? (origins.find((o) => o.kind === "literal") ?? origins[0])?.at
		: undefined;
}

/** The env value a text (or a part of it) comes from. */
export function envOf(text: Text): EnvOrigin | undefined {
	return text.originsOf().find((o): o is EnvOrigin => o.kind === "env");
}

/** True when a part of the text follows the page's own address. */
export function followsPage(text: Text): boolean {
	return text.originsOf().some((o) => o.kind === "page");
}

/** Place of the first character: the thing to change when the beginning of the text is wrong. */
export function startOf(text: Text): Place | undefined {
	return text.segments[0]?.origin.at;
}

/**
 * The env read whose missing value let this dial fall back to what is written
 * at `at`: it was read on the way, has a fallback, and gave none of the URL's characters.
 */
export function fallbackOf(
	graph: Graph,
	dial: Dial,
	at: Place,
): EnvRead | undefined {
	const given = new Set(
		dial.url.segments.flatMap((s) =>
			s.origin.kind === "env" ? [s.origin.key] : [],
		),
	);
	const onTheWay = [...dial.steps, ...dial.when].map((s) => s.at);
	return graph.envReads.find(
		(read) =>
			read.use === "fallback" &&
			!given.has(read.key) &&
			(onTheWay.some((step) => overlaps(step, read.at)) ||
				isJustAfter(at, read.at)),
	);
}

/** True when the value of this read was needed on the way to the dial's URL. */
export function isOnTheWay(read: EnvRead, dial: Dial): boolean {
	return dial.steps.some((step) => overlaps(step.at, read.at));
}

function overlaps(a: Place, b: Place): boolean {
	return a.file === b.file && a.span[0] < b.span[1] && b.span[0] < a.span[1];
}

/** `read || "literal"`: nothing but an operator and brackets fits between them. */
function isJustAfter(literal: Place, read: Place): boolean {
	const gap = literal.span[0] - read.span[1];
	return literal.file === read.file && gap >= 0 && gap <= 12;
}

/** Things that were written at one place, in the order they were met. */
export interface AtPlace<T> {
	readonly at: Place;
	readonly members: readonly [T, ...T[]];
}

/** Groups things by place; those without one are left out. */
export function byPlace<T>(
	things: Iterable<T>,
	placeOf: (thing: T) => Place | undefined,
): readonly AtPlace<T>[] {
	const groups = new Map<string, { at: Place; members: [T, ...T[]] }>();
	for (const thing of things) {
		const at = placeOf(thing);
		if (!at) continue;
		const key = `${at.file}:${at.span[0]}-${at.span[1]}`;
		const group = groups.get(key);
		if (group) group.members.push(thing);
		else groups.set(key, { at, members: [thing] });
	}
	return [...groups.values()];
}
