import {
	applyEdits as applyJsonEdits,
	getNodePath,
	type JSONPath,
	modify,
	type Node,
	parseTree,
} from "jsonc-parser";
import type { Place, Span } from "../../facts/place.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import { indentUnit } from "../layout/lines.js";
import { appendToText } from "../layout/list-text.js";
import type { Editor, FileIntent, Source } from "../source.js";

/** Edits of JSON and JSONC; comments and layout stay. */
export const editJson: Editor = (source, intents) => {
	// The parser takes a byte order mark for a character that does not belong there.
	const text = source.text.replace(/^\uFEFF/, " ");
	const root = parseTree(text, [], { allowTrailingComma: true });
	if (!root) throw new CannotEdit(`${source.path} is no JSON`);
	return intents.flatMap((intent) =>
		editsFor({ ...source, text }, root, intent),
	);
};

function editsFor(
	source: Source,
	root: Node,
	intent: FileIntent,
): readonly TextEdit[] {
	const { text, path } = source;
	switch (intent.do) {
		case "replace-text":
			return [replaceText(text, intent.at.span, intent.text)];
		case "set-property":
			return setProperty(source, root, intent);
		case "add-entry": {
			const home = pathAt(source, root, intent.object);
			return change(
				source,
				[...home, ...intent.path, intent.key],
				intent.value,
			);
		}
		case "remove":
			return change(source, pathAt(source, root, intent.at), undefined);
		case "add-item":
			return addItem(source, root, intent);
		default:
			throw new CannotEdit(`${path} is JSON`);
	}
}

/** Keeps the quotes, whether the span covers them or not. */
function replaceText(text: string, [start, end]: Span, put: string): TextEdit {
	const code = JSON.stringify(put);
	return text[start] === '"'
		? { start, end, text: code }
		: { start, end, text: code.slice(1, -1) };
}

function nodeAt({ path }: Source, root: Node, { span }: Place): Node {
	const inside = (node: Node): Node | undefined => {
		const [start, end] = [node.offset, node.offset + node.length];
		if (start > span[0] || end < span[1]) return undefined;
		for (const child of node.children ?? []) {
			const found = inside(child);
			if (found) return found;
		}
		return node;
	};
	const found = inside(root);
	if (!found) throw new CannotEdit(`${path} has nothing there`);
	return found;
}

/** The path of the value at a place; that of its value for a key. */
function pathAt(source: Source, root: Node, place: Place): JSONPath {
	const node = nodeAt(source, root, place);
	const isKey =
		node.parent?.type === "property" && node.parent.children?.[0] === node;
	const [, value] = (isKey ? node.parent : node)?.children ?? [];
	return getNodePath(
		(isKey || node.type === "property") && value ? value : node,
	);
}

function setProperty(
	source: Source,
	root: Node,
	{
		object,
		name,
		value,
	}: Extract<FileIntent, { readonly do: "set-property" }>,
): readonly TextEdit[] {
	const node = nodeAt(source, root, object);
	const at = getNodePath(node);
	return node.type === "string"
		? change(source, at, {
				target: node.value,
				changeOrigin: true,
				[name]: value,
			})
		: change(source, [...at, name], value);
}

function addItem(
	source: Source,
	root: Node,
	{ list, form, text }: Extract<FileIntent, { readonly do: "add-item" }>,
): readonly TextEdit[] {
	const node = nodeAt(source, root, list);
	if (node.type === "string") {
		const next = appendToText(String(node.value), form, text);
		return [replaceText(source.text, list.span, next)];
	}
	const items = node.children ?? [];
	if (node.type !== "array")
		throw new CannotEdit(`${source.path} has no list there`);
	if (items.some((item) => item.value === text)) return [];
	return change(source, [...getNodePath(node), items.length], text);
}

function change(
	{ text, eol }: Source,
	path: JSONPath,
	value: unknown,
): readonly TextEdit[] {
	const unit = indentUnit(text, "  ");
	const edits = modify(text, path, value, {
		formattingOptions: {
			insertSpaces: unit !== "\t",
			tabSize: unit === "\t" ? 1 : unit.length,
			eol,
		},
	});
	return applyJsonEdits(text, edits) === text
		? []
		: edits.map(({ offset, length, content }) => ({
				start: offset,
				end: offset + length,
				text: content,
			}));
}
