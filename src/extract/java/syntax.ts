import type { Literal } from "../../facts/server-source.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";

/** One Java file while it is read. */
export interface JavaFile {
	readonly text: string;
	readonly root: SyntaxNode;
	/** Fields of this file that are one text literal. */
	readonly constants: ReadonlyMap<string, Literal>;
}

/** Indexes a file's text constants. */
export function openFile(text: string, root: SyntaxNode): JavaFile {
	const constants = new Map<string, Literal>();
	for (const node of nodesIn(root)) {
		if (node.type !== "variable_declarator") continue;
		const [name, value] = node.children;
		const literal = literalAt(text, value);
		if (name && literal)
			constants.set(text.slice(name.start, name.end), literal);
	}
	return { text, root, constants };
}

/** The node as written. */
export function textOf(
	file: { readonly text: string },
	node: SyntaxNode,
): string {
	return file.text.slice(node.start, node.end);
}

/** The node and all below it, in source order. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
	const left = [node];
	for (let next = left.pop(); next; next = left.pop()) {
		yield next;
		left.push(...next.children.toReversed());
	}
}

/** A text literal, or a constant of this file that is one. */
export function literalOf(
	file: JavaFile,
	node: SyntaxNode | undefined,
): Literal | undefined {
	if (node?.type === "identifier")
		return file.constants.get(textOf(file, node));
	return literalAt(file.text, node);
}

function literalAt(
	text: string,
	node: SyntaxNode | undefined,
): Literal | undefined {
	if (node?.type !== "string_literal") return undefined;
	const value = text.slice(node.start + 1, node.end - 1);
	return value.includes("\\") || value.startsWith('"')
		? undefined
		: { value, at: spanOf(node) };
}

/** A call, taken apart. */
export interface JavaCall {
	readonly node: SyntaxNode;
	readonly name: string;
	/** What it is called on. */
	readonly of: SyntaxNode | undefined;
	readonly args: readonly SyntaxNode[];
}

/** Takes a call apart; undefined for other nodes. */
export function callOf(file: JavaFile, node: SyntaxNode): JavaCall | undefined {
	if (node.type !== "method_invocation") return undefined;
	const list = childOfType(node, "argument_list");
	const before = node.children.filter(
		(c) => c !== list && c.type !== "type_arguments",
	);
	const name = before.at(-1);
	if (!name) return undefined;
	return {
		node,
		name: textOf(file, name),
		of: before.length > 1 ? before[0] : undefined,
		args: list?.children ?? [],
	};
}

/** Values of an annotation: `@X("a")`, `@X(value = "a")`, `@X({"a", "b"})`. */
export function annotationValues(
	node: SyntaxNode,
	name: string,
	file: JavaFile,
): readonly SyntaxNode[] {
	const list = childOfType(node, "annotation_argument_list");
	return (list?.children ?? []).flatMap((argument) => {
		if (argument.type !== "element_value_pair") return elements(argument);
		const [key, value] = argument.children;
		return key && value && textOf(file, key) === name ? elements(value) : [];
	});
}

/** The items of `{"a", "b"}` or `new String[] {…}`; anything else is one value. */
export function elements(node: SyntaxNode): readonly SyntaxNode[] {
	if (node.type === "array_creation_expression") {
		const list = childOfType(node, "array_initializer");
		return list ? list.children : [node];
	}
	return /^(?:element_value_array_initializer|array_initializer)$/.test(
		node.type,
	)
		? node.children
		: [node];
}
