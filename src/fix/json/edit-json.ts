import { type Node, parseTree } from "jsonc-parser";
import type { Place, Span } from "../../facts/place.js";
import type { LiteralObject } from "../../rule/finding.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import {
	appendItem,
	type CommaList,
	removeItem,
} from "../layout/comma-list.js";
import { indentUnit } from "../layout/lines.js";
import { appendToText } from "../layout/list-text.js";
import type { Editor, FileIntent, Source } from "../source.js";

/** Edits of JSON and JSONC; comments and layout stay. */
export const editJson: Editor = (source, intents) => {
	// The parser takes a byte order mark for a character that does not belong there.
	const text = source.text.replace(/^\uFEFF/, " ");
	const root = parseTree(text, [], { allowTrailingComma: true });
	if (!root) throw new CannotEdit(`${source.path} is no JSON`);
	return intents.flatMap((intent) => editsFor(source, root, intent));
};

function editsFor(
	source: Source,
	root: Node,
	intent: FileIntent,
): readonly TextEdit[] {
	switch (intent.do) {
		case "replace-text":
			return [replaceText(source.text, intent.at.span, intent.text)];
		case "set-property":
			return setProperty(source, root, intent);
		case "add-entry":
			return addEntry(source, root, intent);
		case "remove":
			return remove(source, root, intent.at);
		case "add-item":
			return addItem(source, root, intent);
		default:
			throw new CannotEdit(`${source.path} is JSON`);
	}
}

/** Keeps the quotes, whether the span covers them or not. */
function replaceText(text: string, [start, end]: Span, put: string): TextEdit {
	const code = JSON.stringify(put);
	return text[start] === '"'
		? { start, end, text: code }
		: { start, end, text: code.slice(1, -1) };
}

/** The innermost node that holds a place. */
function nodeAt({ path }: Source, root: Node, { span }: Place): Node {
	const inside = (node: Node): Node | undefined => {
		const [start, end] = spanOf(node);
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

function spanOf({ offset, length }: Node): Span {
	return [offset, offset + length];
}

function setProperty(
	source: Source,
	root: Node,
	{ object, name, value }: Extract<FileIntent, { do: "set-property" }>,
): readonly TextEdit[] {
	const node = nodeAt(source, root, object);
	// What the shorthand implies stays in force (FACTS P6).
	if (node.type === "string" && node.parent?.type === "property")
		return [
			replacing(
				node,
				objectCode({
					target: String(node.value),
					changeOrigin: true,
					[name]: value,
				}),
			),
		];
	const before = memberOf(node, name);
	return before
		? [replacing(before, JSON.stringify(value))]
		: append(source, node, `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
}

function addEntry(
	source: Source,
	root: Node,
	{ object, path, key, value }: Extract<FileIntent, { do: "add-entry" }>,
): readonly TextEdit[] {
	let home = nodeAt(source, root, object);
	const missing = [...path];
	for (const name of path) {
		const inside = memberOf(home, name);
		if (!inside) break;
		home = inside;
		missing.shift();
	}
	const code = objectCode(value);
	const before = memberOf(home, key);
	if (before) {
		const [start, end] = spanOf(before);
		const written = source.text.slice(start, end);
		if (withoutBlanks(written) === withoutBlanks(code)) return [];
		throw new CannotEdit(`${source.path} has \`${key}\` already`);
	}
	const entry = missing.reduceRight(
		(inner, name) => `${JSON.stringify(name)}: { ${inner} }`,
		`${JSON.stringify(key)}: ${code}`,
	);
	return append(source, home, entry);
}

function remove(source: Source, root: Node, place: Place): readonly TextEdit[] {
	const node = nodeAt(source, root, place);
	const member = node.parent?.type === "property" ? node.parent : node;
	const holder = member.parent;
	if (!holder) throw new CannotEdit(`${source.path} has no list there`);
	const index = holder.children?.indexOf(member) ?? -1;
	return removeItem(listOf(source, holder), index);
}

function addItem(
	source: Source,
	root: Node,
	{ list, form, text }: Extract<FileIntent, { do: "add-item" }>,
): readonly TextEdit[] {
	const node = nodeAt(source, root, list);
	if (node.type === "string") {
		const next = appendToText(String(node.value), form, text);
		return [replaceText(source.text, list.span, next)];
	}
	if (node.type !== "array")
		throw new CannotEdit(`${source.path} has no list there`);
	const isThere = node.children?.some((item) => item.value === text);
	return isThere ? [] : appendItem(listOf(source, node), JSON.stringify(text));
}

function memberOf(node: Node, name: string): Node | undefined {
	const member = node.children?.findLast(
		(child) => child.type === "property" && child.children?.[0]?.value === name,
	);
	return member?.children?.[1];
}

function append(source: Source, object: Node, code: string): TextEdit[] {
	if (object.type !== "object")
		throw new CannotEdit(`${source.path} has no object there`);
	return appendItem(listOf(source, object), code);
}

function listOf({ text, eol }: Source, node: Node): CommaList {
	const [start, end] = spanOf(node);
	return {
		text,
		eol,
		open: start + 1,
		close: end - 1,
		items: (node.children ?? []).map(spanOf),
		comments: "slashes",
		unit: indentUnit(text, "  "),
		spaced: node.type === "object",
		noTrailingComma: true,
	};
}

function objectCode(value: LiteralObject): string {
	const entries = Object.entries(value).map(
		([key, literal]) => `${JSON.stringify(key)}: ${JSON.stringify(literal)}`,
	);
	return `{ ${entries.join(", ")} }`;
}

function withoutBlanks(code: string): string {
	return code.replace(/\s+/g, "");
}

function replacing(node: Node, text: string): TextEdit {
	const [start, end] = spanOf(node);
	return { start, end, text };
}
