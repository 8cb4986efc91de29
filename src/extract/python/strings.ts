import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { expression } from "./expression.js";
import { type Reading, textOf, unknown } from "./reading.js";

/** A string literal taken apart. Offsets are of the content, without prefix and quotes. */
interface Literal {
	readonly raw: boolean;
	readonly bytes: boolean;
	readonly content: Span;
}

const OPENING = /^([A-Za-z]*)("""|'''|"|')/;

/** One string literal, or several that stand side by side. */
export function stringLiteral(reading: Reading, node: SyntaxNode): Expr {
	const strings = node.type === "string" ? [node] : node.children;
	const parts = strings.flatMap((string) => partsOf(reading, string));
	const at = spanOf(node);
	const [only] = parts;
	if (parts.length === 1 && only?.k === "text") return { ...only, at };
	if (parts.every((part) => part.k === "text")) {
		const value = parts.map((part) => part.value).join("");
		return { k: "text", at, value };
	}
	return { k: "concat", at, parts };
}

/** The literal runs and interpolations of a string; a literal run's `at` is the whole string when it has no interpolation. */
function partsOf(reading: Reading, node: SyntaxNode): readonly Expr[] {
	if (node.type !== "string") return [expression(reading, node)];
	const literal = literalOf(reading, node);
	const holes = node.children.filter((child) => child.type === "interpolation");
	const formatted = node.children.length > 0;
	const run = (start: number, end: number): Expr => {
		const written = reading.text.slice(start, end);
		const text = formatted
			? written.replace(/\{\{|\}\}/g, (b) => b[0] ?? "")
			: written;
		return {
			k: "text",
			at: holes.length > 0 ? [start, end] : spanOf(node),
			value: literal.raw ? text : unescaped(text, literal.bytes),
		};
	};
	const [start, end] = literal.content;
	const parts: Expr[] = [];
	let from = start;
	for (const hole of holes) {
		if (hole.start > from) parts.push(run(from, hole.start));
		parts.push(interpolated(reading, hole));
		from = hole.end;
	}
	if (from < end || parts.length === 0)
		parts.push(run(from, Math.max(from, end)));
	return parts;
}

function literalOf(reading: Reading, node: SyntaxNode): Literal {
	const text = textOf(reading, node);
	const [opening = "", prefix = "", quotes = ""] = OPENING.exec(text) ?? [];
	const start = node.start + opening.length;
	const closed =
		text.length >= opening.length + quotes.length && text.endsWith(quotes);
	return {
		raw: /r/i.test(prefix),
		bytes: /b/i.test(prefix),
		content: [
			start,
			Math.max(start, closed ? node.end - quotes.length : node.end),
		],
	};
}

/** `{value!r:spec}`: the format specification is ignored, `!r` and `=` change the text. */
function interpolated(reading: Reading, hole: SyntaxNode): Expr {
	const [value, ...modifiers] = hole.children;
	const lowered = expression(reading, value);
	const conversion = modifiers.find((part) => part.type === "type_conversion");
	if (conversion && textOf(reading, conversion) !== "!s") {
		return unknown(spanOf(hole), "a value shown by its representation");
	}
	const after = value ? reading.text.slice(value.end, hole.end) : "";
	if (/^\s*=/.test(after)) {
		return unknown(spanOf(hole), "a value shown with its source");
	}
	return lowered;
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
	"\\": "\\",
	"'": "'",
	'"': '"',
	"\n": "",
	a: "\x07",
	b: "\b",
	f: "\f",
	n: "\n",
	r: "\r",
	t: "\t",
	v: "\v",
};

const ESCAPE =
	/\\(?:(\r\n|[\\'"\nabfnrtv])|([0-7]{1,3})|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8}))/g;

/** Python keeps the backslash of an escape that it does not know. */
function unescaped(text: string, bytes: boolean): string {
	if (!text.includes("\\")) return text;
	return text.replace(
		ESCAPE,
		(whole: string, simple?: string, octal?: string, ...hex: unknown[]) => {
			if (simple !== undefined) return SIMPLE_ESCAPES[simple] ?? "";
			if (octal !== undefined) return String.fromCodePoint(parseInt(octal, 8));
			const [byte, short, long] = hex;
			if (bytes && typeof byte !== "string") return whole;
			const digits = [byte, short, long].find(
				(part) => typeof part === "string",
			);
			const code = parseInt(String(digits), 16);
			return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
		},
	);
}
