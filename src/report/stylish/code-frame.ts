import type { Lines } from "../../engine/lines.js";
import type { Place, Span } from "../../facts/place.js";
import { maskLine } from "../mask.js";
import { printable, widthOf } from "../screen-text.js";

/** One marked place as it is drawn: a source line and, below it, the mark. */
export interface Frame {
	/** 1-based. */
	readonly line: number;
	/** The line, cropped around the mark, secrets covered, safe for a terminal. */
	readonly source: string;
	/** Columns before the mark, and its width (at least 1). */
	readonly indent: number;
	readonly width: number;
}

/** Shown before the mark when the line is longer than the screen. */
const LEAD = 24;

/**
 * Draws a place: the first line of its span, with the part that the span
 * covers. `width`: columns there are for source text. `secrets`: spans of the
 * file that must not be shown.
 */
export function frameOf(
	place: Place,
	lines: Lines,
	width: number,
	secrets: readonly Span[] = [],
): Frame {
	const at = lines.locate(place);
	const lineStart = place.span[0] - (at.column - 1);
	const text = maskLine(
		lines.textOf(at.line),
		secrets.flatMap(([start, end]): Span[] =>
			end > lineStart
				? [[Math.max(0, start - lineStart), end - lineStart]]
				: [],
		),
	);
	const from = Math.min(at.column - 1, text.length);
	const to = at.endLine === at.line ? at.endColumn - 1 : text.trimEnd().length;
	const margin = text.length - text.trimStart().length;
	const cropAt =
		widthOf(printable(text)) <= width || from - margin <= LEAD
			? Math.min(margin, from)
			: from - LEAD;
	const before = printable(text.slice(cropAt, from));
	const marked = printable(text.slice(from, Math.max(from, to)));
	const lead = cropAt > margin ? "…" : "";
	const source = `${lead}${before}${marked}${printable(text.slice(Math.max(from, to)))}`;
	const indent = widthOf(lead + before);
	return {
		line: at.line,
		source: crop(source, width),
		indent,
		width: Math.max(1, Math.min(widthOf(marked.trimEnd()), width - indent)),
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
