import type { Span } from "../../facts/index.js";

/** One simple command of a script, a pipeline taken as one. */
export interface Segment {
	/** Offsets in the text, blanks and comments around it not included. */
	readonly at: Span;
	/** Subshells that open right before it, and close right after it. */
	readonly opens: number;
	readonly closes: number;
}

/**
 * The commands of the POSIX shell text between two offsets, split at line
 * ends, `;`, `&`, `&&` and `||` that stand outside quotes and substitutions.
 * Bodies of here-documents are passed over. Never throws; an unclosed quote
 * reaches to the end.
 */
export function segmentsIn(text: string, from: number, to: number): Segment[] {
	const segments: { at: Span; opens: number; closes: number }[] = [];
	let delimiters: string[] = [];
	let opens = 0;
	let start = -1;
	let end = -1;
	let at = from;

	/** The command ends here; a `)` that nothing opened makes it a `case` label. */
	function close(isLabel = false): void {
		if (start >= 0 && !isLabel) {
			segments.push({ at: [start, end], opens, closes: 0 });
			opens = 0;
		}
		start = -1;
	}
	function take(until: number): void {
		if (start < 0) start = at;
		at = Math.min(until, to);
		end = at;
	}

	let depth = 0;
	while (at < to) {
		const character = text[at] ?? "";
		const next = text[at + 1] ?? "";
		if (character === "\n") {
			close();
			at = afterBodies(text, at + 1, to, delimiters);
			delimiters = [];
		} else if (/\s/.test(character)) at++;
		else if (character === "\\" && (next === "\n" || next === "\r"))
			at += text[at + 2] === "\n" && next === "\r" ? 3 : 2;
		else if (character === "#" && isWordStart(text, at, from))
			at = Math.min(indexOr(text, "\n", at, to), to);
		else if (character === "\\") take(at + 2);
		else if (character === "'") take(indexOr(text, "'", at + 1, to) + 1);
		else if (character === '"' || character === "`")
			take(closingQuote(text, at, to));
		else if (character === "$" && next === "(")
			take(closing("(", ")", text, at + 1, to));
		else if (character === "$" && next === "{")
			take(closing("{", "}", text, at + 1, to));
		else if (text.startsWith("<<", at) && text[at + 2] !== "<") {
			const [whole, , delimiter] = HEREDOC.exec(text.slice(at, at + 200)) ?? [
				"<<",
			];
			if (delimiter) delimiters.push(delimiter);
			take(at + whole.length);
		} else if (character === "(" && start < 0) {
			opens++;
			depth++;
			at++;
		} else if (character === "(") take(closing("(", ")", text, at, to));
		else if (character === ")") {
			close(depth === 0);
			const last = segments.at(-1);
			if (depth > 0 && last) last.closes++;
			depth = Math.max(depth - 1, 0);
			at++;
		} else if (character === ";") {
			close();
			at++;
		} else if (character === "&" && text[at - 1] !== ">" && next !== ">") {
			close();
			at += next === "&" ? 2 : 1;
		} else if (character === "|" && next === "|") {
			close();
			at += 2;
		} else take(at + 1);
	}
	close();
	return segments;
}

const HEREDOC = /^<<-?\s*(["']?)([A-Za-z_]\w*)\1/;

/** Offset after the bodies of the here-documents that a line opened. */
function afterBodies(
	text: string,
	from: number,
	to: number,
	delimiters: readonly string[],
): number {
	let at = from;
	for (const delimiter of delimiters) {
		let isBody = true;
		while (isBody && at < to) {
			const end = indexOr(text, "\n", at, to);
			isBody = text.slice(at, end).trim() !== delimiter;
			at = end + 1;
		}
	}
	return at;
}

function isWordStart(text: string, at: number, from: number): boolean {
	return at === from || /[\s;&|(]/.test(text[at - 1] ?? "");
}

/** Offset after the quote that closes the one at `at`. */
function closingQuote(text: string, at: number, to: number): number {
	const quote = text[at];
	for (let n = at + 1; n < to; n++)
		if (text[n] === "\\") n++;
		else if (text[n] === quote) return n + 1;
	return to;
}

/** Offset after the bracket that closes the one at `at`. */
function closing(
	opening: string,
	close: string,
	text: string,
	at: number,
	to: number,
): number {
	let depth = 0;
	for (let n = at; n < to; n++)
		if (text[n] === "\\") n++;
		else if (text[n] === opening) depth++;
		else if (text[n] === close && --depth === 0) return n + 1;
	return to;
}

function indexOr(text: string, what: string, from: number, to: number): number {
	const found = text.indexOf(what, from);
	return found < 0 || found > to ? to : found;
}
