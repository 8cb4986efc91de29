import { withoutCarriageReturns } from "./newlines.js";

/** One assignment as Node's own env file parser reads it. */
export interface NodeReading {
	/** May hold blanks or a byte order mark: nothing checks it. */
	readonly key: string;
	/** UTF-16 offset of the key in the source. */
	readonly keyStart: number;
	readonly value: string;
}

/**
 * All assignments in order, as `util.parseEnv` of Node 24 (and Vite 8, which
 * calls it) sees them; duplicates included, the last one wins.
 *
 * What differs from `dotenv`: a byte order mark becomes part of the first key;
 * a lone `\r` is dropped, joining two lines; `KEY: value` is no assignment; a
 * quote ends at the next equal one, escaped or not, and the rest of that line is
 * dropped; only `\n` is unescaped; `export KEY=` without a value keeps
 * `export` in the key; and `KEY=` followed by a blank takes the *next line* as
 * its value. Earlier versions differ in the last two.
 */
export function readAsNode(source: string): NodeReading[] {
	const { text, original } = withoutCarriageReturns(source);
	const readings: NodeReading[] = [];
	let at = skipBlanks(text, 0);
	while (at < text.length) {
		if (text[at] === "\n" || text[at] === "#") {
			at = endOfLine(text, at) + 1;
			continue;
		}
		const end = endOfLine(text, at);
		const equals = text.indexOf("=", at);
		if (equals < 0 || equals > end) {
			at = skipBlanks(text, end + 1);
			continue;
		}
		const keyStart = skipBlanks(text, at);
		const key = trimBlanks(text.slice(at, equals));
		const assign = (name: string, start: number, value: string) =>
			readings.push({ key: name, keyStart: original(start), value });

		if (equals + 1 >= text.length || text[equals + 1] === "\n") {
			assign(key, keyStart, "");
			at = equals + 1;
			continue;
		}
		at = skipBlanks(text, equals + 1);
		if (key === "") continue;
		const bare = trimBlanks(key.replace(/^export /, ""));
		const start = keyStart + (key.length - bare.length);
		const value = readValue(text, at);
		assign(bare, start, value.value);
		at = value.isQuoted ? value.next : skipBlanks(text, value.next);
	}
	return readings;
}

function readValue(
	text: string,
	at: number,
): { value: string; next: number; isQuoted: boolean } {
	const quote = text[at];
	const end = endOfLine(text, at);
	if (quote === '"' || quote === "'" || quote === "`") {
		const close = text.indexOf(quote, at + 1);
		if (close < 0)
			return { value: text.slice(at, end), next: end + 1, isQuoted: false };
		const inside = text.slice(at + 1, close);
		return {
			value: quote === '"' ? inside.replaceAll("\\n", "\n") : inside,
			next: endOfLine(text, close + 1) + 1,
			isQuoted: true,
		};
	}
	const line = text.slice(at, end);
	const hash = line.indexOf("#");
	return {
		value: trimBlanks(hash < 0 ? line : line.slice(0, hash)),
		next: end + 1,
		isQuoted: false,
	};
}

function endOfLine(text: string, from: number): number {
	const feed = text.indexOf("\n", from);
	return feed < 0 ? text.length : feed;
}

/** Node's blanks: space, tab, line feed. */
function skipBlanks(text: string, from: number): number {
	let at = from;
	while (at < text.length && " \t\n".includes(text[at] ?? "")) at++;
	return at;
}

function trimBlanks(text: string): string {
	const start = skipBlanks(text, 0);
	let end = text.length;
	while (end > start && " \t\n".includes(text[end - 1] ?? "")) end--;
	return text.slice(start, end);
}
