import type { Span } from "../../facts/place.js";
import { CannotEdit, type TextEdit } from "../edit.js";

type Language = "javascript" | "python";

/** What stands between the quotes of a literal, or is a run of a template. */
interface Contents {
	readonly inside: Span;
	/** How its text is written in source: throws `CannotEdit` for what it cannot hold. */
	encode(text: string): string;
}

/**
 * Puts another text into a string literal, quotes kept. `span` covers the
 * literal, what stands between its quotes, or a literal run of a template
 * literal or f-string.
 */
export function literalEdit(
	source: string,
	span: Span,
	text: string,
	language: Language,
): TextEdit {
	const { inside, encode } = contentsOf(source, span, language);
	return { start: inside[0], end: inside[1], text: encode(text) };
}

/** The text of a literal as it is written. Throws `CannotEdit` where no literal is. */
export function literalText(
	source: string,
	span: Span,
	language: Language,
): string {
	return source.slice(...contentsOf(source, span, language).inside);
}

function contentsOf(source: string, span: Span, language: Language): Contents {
	const found =
		language === "javascript"
			? (templateRun(source, span) ?? quotedText(source, span, /^(["'`])/))
			: (quotedText(source, span, /^[A-Za-z]{0,2}("""|'''|"|')/) ??
				formattedRun(source, span));
	const contents = found ?? keyInQuotes(source, span);
	if (!contents) throw new CannotEdit("no literal stands there");
	return contents;
}

function quotedText(
	source: string,
	[start, end]: Span,
	opening: RegExp,
): Contents | undefined {
	const written = source.slice(start, end);
	const [open = "", quote = ""] = opening.exec(written) ?? [];
	const size = written.length - open.length - quote.length;
	if (quote === "" || size < 0 || !written.endsWith(quote)) return undefined;
	const inside: Span = [start + open.length, end - quote.length];
	// Literals side by side (`"a" "b"`) are no single one.
	const raw = source.slice(...inside).replace(/\\[\s\S]/g, "");
	if (raw.includes(quote)) return undefined;
	const prefix = open.slice(0, -quote.length);
	return {
		inside,
		encode(text) {
			if (/r/i.test(prefix) && /["'\\\r\n]/.test(text))
				throw new CannotEdit("a raw string cannot hold the text");
			const escaped = escapedFor(text, quote);
			return /f/i.test(prefix) ? escaped.replace(/[{}]/g, "$&$&") : escaped;
		},
	};
}

/** Between two backticks or interpolations. */
function templateRun(source: string, [start, end]: Span): Contents | undefined {
	const isRun =
		/[`}]/.test(source[start - 1] ?? "") &&
		/^(`|\$\{)/.test(source.slice(end, end + 2));
	return isRun
		? { inside: [start, end], encode: (text) => escapedFor(text, "`") }
		: undefined;
}

/** A run of an f-string: which quotes surround it is not known, so that only plain text is put there. */
function formattedRun(
	source: string,
	[start, end]: Span,
): Contents | undefined {
	const isRun =
		/["'}]/.test(source[start - 1] ?? "") && /["'{]/.test(source[end] ?? "");
	if (!isRun) return undefined;
	return {
		inside: [start, end],
		encode(text) {
			if (/["'{}\\\r\n]/.test(text))
				throw new CannotEdit("the f-string cannot hold the text");
			return text;
		},
	};
}

function keyInQuotes(source: string, [start, end]: Span): Contents | undefined {
	const quote = source[start - 1] ?? "";
	return /["']/.test(quote) && source[end] === quote
		? { inside: [start, end], encode: (text) => escapedFor(text, quote) }
		: undefined;
}

function escapedFor(text: string, quote: string): string {
	const escaped = text
		.replace(/\\/g, "\\\\")
		.replace(/\r/g, "\\r")
		.replace(/\n/g, "\\n");
	if (quote === "`") return escaped.replace(/`|\$\{/g, "\\$&");
	return escaped.replaceAll(quote, `\\${quote}`);
}
