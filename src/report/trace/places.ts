import type { LinesOf } from "../../engine/lines.js";
import type { Place } from "../../facts/place.js";
import { maskText } from "../mask.js";
import { printable } from "../screen-text.js";

/** `src/chat.ts:12`, fit for a terminal. */
export function where(at: Place, linesOf: LinesOf): string {
	const { file, line } = linesOf(at.file).locate(at);
	return printable(`${file}:${line}`);
}

/** A text without secrets, fit for a terminal. */
export function say(text: string): string {
	return printable(maskText(text));
}
