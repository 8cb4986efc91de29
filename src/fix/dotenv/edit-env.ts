import { extractEnvFile } from "../../extract/dotenv/index.js";
import { parseDirective } from "../../facts/directive.js";
import type { EnvEntry } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import { applyEdits, CannotEdit, normalized, type TextEdit } from "../edit.js";
import { lineEnd, lineStart, nextLine } from "../layout/lines.js";
import { appendToText } from "../layout/list-text.js";
import type { Editor, FileIntent, Source } from "../source.js";
import { type Quote, quotings } from "./quoting.js";

/**
 * Edits of an env file, line by line. What the file says afterwards is read
 * again: a value that would not be read as it is meant, by dotenv and by Node,
 * or an edit that would change another entry (below an open quote, say), is
 * refused.
 */
export const editEnv: Editor = (source, intents) => {
	let change = untouched(source);
	for (const intent of intents) change = changed(source, change, intent);
	return allEdits(source, change);
};

/** Edits with what the file must say once they are made. */
interface Change {
	readonly edits: readonly TextEdit[];
	/** One for each entry of the source, undefined where it is taken out; then those that are added. */
	readonly entries: readonly (Said | undefined)[];
	/** Lines for the end of the file. */
	readonly added: string;
}

/** What one assignment says, to dotenv and to Node. */
type Said = Pick<EnvEntry, "key" | "dotenv" | "node" | "commentedOut">;

function untouched({ text }: Source): Change {
	return { edits: [], added: "", entries: extractEnvFile(text).entries };
}

function changed(source: Source, change: Change, intent: FileIntent): Change {
	switch (intent.do) {
		case "set-env":
			return setKey(source, change, intent);
		case "replace-text": {
			const index = entryAt(source, intent.at);
			return setValue(source, change, index, intent.text, intent.reason);
		}
		case "add-item": {
			const index = entryAt(source, intent.list);
			const raw = entriesOf(source)[index]?.raw ?? "";
			const text = appendToText(raw, intent.form, intent.text);
			return text === raw
				? change
				: setValue(source, change, index, text, undefined);
		}
		case "rename-env-key":
			return rename(source, change, entryAt(source, intent.at), intent.to);
		case "remove":
			return remove(source, change, entryAt(source, intent.at));
		default:
			throw new CannotEdit(`${source.path} is an env file`);
	}
}

function entriesOf({ text }: Source): readonly EnvEntry[] {
	return extractEnvFile(text).entries;
}

/** Index of the entry whose key or value stands at a place. */
function entryAt(source: Source, { span }: Place): number {
	const index = entriesOf(source).findIndex(
		({ keyAt, valueAt }) => keyAt[0] <= span[0] && span[1] <= valueAt[1],
	);
	if (index < 0) throw new CannotEdit(`${source.path} has no key there`);
	return index;
}

/** The last of several lines for a key is the one that counts. */
function setKey(
	source: Source,
	change: Change,
	{ key, value, reason }: Extract<FileIntent, { readonly do: "set-env" }>,
): Change {
	const index = entriesOf(source).findLastIndex(
		(entry) => entry.key === key && !entry.commentedOut,
	);
	if (index >= 0) return setValue(source, change, index, value, reason);
	const added = change.entries
		.slice(entriesOf(source).length)
		.find((said) => said?.key === key);
	if (added?.dotenv === value) return change;
	if (added) throw new CannotEdit(`${key} would be set twice`);
	for (const quote of quotings(value, undefined)) {
		const line = `${comment(reason)}${source.eol}${key}=${quote}${value}${quote}${source.eol}`;
		const next = {
			edits: change.edits,
			added: change.added + line,
			entries: [
				...change.entries,
				{ key, dotenv: value, node: value, commentedOut: false },
			],
		};
		if (holds(source, next)) return next;
	}
	throw new CannotEdit(`${key} cannot be written at the end of ${source.path}`);
}

function setValue(
	source: Source,
	change: Change,
	index: number,
	value: string,
	reason: string | undefined,
): Change {
	const entry = entriesOf(source)[index];
	if (!entry || entry.raw === value) return change;
	const about =
		reason === undefined || entry.commentedOut
			? []
			: [reasonAbove(source, entry, reason)];
	const said: Said = {
		key: entry.key,
		commentedOut: entry.commentedOut,
		dotenv: entry.commentedOut ? undefined : value,
		node: entry.node === undefined ? undefined : value,
	};
	for (const quote of quotings(value, entry.quote)) {
		const next = {
			...change,
			edits: [...change.edits, ...about, valueEdit(entry, value, quote)],
			entries: change.entries.with(index, said),
		};
		if (holds(source, next)) return next;
	}
	throw new CannotEdit(`${entry.key} cannot be written in ${source.path}`);
}

function rename(
	source: Source,
	change: Change,
	index: number,
	to: string,
): Change {
	const entry = entriesOf(source)[index];
	const said = change.entries[index];
	if (!entry || !said) return change;
	const [start, end] = entry.keyAt;
	return checked(source, {
		...change,
		edits: [...change.edits, { start, end, text: to }],
		entries: change.entries.with(index, { ...said, key: to }),
	});
}

/** Takes out the assignment with its lines, and the reason that an earlier repair put above. */
function remove(source: Source, change: Change, index: number): Change {
	const { text } = source;
	const entry = entriesOf(source)[index];
	if (!entry) return change;
	const line = lineStart(text, entry.keyAt[0]);
	const start = ownCommentAbove(text, line) ?? line;
	const end = nextLine(text, entry.valueAt[1] + entry.quote.length);
	return checked(source, {
		...change,
		edits: [...change.edits, { start, end, text: "" }],
		entries: change.entries.with(index, undefined),
	});
}

function checked(source: Source, change: Change): Change {
	if (!holds(source, change))
		throw new CannotEdit(
			`${source.path} would be read differently in other places`,
		);
	return change;
}

function allEdits(
	source: Source,
	{ edits, added }: Change,
): readonly TextEdit[] {
	return added === "" ? edits : [...edits, addition(source, added)];
}

function addition({ text, eol }: Source, added: string): TextEdit {
	const isOpen = text !== "" && text !== "\uFEFF" && !text.endsWith("\n");
	return {
		start: text.length,
		end: text.length,
		text: (isOpen ? eol : "") + added,
	};
}

/** Whether the edited file says exactly what it must. */
function holds(source: Source, change: Change): boolean {
	const edits = normalized(source.text, allEdits(source, change));
	const { entries } = extractEnvFile(applyEdits(source.text, edits));
	const expected = change.entries.filter((said) => said !== undefined);
	return (
		entries.length === expected.length &&
		entries.every((entry, i) => {
			const said = expected[i];
			return (
				entry.key === said?.key &&
				entry.dotenv === said.dotenv &&
				entry.node === said.node &&
				entry.commentedOut === said.commentedOut
			);
		})
	);
}

function valueEdit(entry: EnvEntry, value: string, quote: Quote): TextEdit {
	const [start, end] = entry.valueAt;
	if (quote === entry.quote) return { start, end, text: value };
	const outside = entry.quote.length;
	return {
		start: start - outside,
		end: end + outside,
		text: quote + value + quote,
	};
}

/** A comment above the entry; above its suppressions too, which speak of the next line. */
function reasonAbove(
	{ text, eol }: Source,
	{ keyAt }: EnvEntry,
	reason: string,
): TextEdit {
	let start = lineStart(text, keyAt[0]);
	const own = ownCommentAbove(text, start);
	if (own !== undefined)
		return { start: own, end: lineEnd(text, own), text: comment(reason) };
	for (let above = lineAbove(text, start); above !== undefined; ) {
		const line = text.slice(above, lineEnd(text, above));
		if (!parseDirective(line, [above, start])) break;
		start = above;
		above = lineAbove(text, start);
	}
	return { start, end: start, text: comment(reason) + eol };
}

/** Start of the line above, where that is a reason wslint wrote. */
function ownCommentAbove(text: string, start: number): number | undefined {
	const above = lineAbove(text, start);
	return above !== undefined && text.startsWith("# wslint: ", above)
		? above
		: undefined;
}

function lineAbove(text: string, start: number): number | undefined {
	return start < 2 ? undefined : lineStart(text, start - 1);
}

function comment(reason: string): string {
	return `# wslint: ${reason.replace(/\s+/g, " ").trim()}`;
}
