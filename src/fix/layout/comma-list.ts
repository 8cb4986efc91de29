import type { Span } from "../../facts/place.js";
import type { TextEdit } from "../edit.js";
import {
	indentOf,
	isFirstOnLine,
	lineEnd,
	lineStart,
	nextLine,
} from "./lines.js";

/** Things between two brackets, separated by commas: an object, array, Python list or argument list. */
export interface CommaList {
	readonly text: string;
	readonly eol: string;
	/** Offset behind the opening bracket. */
	readonly open: number;
	/** Offset of the closing bracket. */
	readonly close: number;
	/** In order, without their commas. */
	readonly items: readonly Span[];
	/** How the language writes comments. */
	readonly comments: "slashes" | "hash";
	/** One step of indentation. */
	readonly unit: string;
	/** `{ a }` rather than `{a}` where the list was empty. */
	readonly spaced: boolean;
	/** JSON takes no comma behind the last item. */
	readonly noTrailingComma?: boolean;
}

/** Adds an item at the end, in the layout of the list: on a line of its own, with a trailing comma, as the others are. */
export function appendItem(list: CommaList, item: string): TextEdit[] {
	const { text, eol } = list;
	const last = list.items.at(-1);
	if (!last) return [firstItem(list, item)];
	const comma = commaAfter(list, list.items.length - 1);
	const end = comma === undefined ? last[1] : comma + 1;
	if (!isFirstOnLine(text, last[0]))
		return [insertion(end, comma === undefined ? `, ${item}` : ` ${item},`)];
	const line = `${eol}${indentOf(text, last[0])}${item}`;
	const isLineOver = isRestComment(list, end);
	if (comma !== undefined)
		return [insertion(isLineOver ? lineEnd(text, end) : end, `${line},`)];
	return isLineOver
		? [insertion(end, ","), insertion(lineEnd(text, end), line)]
		: [insertion(end, `,${line}`)];
}

/** Whether the items stand on lines of their own. */
export function isMultiLine(list: CommaList): boolean {
	const [first] = list.items;
	return first
		? isFirstOnLine(list.text, first[0])
		: list.text.slice(list.open, list.close).includes("\n");
}

/** Whether the last item is followed by a comma; a list without items has the style of its language, which allows one. */
export function hasTrailingComma(list: CommaList): boolean {
	const last = list.items.length - 1;
	return last < 0 || commaAfter(list, last) !== undefined;
}

/** Takes an item out with its comma, and with its line (and the comment behind it) where it has one of its own. */
export function removeItem(list: CommaList, index: number): TextEdit[] {
	const { text, items } = list;
	const item = items[index];
	if (!item) return [];
	const [start] = item;
	const comma = commaAfter(list, index);
	const before = index > 0 ? commaAfter(list, index - 1) : undefined;
	const end = comma === undefined ? item[1] : comma + 1;
	if (isFirstOnLine(text, start) && isRestComment(list, end)) {
		const line = {
			start: lineStart(text, start),
			end: nextLine(text, end),
			text: "",
		};
		return comma === undefined && before !== undefined
			? [{ start: before, end: before + 1, text: "" }, line]
			: [line];
	}
	if (comma === undefined && before !== undefined)
		return [{ start: before, end, text: "" }];
	if (items.length === 1 && text.slice(list.open, start).trim() === "")
		return [{ start: list.open, end: blanksAfter(text, end), text: "" }];
	return [{ start, end: blanksAfter(text, end), text: "" }];
}

/** Puts an item before an earlier one; where both have lines of their own, with the comments directly above. */
export function moveItem(
	list: CommaList,
	from: number,
	to: number,
): TextEdit[] {
	const { text, items } = list;
	const item = items[from];
	const target = items[to];
	if (!item || !target) return [];
	const comma = commaAfter(list, from);
	const end = comma === undefined ? item[1] : comma + 1;
	const isBlock =
		isFirstOnLine(text, item[0]) &&
		isFirstOnLine(text, target[0]) &&
		isRestComment(list, end);
	if (!isBlock)
		return [
			insertion(target[0], `${text.slice(...item)}, `),
			...removeItem(list, from),
		];
	const start = withCommentsAbove(list, item[0]);
	const rest = text.slice(item[1], lineEnd(text, end));
	const block = `${text.slice(start, item[1])}${comma === undefined ? "," : ""}${rest}${list.eol}`;
	const removed = removeItem(list, from).map((edit) =>
		edit.start === lineStart(text, item[0]) ? { ...edit, start } : edit,
	);
	return [insertion(withCommentsAbove(list, target[0]), block), ...removed];
}

function firstItem(list: CommaList, item: string): TextEdit {
	const { text, open, close, eol, unit, spaced } = list;
	const comma = list.noTrailingComma ? "" : ",";
	const inside = text.slice(open, close);
	if (inside.trim() === "" && !inside.includes("\n"))
		return { start: open, end: close, text: spaced ? ` ${item} ` : item };
	if (!isFirstOnLine(text, close)) return insertion(close, `${item} `);
	const indent = indentOf(text, close) + unit;
	return insertion(lineStart(text, close), `${indent}${item}${comma}${eol}`);
}

function insertion(at: number, text: string): TextEdit {
	return { start: at, end: at, text };
}

/** Offset of the comma behind an item. */
function commaAfter(list: CommaList, index: number): number | undefined {
	const item = list.items[index];
	if (!item) return undefined;
	const at = skipTrivia(list, item[1]);
	return list.text[at] === "," ? at : undefined;
}

const TRIVIA = {
	slashes: /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)*/y,
	hash: /(?:\s|#[^\n]*)*/y,
} as const;

function skipTrivia({ text, comments }: CommaList, at: number): number {
	const trivia = TRIVIA[comments];
	trivia.lastIndex = at;
	trivia.test(text);
	return trivia.lastIndex;
}

/** Whether nothing but a comment follows on the line, and the list goes on below. */
function isRestComment(list: CommaList, at: number): boolean {
	const end = lineEnd(list.text, at);
	if (end >= list.close) return false;
	const rest = list.text.slice(at, end).trim();
	return list.comments === "hash"
		? /^(#.*)?$/.test(rest)
		: /^(\/\/.*|\/\*((?!\*\/).)*\*\/)?$/.test(rest);
}

function blanksAfter(text: string, at: number): number {
	const blanks = /[ \t]*/y;
	blanks.lastIndex = at;
	blanks.test(text);
	return blanks.lastIndex;
}

/** Start of the first of the comment lines directly above the line of `at`. */
function withCommentsAbove({ text, open }: CommaList, at: number): number {
	let start = lineStart(text, at);
	while (start > open) {
		const above = lineStart(text, start - 1);
		if (
			above < open ||
			!/^\s*(\/\/|#|\/\*.*\*\/\s*$)/.test(text.slice(above, start))
		)
			break;
		start = above;
	}
	return start;
}
