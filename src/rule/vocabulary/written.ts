import { type Place, samePlace } from "../../facts/place.js";
import { isHoleCharacter, type Origin, type Text } from "../../value/text.js";
import type { Intent } from "../finding.js";

/** A range of a text, in UTF-16 offsets of `Text.flat`. */
export interface Range {
	readonly start: number;
	readonly end: number;
}

/**
 * Where the path stands in the text of a URL; undefined when it is not written
 * there as it is dialled. A URL that ends after its authority has an empty range.
 */
export function pathRange(url: Text, path: Text): Range | undefined {
	const flat = blurred(url.flat);
	const authority = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i.exec(flat);
	const schemeless = /^[^/?#]*:\/\/[^/?#]*/.exec(flat);
	const start = (authority ?? schemeless)?.[0].length ?? 0;
	const wanted = blurred(path.flat);
	if (flat.startsWith(wanted, start))
		return { start, end: start + wanted.length };
	return wanted === "/" && !flat.startsWith("/", start)
		? { start, end: start }
		: undefined;
}

/**
 * The literal or env value that holds a range; for an empty range the one that
 * a path segment would be inserted into. Parts of the page's address and
 * computed text are no places to edit.
 */
export function writtenAt(text: Text, range: Range): Place | undefined {
	const inside = text.originsOf(range.start, range.end).filter(isWritten)[0];
	const before = text.originsOf(0, range.start).filter(isWritten).at(-1);
	const after = text.originsOf(range.end).filter(isWritten)[0];
	const beside = endsPath(text, range.end)
		? (before ?? after)
		: (after ?? before);
	return (inside ?? beside)?.at;
}

/** The env key whose value holds the range, if one does. */
export function envKeyAt(text: Text, range: Range): string | undefined {
	for (const origin of text.originsOf(range.start, range.end))
		if (origin.kind === "env") return origin.key;
	return undefined;
}

/**
 * Replaces a range of a URL where it is written. Only where one literal or env
 * value holds the whole range and stands in the URL unabridged: a value that
 * was sliced or repeated on its way is not edited blindly.
 */
export function rewriteRange(
	url: Text,
	range: Range,
	put: string,
	reason?: string,
): Intent | undefined {
	const runs = unabridgedRuns(url);
	for (const run of endsPath(url, range.end) ? runs : runs.toReversed()) {
		if (range.start < run.start || range.end > run.end) continue;
		const text =
			run.text.slice(0, range.start - run.start) +
			put +
			run.text.slice(range.end - run.start);
		return {
			do: "replace-text",
			at: run.at,
			text,
			...(reason === undefined ? {} : { reason }),
		};
	}
	return undefined;
}

/** True when any character of the text was written at that place. */
export function restsOn(text: Text, at: Place): boolean {
	return text.originsOf().some((o) => isWritten(o) && samePlace(o.at, at));
}

interface Run extends Range {
	readonly at: Place;
	readonly text: string;
}

/** True where the path is over: what is inserted there belongs to the part before. */
function endsPath(text: Text, at: number): boolean {
	return /^[?#]?$/.test(text.flat[at] ?? "");
}

/** Literals and env values that stand in the text whole and once. */
function unabridgedRuns(text: Text): readonly Run[] {
	const runs: Run[] = [];
	let start = 0;
	for (const segment of text.segments) {
		const size = segment.hole ? 1 : segment.text.length;
		const end = start + size;
		if (!segment.hole && isWritten(segment.origin)) {
			const last = runs.at(-1);
			if (last && last.end === start && samePlace(last.at, segment.origin.at))
				runs.splice(-1, 1, { ...last, end, text: last.text + segment.text });
			else runs.push({ start, end, at: segment.origin.at, text: segment.text });
		}
		start = end;
	}
	return runs.filter(
		(run) =>
			isUnabridged(run) &&
			runs.filter((r) => samePlace(r.at, run.at)).length === 1,
	);
}

/** A literal's place may cover its two quotes. */
function isUnabridged(run: Run): boolean {
	const size = run.at.span[1] - run.at.span[0];
	return size === run.text.length || size === run.text.length + 2;
}

function isWritten(
	origin: Origin,
): origin is Extract<Origin, { readonly kind: "literal" | "env" }> {
	return origin.kind === "literal" || origin.kind === "env";
}

/** Holes are numbered per text: the same hole looks different in a slice. */
function blurred(flat: string): string {
	return [...flat]
		.map((c) => (isHoleCharacter(c.charCodeAt(0)) ? "\ue000" : c))
		.join("");
}
