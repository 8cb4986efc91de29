import { parseDirective } from "../../facts/directive.js";
import type { EnvEntry, EnvFile, Span } from "../../facts/index.js";
import { isSecretKey, isSecretValue } from "../../facts/secret.js";
import { type DotenvReading, readAsDotenv } from "./dotenv-reading.js";
import { type NodeReading, readAsNode } from "./node-reading.js";

/**
 * An env file: every assignment in order, with what `dotenv` and what Node make
 * of it, and the assignments that are commented out. Never throws.
 */
export function extractEnvFile(text: string): EnvFile {
	const dotenv = readAsDotenv(text);
	const node = new Map(
		readAsNode(text).map((reading) => [reading.keyStart, reading]),
	);
	const entries = dotenv.map((reading) => {
		const twin = node.get(reading.keyAt[0]);
		node.delete(reading.keyAt[0]);
		const seen = twin?.key === reading.key ? twin.value : undefined;
		return entryOf(text, reading, seen);
	});
	const others = [...node.values()].flatMap((reading) =>
		onlyNode(text, reading),
	);
	const taken = dotenv.map(
		(reading): Span => [reading.keyAt[0], reading.valueAt[1]],
	);
	const comments = commentsIn(text, taken);
	return {
		kind: "env",
		entries: [...entries, ...others, ...commentedOut(text, comments)].sort(
			(a, b) => a.keyAt[0] - b.keyAt[0],
		),
		bom: text.startsWith("\uFEFF"),
		directives: comments
			.map((at) => parseDirective(text.slice(...at), at))
			.filter((directive) => directive !== undefined),
	};
}

function entryOf(
	text: string,
	reading: DotenvReading,
	node: string | undefined,
	commentedOut = false,
): EnvEntry {
	const { key, keyAt, value, valueAt, quote } = reading;
	return {
		key,
		keyAt,
		raw: text.slice(...valueAt),
		valueAt,
		quote,
		dotenv: commentedOut ? undefined : value,
		node,
		...(quote === "" && text[valueAt[1]] === "#" && { cut: true as const }),
		commentedOut,
		secret: isSecretKey(key) || isSecretValue(value),
	};
}

/** A key that only Node accepts: `MY KEY=1`, or one after a byte order mark that dotenv ignores. */
function onlyNode(text: string, reading: NodeReading): EnvEntry[] {
	const { key, keyStart, value } = reading;
	if (!text.startsWith(key, keyStart) || key === "" || key.startsWith("\uFEFF"))
		return [];
	const keyEnd = keyStart + key.length;
	const found = value === "" ? -1 : text.indexOf(value, keyEnd);
	const start = found < 0 ? text.indexOf("=", keyEnd) + 1 : found;
	const before = found < 0 ? "" : text[start - 1];
	const valueAt: Span = [start, found < 0 ? start : start + value.length];
	return [
		{
			key,
			keyAt: [keyStart, keyEnd],
			raw: text.slice(...valueAt),
			valueAt,
			quote: before === '"' || before === "'" || before === "`" ? before : "",
			dotenv: undefined,
			node: value,
			commentedOut: false,
			secret: isSecretKey(key) || isSecretValue(value),
		},
	];
}

/** `# …` comments, on lines of their own and behind values; none inside an assignment. */
function commentsIn(text: string, taken: readonly Span[]): Span[] {
	const comments: Span[] = [];
	let next = 0;
	for (const line of text.matchAll(/[^\r\n]+/g)) {
		const end = line.index + line[0].length;
		let from = line.index;
		while ((taken[next]?.[1] ?? Infinity) < from) next++;
		for (let n = next; (taken[n]?.[0] ?? Infinity) < end; n++)
			from = Math.max(from, taken[n]?.[1] ?? from);
		const hash = text.indexOf("#", from);
		if (hash >= 0 && hash < end) comments.push([hash, end]);
	}
	return comments;
}

const ASSIGNMENT = /^#+\s*(?=(?:export\s+)?[A-Za-z_]\w*\s*=)/;

/** `# KEY=value`: read as if the comment mark were not there. */
function commentedOut(text: string, comments: readonly Span[]): EnvEntry[] {
	return comments.flatMap(([start, end]) => {
		const mark = ASSIGNMENT.exec(text.slice(start, end));
		if (!mark || !isFirstOnLine(text, start)) return [];
		const from = start + mark[0].length;
		const [reading] = readAsDotenv(text.slice(from, end));
		if (!reading) return [];
		const { keyAt, valueAt } = reading;
		return [
			entryOf(
				text,
				{
					...reading,
					keyAt: [keyAt[0] + from, keyAt[1] + from],
					valueAt: [valueAt[0] + from, valueAt[1] + from],
				},
				undefined,
				true,
			),
		];
	});
}

function isFirstOnLine(text: string, at: number): boolean {
	const start = Math.max(
		text.lastIndexOf("\n", at - 1),
		text.lastIndexOf("\r", at - 1),
	);
	return text.slice(start + 1, at).trim() === "";
}
