import { isScalar, isSeq, parseDocument, type Scalar, visit } from "yaml";
import type { Place, Span } from "../../facts/place.js";
import { applyEdits, CannotEdit, type TextEdit } from "../edit.js";
import { appendItem } from "../layout/comma-list.js";
import {
	indentOf,
	indentUnit,
	lineEnd,
	lineStart,
	nextLine,
} from "../layout/lines.js";
import { appendToText } from "../layout/list-text.js";
import type { Editor, FileIntent, Source } from "../source.js";

/** Edits of YAML at the very characters of a scalar or item, so that comments, anchors and layout stay. */
export const editYaml: Editor = (source, intents) =>
	intents.flatMap((intent) => editsFor(source, intent));

function editsFor(source: Source, intent: FileIntent): readonly TextEdit[] {
	switch (intent.do) {
		case "replace-text":
			return [replacePart(source, intent.at.span, intent.text)];
		case "rename-env-key":
			return [replacePart(source, intent.at.span, intent.to)];
		case "remove":
			return [removeLine(source, intent.at)];
		case "add-item":
			return addItem(source, intent);
		default:
			throw new CannotEdit(`${source.path} is YAML`);
	}
}

/** The scalar that holds a span, in whole or in part (`KEY=value` in a list). */
function scalarAt(text: string, [start, end]: Span): Scalar | undefined {
	let found: Scalar | undefined;
	const document = parseDocument(text, { logLevel: "silent" });
	if (document.errors.length > 0) return undefined;
	visit(document, {
		Scalar(_, node) {
			const [from = 0, to = 0] = node.range ?? [];
			if (from <= start && end <= to) found = node;
		},
	});
	return found;
}

/** Replaces a part of a scalar, or the whole in other quotes where it could not be read back as it is. */
function replacePart(source: Source, span: Span, put: string): TextEdit {
	const { text, path } = source;
	const scalar = scalarAt(text, span);
	const before = scalar && textOf(scalar);
	if (!scalar || before === undefined)
		throw new CannotEdit(`${path} has no text there`);
	const [from = 0, to = 0] = scalar.range ?? [];
	const old = text.slice(...span);
	const written = text.slice(from, to);
	const meant = written.includes(old)
		? before.slice(0, span[0] - from - quoteSize(scalar)) +
			put +
			before.slice(span[1] - from - quoteSize(scalar))
		: put;
	const candidates: TextEdit[] = [
		{ start: span[0], end: span[1], text: put },
		{ start: from, end: to, text: JSON.stringify(meant) },
	];
	for (const edit of candidates) {
		const next = applyEdits(text, [edit]);
		const after = scalarAt(next, [from, from]);
		if (after && textOf(after) === meant) return edit;
	}
	throw new CannotEdit(`${path} cannot hold the text there`);
}

function quoteSize({ type }: Scalar): number {
	return type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE" ? 1 : 0;
}

/** Numbers and flags as they are written. */
function textOf({ value, source }: Scalar): string | undefined {
	if (typeof value === "string") return value;
	return value === null ? "" : source;
}

function addItem(
	source: Source,
	{ list, form, text: item }: Extract<FileIntent, { readonly do: "add-item" }>,
): readonly TextEdit[] {
	const { text, eol } = source;
	if (form === "comma-text" || scalarAt(text, list.span)) {
		const raw = text.slice(...list.span);
		const next = appendToText(raw, form, item);
		return next === raw ? [] : [replacePart(source, list.span, next)];
	}
	let edits: readonly TextEdit[] | undefined;
	visit(parseDocument(text, { logLevel: "silent" }), {
		Seq(_, node) {
			const [start = 0, end = 0] = node.range ?? [];
			if (start !== list.span[0] || end !== list.span[1] || !isSeq(node))
				return;
			const items = node.items.flatMap((n): Span[] =>
				isScalar(n) && n.range ? [[n.range[0], n.range[1]]] : [],
			);
			const code = JSON.stringify(item);
			if (node.items.some((n) => isScalar(n) && n.value === item)) edits = [];
			else if (node.flow)
				edits = appendItem(
					{
						text,
						eol,
						open: start + 1,
						close: end - 1,
						items,
						comments: "hash",
						unit: indentUnit(text, "  "),
						spaced: false,
					},
					code,
				);
			else edits = appendLine(source, items, code);
		},
	});
	if (!edits) throw new CannotEdit(`${source.path} has no list there`);
	return edits;
}

function appendLine(
	{ text, eol }: Source,
	items: readonly Span[],
	code: string,
): readonly TextEdit[] | undefined {
	const last = items.at(-1);
	if (!last) return undefined;
	const at = lineEnd(text, last[1]);
	return [
		{ start: at, end: at, text: `${eol}${indentOf(text, last[0])}- ${code}` },
	];
}

/** `key: value` or `- item` on a line of its own. */
function removeLine({ text, path }: Source, { span }: Place): TextEdit {
	const start = lineStart(text, span[0]);
	const end = nextLine(text, span[1]);
	const before = text.slice(start, span[0]);
	const after = text.slice(end);
	const indent = indentOf(text, span[0]).length;
	const below = /^[ \t]*(?=\S)/.exec(after)?.[0].length ?? 0;
	if (!/^\s*(- )?["']?$/.test(before) || below > indent)
		throw new CannotEdit(`${path} has no line for it alone`);
	return { start, end, text: "" };
}
