import type { Span } from "../../facts/index.js";
import { withLineFeeds } from "./newlines.js";

/** One assignment as the `dotenv` package (16, 17) reads it. */
export interface DotenvReading {
	readonly key: string;
	readonly keyAt: Span;
	readonly value: string;
	/** Inside the quotes where they were taken off, else trimmed; empty after the `=` where nothing is assigned. */
	readonly valueAt: Span;
	readonly quote: '"' | "'" | "`" | "";
}

/**
 * From the key on: the key; `=`, or `:` and a blank; a quoted value, which may
 * start on a later line and span several, or the rest of the line up to `#`.
 * A quoted value that something else follows on its line is read as unquoted.
 */
const ASSIGNMENT = new RegExp(
	[
		/(?:export\s+)?([\w.-]+)(?:\s*=\s*?|:\s+?)/,
		/(\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\n]+)?/,
		/\s*(?:#.*)?$/,
	]
		.map((part) => part.source)
		.join(""),
	"dmy",
);
const BLANK = /[^\S\n]*/y;

/**
 * All assignments in order, duplicates included (the last one wins).
 *
 * Lines are tried one by one, each from its first character that is no blank:
 * the same matches as searching with `^\s*` in front, without rescanning runs
 * of empty lines. U+2028 and U+2029, which end a line for JavaScript's `^`, do
 * not start an assignment here.
 */
export function readAsDotenv(source: string): DotenvReading[] {
	const { text, original } = withLineFeeds(source);
	const readings: DotenvReading[] = [];
	let line = 0;
	while (line < text.length) {
		BLANK.lastIndex = line;
		BLANK.test(text);
		ASSIGNMENT.lastIndex = BLANK.lastIndex;
		const match = ASSIGNMENT.exec(text);
		let end = line;
		if (match) {
			end = match.index + match[0].length;
			readings.push(readingOf(match, original));
		}
		if (end > line && text[end - 1] === "\n") line = end;
		else line = nextLine(text, end);
	}
	return readings;
}

function readingOf(
	match: RegExpExecArray,
	original: (offset: number) => number,
): DotenvReading {
	const [keyStart, keyEnd] = match.indices?.[1] ?? [0, 0];
	const written = match[2] ?? "";
	const trimmed = written.trim();
	const quote = surroundingQuote(trimmed);
	const separator = /^[^\S\n]*[=:]/.exec(
		match.input.slice(keyEnd, match.indices?.[2]?.[0]),
	);
	const start =
		trimmed === ""
			? keyEnd + (separator?.[0].length ?? 0)
			: (match.indices?.[2]?.[0] ?? 0) +
				(written.length - written.trimStart().length) +
				quote.length;
	const inside = trimmed.slice(quote.length, trimmed.length - quote.length);
	return {
		key: match[1] ?? "",
		keyAt: [original(keyStart), original(keyEnd)],
		// Line breaks are unescaped after any opening double quote, even an unclosed one.
		value: trimmed.startsWith('"')
			? inside.replaceAll("\\n", "\n").replaceAll("\\r", "\r")
			: inside,
		valueAt: [original(start), original(start + inside.length)],
		quote,
	};
}

function surroundingQuote(value: string): '"' | "'" | "`" | "" {
	const [first] = value;
	if (first !== '"' && first !== "'" && first !== "`") return "";
	return value.length > 1 && value.endsWith(first) ? first : "";
}

function nextLine(text: string, from: number): number {
	const feed = text.indexOf("\n", from);
	return feed < 0 ? text.length : feed + 1;
}
