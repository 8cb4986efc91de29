import type { Place } from "../facts/place.js";
import { isUnreadable, type Tree } from "../tree/tree.js";

/** Where a finding stands, as people count: lines and columns from 1, columns in UTF-16 units. */
export interface Location {
	readonly file: string;
	readonly line: number;
	readonly column: number;
	readonly endLine: number;
	readonly endColumn: number;
}

/** Turns UTF-16 offsets of one text into lines and columns. A byte order mark takes no column. */
export class Lines {
	readonly #starts: readonly number[];
	readonly #text: string;

	constructor(text: string) {
		const starts = [text.charCodeAt(0) === 0xfeff ? 1 : 0];
		for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1))
			starts.push(at + 1);
		this.#starts = starts;
		this.#text = text;
	}

	/** 1-based line of an offset; offsets outside the text count as its first or last line. */
	lineOf(offset: number): number {
		let low = 0;
		let high = this.#starts.length - 1;
		while (low < high) {
			const middle = (low + high + 1) >> 1;
			if ((this.#starts[middle] ?? 0) <= offset) low = middle;
			else high = middle - 1;
		}
		return low + 1;
	}

	/** 1-based column of an offset in its line. */
	columnOf(offset: number): number {
		const start = this.#starts[this.lineOf(offset) - 1] ?? 0;
		return Math.max(1, offset - start + 1);
	}

	/** Text of a line without its line break; "" when there is no such line. */
	textOf(line: number): string {
		const start = this.#starts[line - 1];
		if (start === undefined) return "";
		const next = this.#starts[line];
		return this.#text
			.slice(start, next === undefined ? undefined : next - 1)
			.replace(/\r$/, "");
	}

	locate(place: Place): Location {
		const [start, end] = place.span;
		return {
			file: place.file,
			line: this.lineOf(start),
			column: this.columnOf(start),
			endLine: this.lineOf(end),
			endColumn: this.columnOf(end),
		};
	}
}

/** Lines of any file of the linted tree; a file that cannot be read has one empty line. */
export type LinesOf = (file: string) => Lines;

/** Reads each file once. */
export function linesFrom(
	textOf: (file: string) => string | undefined,
): LinesOf {
	const known = new Map<string, Lines>();
	return (file) => {
		const found = known.get(file);
		if (found) return found;
		const lines = new Lines(textOf(file) ?? "");
		known.set(file, lines);
		return lines;
	};
}

/** Lines of the files of a tree, each read once. */
export function linesOfTree(tree: Tree): LinesOf {
	return linesFrom((file) => {
		const text = tree.readText(file);
		return isUnreadable(text) ? undefined : text.text;
	});
}
