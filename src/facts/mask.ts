import type { Span } from "./place.js";
import { isSecretKey, isSecretValue } from "./secret.js";

const URL_IN_TEXT =
	/[a-z][a-z0-9+.-]*:\/\/[^\s"'`<>]+|\/[^\s"'`<>?]*\?[^\s"'`<>]+/gi;
const USER_INFO = /^[a-z][a-z0-9+.-]*:\/\/([^/?#@]+)@/i;
const QUERY_VALUE = /[?&][^=&#\s]*=([^&#)\]]+)/g;
/** `name = "value"`, `name: 'value'` in code; bare values only behind an upper-case name (`API_KEY=value`, `API_KEY: value`). */
const QUOTED_ASSIGNMENT = /([A-Za-z_][\w-]*)["']?\s*[:=]\s*(["'`])(.+?)\2/g;
const BARE_ASSIGNMENT = /\b([A-Z][A-Z0-9_]+)\s*[:=]\s*([^\s"'`#;,(){}[\]]+)/g;
const LONG_WORD = /[\w+=.-]{16,}/g;
/** `OAUTH2_LINUX_DO_REDIRECT_URI`: words, digits only behind them; the name of a key. */
const KEY_NAME = /^[A-Z]+\d{0,2}(?:_[A-Z]+\d{0,2})+$/;
/** `NAME=` in front of a value; a `=` at the end pads one. */
const NAME_BEFORE = /^[A-Za-z_]\w*=(?=[^=])/;

/** A value that another one will stand for (`${token}`, `{token}`, `%s`), or that is read at run time, is no secret; what begins with a closing brace is code behind a hole. */
const PLACEHOLDER =
	/^(?:\$?\{|\}|\$$|\$\w|%s|<|…|\*+$|(?:os\.)?(?:getenv|environ|environ\.get)$|(?:process|import\.meta)\.env(?:\.\w+)?$)/;

/** Parts of a text that must not be shown: user info and query values of URLs, values of secret-shaped keys. */
export function secretSpans(text: string): Span[] {
	const spans: Span[] = [];
	const add = (start: number, value: string | undefined) => {
		if (value && !PLACEHOLDER.test(value))
			spans.push([start, start + value.length]);
	};
	for (const url of text.matchAll(URL_IN_TEXT)) {
		const user = USER_INFO.exec(url[0])?.[1];
		add(url.index + url[0].indexOf("://") + 3, user);
		for (const query of url[0].matchAll(QUERY_VALUE)) {
			const written = query[1] ?? "";
			const start = url.index + query.index + query[0].length - written.length;
			// A sentence may end behind the URL.
			add(start, written.replace(/[.,;:!]+$/, ""));
		}
	}
	for (const found of text.matchAll(QUOTED_ASSIGNMENT)) {
		const [whole, key = "", , value = ""] = found;
		if (isSecretKey(key))
			add(found.index + whole.length - 1 - value.length, value);
	}
	for (const found of text.matchAll(BARE_ASSIGNMENT)) {
		const [whole, key = "", value = ""] = found;
		if (isSecretKey(key)) add(found.index + whole.length - value.length, value);
	}
	for (const word of text.matchAll(LONG_WORD)) {
		const name = NAME_BEFORE.exec(word[0])?.[0] ?? "";
		const value = word[0].slice(name.length);
		if (isSecretValue(value) && !KEY_NAME.test(value))
			add(word.index + name.length, value);
	}
	return spans;
}

/** A sentence with its secrets replaced by `***`. */
export function maskText(text: string): string {
	let masked = text;
	for (const [start, end] of joined(secretSpans(text)).reverse())
		masked = `${masked.slice(0, start)}***${masked.slice(end)}`;
	return masked;
}

/** A source line with its secrets covered one star per character, so that columns stay true. */
export function maskLine(line: string, also: readonly Span[] = []): string {
	let masked = line;
	for (const [start, end] of [...secretSpans(line), ...also])
		masked =
			masked.slice(0, start) +
			"*".repeat(Math.max(0, Math.min(end, line.length) - start)) +
			masked.slice(end);
	return masked;
}

/** Sorted, overlapping spans made one. */
function joined(spans: readonly Span[]): Span[] {
	const out: Span[] = [];
	for (const span of [...spans].sort((a, b) => a[0] - b[0])) {
		const last = out.at(-1);
		if (last && span[0] <= last[1])
			out[out.length - 1] = [last[0], Math.max(last[1], span[1])];
		else out.push(span);
	}
	return out;
}
