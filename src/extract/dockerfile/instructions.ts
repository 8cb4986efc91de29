import type { Span } from "../../facts/index.js";

/** One instruction of a Dockerfile. */
export interface Instruction {
	/** Upper case: `FROM`, `RUN`. */
	readonly name: string;
	/** What follows the name; as long as its place in the file, each character of a continuation or a comment inside it being NUL. */
	readonly args: string;
	/** Offset of the first character of `args`. */
	readonly start: number;
	/** From the name to the end of the arguments. */
	readonly at: Span;
	/** Lines of the here-documents that the instruction opens. */
	readonly body: readonly { readonly text: string; readonly at: Span }[];
}

const INSTRUCTION = /^[ \t\uFEFF]*([A-Za-z]+)[ \t]+/;
const HEREDOC = /<<-?\s*(["']?)([A-Za-z_]\w*)\1/g;

/** Instructions in order; lines that are none are passed over. */
export function instructionsIn(text: string): Instruction[] {
	const mark = /^\s*#\s*escape=`/i.test(text) ? "`" : "\\";
	const lines = linesIn(text);
	const found: Instruction[] = [];
	let n = 0;
	while (n < lines.length) {
		const first = lines[n++];
		const match = first && INSTRUCTION.exec(first.text);
		if (!first || !match) continue;
		const pieces = [withoutMark(first.text, mark)];
		let end = first.start + first.text.length;
		let isOpen = first.text.trimEnd().endsWith(mark);
		for (let line = lines[n]; isOpen && line; line = lines[++n]) {
			pieces.push("\0".repeat(line.start - end));
			// A comment or an empty line inside a continuation does not end it.
			if (/^\s*(#|$)/.test(line.text))
				pieces.push("\0".repeat(line.text.length));
			else {
				pieces.push(withoutMark(line.text, mark));
				isOpen = line.text.trimEnd().endsWith(mark);
			}
			end = line.start + line.text.length;
		}
		const whole = pieces.join("");
		const body: Line[] = [];
		for (const [, , delimiter] of whole.matchAll(HEREDOC)) {
			let line = lines[n++];
			for (; line && line.text.trim() !== delimiter; line = lines[n++])
				body.push(line);
		}
		found.push({
			name: (match[1] ?? "").toUpperCase(),
			args: whole.slice(match[0].length),
			start: first.start + match[0].length,
			at: [
				first.start + match[0].search(/[A-Za-z]/),
				first.start + writtenLength(whole),
			],
			body: body.map(({ text: content, start }) => ({
				text: content,
				at: [start, start + content.length],
			})),
		});
	}
	return found;
}

/** A line without the continuation mark at its end, at the same length. */
function withoutMark(line: string, mark: string): string {
	const kept = line.trimEnd();
	return kept.endsWith(mark)
		? kept.slice(0, -1) + "\0".repeat(line.length - kept.length + 1)
		: line;
}

interface Line {
	readonly text: string;
	readonly start: number;
}

function linesIn(text: string): Line[] {
	return [...text.matchAll(/[^\r\n]*(?:\r?\n|$)/g)].map((line) => ({
		text: line[0].replace(/\r?\n$/, ""),
		start: line.index,
	}));
}

/** Arguments as one line: continuations become a space. */
export function joined(args: string): string {
	return args
		.split(/\0+/)
		.map((piece) => piece.trim())
		.filter((piece) => piece !== "")
		.join(" ");
}

/** Length without the blanks and continuations at the end. */
export function writtenLength(args: string): number {
	let length = args.length;
	while (length > 0 && /[\s\0]/.test(args[length - 1] ?? "")) length--;
	return length;
}
