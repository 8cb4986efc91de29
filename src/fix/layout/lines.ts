/** Offset of the first character of the line that holds `at`; a byte order mark belongs to no line. */
export function lineStart(text: string, at: number): number {
	const start = at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
	return start === 0 && text.charCodeAt(0) === 0xfeff ? 1 : start;
}

/** Offset of the line break that ends the line of `at`, or of the end of the text. */
export function lineEnd(text: string, at: number): number {
	const feed = text.indexOf("\n", at);
	if (feed < 0) return text.length;
	return feed > at && text[feed - 1] === "\r" ? feed - 1 : feed;
}

/** Offset of the first character of the next line, or of the end of the text. */
export function nextLine(text: string, at: number): number {
	const feed = text.indexOf("\n", at);
	return feed < 0 ? text.length : feed + 1;
}

/** The blanks that the line of `at` begins with. */
export function indentOf(text: string, at: number): string {
	const start = lineStart(text, at);
	return /^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0] ?? "";
}

/** Whether only blanks stand before `at` on its line. */
export function isFirstOnLine(text: string, at: number): boolean {
	return text.slice(lineStart(text, at), at).trim() === "";
}

/** One step of indentation as the text has it; `otherwise` where nothing is indented. */
export function indentUnit(text: string, otherwise: string): string {
	const indents = [...text.matchAll(/^([ \t]+)\S/gm)].map((m) => m[1] ?? "");
	if (indents.some((indent) => indent.startsWith("\t"))) return "\t";
	const widths = indents.map((i) => i.length).filter((width) => width > 1);
	return widths.length === 0 ? otherwise : " ".repeat(Math.min(...widths, 8));
}
