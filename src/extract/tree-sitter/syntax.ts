import type { Span } from "../../facts/place.js";

/**
 * One named node of the syntax tree, copied out of the parser's memory.
 * Anonymous tokens and comments are left out; `start` and `end` are UTF-16 offsets.
 */
export interface SyntaxNode {
	/** The grammar's name of the rule (`call`, `function_definition`), or `ERROR`. */
	readonly type: string;
	readonly start: number;
	readonly end: number;
	readonly children: readonly SyntaxNode[];
}

/** What the parser made of one file. */
export interface SyntaxTree {
	readonly root: SyntaxNode;
	readonly comments: readonly Span[];
	/** The first place that the grammar could not explain, in source order. */
	readonly error?: Span;
}

/** The range of a node. */
export function spanOf(node: SyntaxNode): Span {
	return [node.start, node.end];
}

/** The first child of a type. */
export function childOfType(
	node: SyntaxNode,
	type: string,
): SyntaxNode | undefined {
	return node.children.find((child) => child.type === type);
}
