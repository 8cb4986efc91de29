import type { Span } from "../../facts/index.js";

/** A word, or one of `;`, `{` and `}`. */
export interface Token {
	readonly kind: "word" | ";" | "{" | "}";
	/** Of a word: without quotes, escapes resolved. */
	readonly text: string;
	readonly at: Span;
}

const SPACE = /\s/;

/** `{{ name }}` of templates that other tools fill in, a part of a word. */
const PLACEHOLDER = /\{\{[^\n]*?\}\}/y;
/** `{% if %}`: becomes a statement of its own. */
const CONTROL = /\{%[^\n]*?%\}/y;

/** The tokens of an nginx configuration; comments are dropped. A quote that is never closed ends with the text. */
export function tokensOf(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.length) {
		const c = text[at] ?? "";
		if (SPACE.test(c)) at++;
		else if (c === "#") at = endOfLine(text, at);
		else if (endOf(CONTROL, text, at) > at) {
			const end = endOf(CONTROL, text, at);
			tokens.push({ kind: "word", text: text.slice(at, end), at: [at, end] });
			tokens.push({ kind: ";", text: "", at: [end, end] });
			at = end;
		} else if (isMark(c) && endOf(PLACEHOLDER, text, at) === at)
			tokens.push({ kind: c, text: c, at: [at, ++at] });
		else {
			const word = c === '"' || c === "'" ? quoted(text, at) : bare(text, at);
			tokens.push(word);
			at = word.at[1];
		}
	}
	return tokens;
}

function endOfLine(text: string, at: number): number {
	const end = text.indexOf("\n", at);
	return end < 0 ? text.length : end;
}

function isMark(c: string): c is ";" | "{" | "}" {
	return c === ";" || c === "{" || c === "}";
}

/** End of what a sticky pattern matches here; `at` itself where it does not. */
function endOf(pattern: RegExp, text: string, at: number): number {
	if (text[at] !== "{") return at;
	pattern.lastIndex = at;
	return pattern.test(text) ? pattern.lastIndex : at;
}

/** A quoted word: a backslash keeps the quote and itself (ngx_conf_read_token). */
function quoted(text: string, start: number): Token {
	const quote = text[start];
	let value = "";
	let at = start + 1;
	for (; at < text.length && text[at] !== quote; at++) {
		const next = text[at + 1];
		if (text[at] === "\\" && (next === quote || next === "\\")) at++;
		value += text[at];
	}
	return {
		kind: "word",
		text: value,
		at: [start, Math.min(at + 1, text.length)],
	};
}

/** A bare word: `${` opens a variable, any other `{` ends it. */
function bare(text: string, start: number): Token {
	let at = start;
	let value = "";
	while (at < text.length) {
		const c = text[at] ?? "";
		const template = endOf(PLACEHOLDER, text, at);
		if (template > at) {
			value += text.slice(at, template);
			at = template;
		} else if (c === "$" && text[at + 1] === "{") {
			const end = text.indexOf("}", at);
			const until = end < 0 ? text.length : end + 1;
			value += text.slice(at, until);
			at = until;
		} else if (c === "\\" && at + 1 < text.length) {
			value += text.slice(at, at + 2);
			at += 2;
		} else if (SPACE.test(c) || isMark(c)) break;
		else {
			value += c;
			at++;
		}
	}
	return { kind: "word", text: value, at: [start, at] };
}
