import { loadGrammar } from "../../extract/python/grammar.js";
import { type SyntaxNode, spanOf } from "../../extract/tree-sitter/syntax.js";
import type { Place, Span } from "../../facts/place.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import {
	appendItem,
	type CommaList,
	removeItem,
} from "../layout/comma-list.js";
import {
	indentOf,
	indentUnit,
	isFirstOnLine,
	lineEnd,
	lineStart,
	nextLine,
} from "../layout/lines.js";
import { appendToText } from "../layout/list-text.js";
import { literalEdit, literalText } from "../layout/literal.js";
import type { Editor, FileIntent, Source } from "../source.js";

/** Edits of Python: literals, items of lists, whole expressions, statements to be removed. */
export const editPython: Editor = async (source, intents) => {
	const grammar = await loadGrammar();
	const root = grammar.parse(source.text)?.root;
	if (!root) throw new CannotEdit(`${source.path} cannot be parsed`);
	return intents.flatMap((intent) => editsFor(source, root, intent));
};

function editsFor(
	source: Source,
	root: SyntaxNode,
	intent: FileIntent,
): readonly TextEdit[] {
	const { text, path } = source;
	switch (intent.do) {
		case "replace-text":
			return [literalEdit(text, intent.at.span, intent.text, "python")];
		case "rename-env-key":
			return [literalEdit(text, intent.at.span, intent.to, "python")];
		case "replace-expression":
			return [replaceExpression(source, root, intent)];
		case "remove": {
			const block = blockOf(root, intent.at);
			if (block) return [removeStatement(source, block, intent.at)];
			const { list, index } = memberAt(source, root, intent.at);
			return removeItem(list, index);
		}
		case "add-item":
			return intent.form === "array"
				? addElement(source, root, intent.list, intent.text)
				: addToText(source, intent.list, intent.text);
		case "begin-body":
			return [beginBody(source, root, intent)];
		default:
			throw new CannotEdit(`${path} is Python`);
	}
}

const LISTS = new Set(["list", "tuple", "set", "dictionary", "argument_list"]);

function nodesAt(root: SyntaxNode, [start, end]: Span): SyntaxNode[] {
	const path: SyntaxNode[] = [];
	for (let node: SyntaxNode | undefined = root; node; ) {
		path.push(node);
		node = node.children.find((c) => c.start <= start && end <= c.end);
	}
	return path;
}

/** The block that a place is a whole statement of. */
function blockOf(root: SyntaxNode, { span }: Place): SyntaxNode | undefined {
	return nodesAt(root, span).find(
		(node) =>
			/^(?:block|module)$/.test(node.type) &&
			node.children.some((c) => c.start === span[0] && c.end === span[1]),
	);
}

/** Deletes the statement's lines, a remark behind it too; a block must not become empty. */
function removeStatement(
	{ text, path }: Source,
	block: SyntaxNode,
	{ span: [start, end] }: Place,
): TextEdit {
	if (block.children.length === 1) return { start, end, text: "pass" };
	const rest = text.slice(end, lineEnd(text, end));
	if (!isFirstOnLine(text, start) || !/^\s*(?:#.*)?$/.test(rest))
		throw new CannotEdit(`${path} has more on the line of that statement`);
	return { start: lineStart(text, start), end: nextLine(text, end), text: "" };
}

/** A body on the line of its `def` has no place for further statements. */
function beginBody(
	{ text, path, eol }: Source,
	root: SyntaxNode,
	{ at, lines }: Extract<FileIntent, { readonly do: "begin-body" }>,
): TextEdit {
	const block = nodesAt(root, at.span).find(
		(node) => node.type === "block" && node.start === at.span[0],
	);
	const [first, second] = block?.children ?? [];
	const isDocstring =
		first?.type === "expression_statement" &&
		first.children[0]?.type === "string";
	const next = isDocstring ? second : first;
	if (!next || !isFirstOnLine(text, next.start))
		throw new CannotEdit(`${path} has another form than expected there`);
	const indent = indentOf(text, next.start);
	const unit = indentUnit(text, "    ");
	const written = lines.map(
		(line) => `${indent}${line.replaceAll("\t", unit)}${eol}`,
	);
	const start =
		isDocstring && first
			? nextLine(text, first.end)
			: withRemarks(text, lineStart(text, next.start));
	return { start, end: start, text: written.join("") };
}

/** The beginning of the comment lines right above a line. */
function withRemarks(text: string, line: number): number {
	const above = line === 0 ? 0 : lineStart(text, line - 1);
	return above < line && /^[ \t]*#/.test(text.slice(above, line))
		? withRemarks(text, above)
		: line;
}

function replaceExpression(
	{ text, path }: Source,
	root: SyntaxNode,
	intent: Extract<FileIntent, { readonly do: "replace-expression" }>,
): TextEdit {
	const [start, end] = intent.at.span;
	const around = nodesAt(root, intent.at.span);
	const isWhole = around.some((n) => n.start === start && n.end === end);
	const isInString = around.some((n) => n.type === "interpolation");
	if (!isWhole || isInString || intent.imports?.length)
		throw new CannotEdit(`${path} has another form than expected there`);
	const old = text.slice(start, end);
	return { start, end, text: intent.code.replaceAll("$&", () => old) };
}

function addElement(
	source: Source,
	root: SyntaxNode,
	{ span }: Place,
	item: string,
): readonly TextEdit[] {
	const node = nodesAt(root, span).at(-1);
	if (!node || !/^(list|tuple|set)$/.test(node.type))
		throw new CannotEdit(`${source.path} has no list there`);
	if (node.start !== span[0] || node.end !== span[1])
		throw new CannotEdit(`${source.path} has another form than expected there`);
	const texts = node.children
		.filter((child) => child.type === "string")
		.map((child) => source.text.slice(child.start, child.end));
	if (texts.some((t) => t.slice(1, -1) === item)) return [];
	const mark = texts.at(-1)?.startsWith("'") ? "'" : '"';
	return appendItem(listOf(source, node), mark + escaped(item, mark) + mark);
}

function escaped(text: string, mark: string): string {
	return text.replace(/\\/g, "\\\\").replaceAll(mark, `\\${mark}`);
}

function addToText(
	{ text }: Source,
	{ span }: Place,
	item: string,
): readonly TextEdit[] {
	const raw = literalText(text, span, "python");
	const next = appendToText(raw, "comma-text", item);
	return next === raw ? [] : [literalEdit(text, span, next, "python")];
}

function memberAt(
	source: Source,
	root: SyntaxNode,
	{ span }: Place,
): { readonly list: CommaList; readonly index: number } {
	const around = nodesAt(root, span);
	const holder = around.findLast(
		(node) =>
			LISTS.has(node.type) &&
			node.children.some((c) => c.start <= span[0] && span[1] <= c.end),
	);
	if (!holder) throw new CannotEdit(`${source.path} has no list there`);
	const list = listOf(source, holder);
	const index = list.items.findIndex(
		([start, end]) => start <= span[0] && span[1] <= end,
	);
	return { list, index };
}

function listOf({ text, eol }: Source, node: SyntaxNode): CommaList {
	return {
		text,
		eol,
		open: node.start + 1,
		close: node.end - 1,
		items: node.children.map(spanOf),
		comments: "hash",
		unit: indentUnit(text, "    "),
		spaced: false,
	};
}
