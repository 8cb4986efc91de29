import type { Lines } from "../../engine/lines.js";
import type { Place, Span } from "../../facts/place.js";
import { maskLine } from "../mask.js";
import { printable, widthOf } from "../screen-text.js";

/** A source line and the marks below it. */
export interface Frame {
	/** 1-based. */
	readonly line: number;
	/** The line, cropped around the first mark, secrets covered, safe for a terminal. */
	readonly source: string;
	/** In the order of the places. */
	readonly marks: readonly Mark[];
}

/** Columns before a mark, and its width (at least 1). */
export interface Mark {
	readonly indent: number;
	readonly width: number;
}

/** Shown before the mark when the line is longer than the screen. */
const LEAD = 24;

/**
 * Draws places that begin in one line: the line, with the part of it that each
 * span covers. `width`: columns there are for source text. `secrets`: spans of
 * the file that must not be shown.
 */
export function frameOf(
	places: readonly [Place, ...Place[]],
	lines: Lines,
	width: number,
	secrets: readonly Span[] = [],
): Frame {
	const located = places.map((place) => lines.locate(place));
	const line = lines.lineOf(places[0].span[0]);
	const lineStart = places[0].span[0] - (lines.columnOf(places[0].span[0]) - 1);
	const text = maskLine(
		lines.textOf(line),
		secrets.flatMap(([start, end]): Span[] =>
			end > lineStart
				? [[Math.max(0, start - lineStart), end - lineStart]]
				: [],
		),
	);
	const from = Math.min(text.length, ...located.map((at) => at.column - 1));
	const margin = text.length - text.trimStart().length;
	const cropAt =
		widthOf(printable(text)) <= width || from - margin <= LEAD
			? Math.min(margin, from)
			: from - LEAD;
	const lead = cropAt > margin ? "…" : "";
	const marks = located.map((at): Mark => {
		const start = Math.min(at.column - 1, text.length);
		const end = at.endLine === line ? at.endColumn - 1 : text.trimEnd().length;
		const indent = widthOf(lead + printable(text.slice(cropAt, start)));
		const covered = widthOf(printable(text.slice(start, end).trimEnd()));
		return {
			indent: Math.min(indent, width - 1),
			width: Math.max(1, Math.min(covered, width - indent)),
		};
	});
	return {
		line,
		source: crop(lead + printable(text.slice(cropAt)), width),
		marks,
	};
}

function crop(text: string, width: number): string {
	if (widthOf(text) <= width) return text.trimEnd();
	let kept = "";
	for (const character of text) {
		if (widthOf(kept + character) > width - 1) break;
		kept += character;
	}
	return `${kept}…`;
}
