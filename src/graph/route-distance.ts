import { isHoleCharacter } from "../value/text.js";

/** What keeps a dialled path from a route: one word for the message, and for how sure a repair is. */
export type PathDifference =
	| "slash"
	| "case"
	| "prefix"
	| "duplicated"
	| "other";

/** Replace `[start, end)` of the dialled path (UTF-16 offsets) by `text`, and it reaches the route. */
export interface PathEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** A segment too many or too few costs less than a renamed one: a forgotten prefix is the commonest fault. */
const GAP = 0.45;
const PARAMETER = 0.1;
const HOLE = 0.8;

/** Segments with their slash: "/ws/" gives "/ws", "/"; joined they are the path again. */
export function segmentsOf(path: string): readonly string[] {
	return path.match(/\/[^/]*|[^/]+/g) ?? [];
}

/**
 * The route a path was most likely meant for, by edit distance on segments;
 * undefined when no route has anything in common with it. Of equals the first.
 */
export function nearestRoute<T extends { readonly path: string }>(
	path: string,
	routes: readonly T[],
): T | undefined {
	let best: { readonly route: T; readonly distance: number } | undefined;
	for (const route of routes) {
		const distance = distanceBetween(path, route.path);
		const length = Math.max(
			segmentsOf(path).length,
			segmentsOf(route.path).length,
		);
		if (distance > GAP * length + 0.4) continue;
		if (!best || distance < best.distance) best = { route, distance };
	}
	return best?.route;
}

/** How a dialled path differs from a route's path, both without query. */
export function differenceBetween(path: string, route: string): PathDifference {
	if (sameSegments(withoutSlashes(path), withoutSlashes(route))) return "slash";
	if (sameSegments(lower(path), lower(route))) return "case";
	const copy = repeatedRun(path);
	if (copy && sameSegments(cut(path, copy), segmentsOf(route)))
		return "duplicated";
	return endsWith(segmentsOf(route), segmentsOf(path)) ||
		endsWith(segmentsOf(path), segmentsOf(route))
		? "prefix"
		: "other";
}

/**
 * The smallest whole-segment edit that makes `path` match `route`: what both
 * begin and end with stays. Undefined when the part to write holds a route
 * parameter, or the part to drop holds text that is not known.
 */
export function editToward(path: string, route: string): PathEdit | undefined {
	const from = segmentsOf(path);
	const to = segmentsOf(route);
	const shorter = Math.min(from.length, to.length);
	let head = 0;
	while (head < shorter && matches(from[head], to[head])) head++;
	let tail = 0;
	while (
		tail < shorter - head &&
		matches(from[from.length - 1 - tail], to[to.length - 1 - tail])
	)
		tail++;
	const written = to.slice(head, to.length - tail);
	const start = from.slice(0, head).join("").length;
	const end = path.length - from.slice(from.length - tail).join("").length;
	if (written.some(isParameter) || hasHole(path.slice(start, end)))
		return undefined;
	return { start, end, text: written.join("") };
}

/** The second copy of a run of segments that stands twice in a row (`/ws/ws`, `/api/v1/api/v1/x`). */
export function repeatedRun(
	path: string,
): { readonly start: number; readonly end: number } | undefined {
	const segments = segmentsOf(path);
	for (let size = Math.floor(segments.length / 2); size > 0; size--)
		for (let i = 0; i + 2 * size <= segments.length; i++) {
			const first = segments.slice(i, i + size).join("");
			const second = segments.slice(i + size, i + 2 * size).join("");
			if (first !== second || first === "/" || hasHole(first)) continue;
			const start = segments.slice(0, i + size).join("").length;
			return { start, end: start + second.length };
		}
	return undefined;
}

function distanceBetween(path: string, route: string): number {
	const from = segmentsOf(path);
	const to = segmentsOf(route);
	return alignment(from, to, GAP, segmentCost);
}

function segmentCost(from: string, to: string): number {
	if (from === to) return 0;
	if (isParameter(to)) return from.length > 1 ? PARAMETER : 1;
	if (hasHole(from)) return HOLE;
	const a = from.toLowerCase();
	const b = to.toLowerCase();
	if (a === b) return PARAMETER;
	const size = Math.max(a.length, b.length) - 1;
	return (
		alignment([...a], [...b], 1, (x, y) => (x === y ? 0 : 1)) /
		Math.max(size, 1)
	);
}

/** Edit distance of two sequences: `gap` for each item left out, `cost` for each pair. */
function alignment<T>(
	from: readonly T[],
	to: readonly T[],
	gap: number,
	cost: (a: T, b: T) => number,
): number {
	let row = Array.from({ length: to.length + 1 }, (_, j) => j * gap);
	for (const a of from) {
		const next = [(row[0] ?? 0) + gap];
		to.forEach((b, j) => {
			next.push(
				Math.min(
					(row[j] ?? 0) + cost(a, b),
					(row[j + 1] ?? 0) + gap,
					(next[j] ?? 0) + gap,
				),
			);
		});
		row = next;
	}
	return row[to.length] ?? 0;
}

/** `{id}`, `:id`, `<int:id>`, `[id]`, `*`. */
function isParameter(segment: string): boolean {
	return /^\/?(?:[:*<[]|.*\{)/.test(segment);
}

function matches(from: string | undefined, to: string | undefined): boolean {
	if (from === undefined || to === undefined) return false;
	return from === to || (isParameter(to) && from.length > 1);
}

function sameSegments(from: readonly string[], to: readonly string[]): boolean {
	return from.length === to.length && from.every((s, i) => matches(s, to[i]));
}

function endsWith(whole: readonly string[], end: readonly string[]): boolean {
	const tail = whole.slice(whole.length - end.length);
	return (
		whole.length > end.length &&
		end.some((s) => s !== "/") &&
		tail.every((s, i) => matches(end[i], s) || matches(s, end[i]))
	);
}

function withoutSlashes(path: string): readonly string[] {
	return segmentsOf(path).filter((s) => s !== "/");
}

function lower(path: string): readonly string[] {
	return segmentsOf(path).map((s) => s.toLowerCase());
}

function cut(
	path: string,
	range: { readonly start: number; readonly end: number },
): readonly string[] {
	return segmentsOf(path.slice(0, range.start) + path.slice(range.end));
}

function hasHole(text: string): boolean {
	for (let i = 0; i < text.length; i++)
		if (isHoleCharacter(text.charCodeAt(i))) return true;
	return false;
}
