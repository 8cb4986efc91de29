import type {
	ArrowFunctionExpression,
	Class,
	Expression,
	Function as FunctionNode,
	IdentifierReference,
	Node,
	Program,
	PropertyKey,
	StringLiteral,
} from "oxc-parser";
import type { Span } from "../../facts/place.js";

/** Any node with a body that is run by a call. */
export type FunctionLike = FunctionNode | ArrowFunctionExpression;

/** UTF-16 range of a node. */
export function spanOf(node: { start: number; end: number }): Span {
	return [node.start, node.end];
}

/** Strips what has no meaning at run time: parentheses, type assertions, `!`, optional chains, `await`. */
export function bare(node: Expression): Expression {
	for (let inner = node; ; ) {
		switch (inner.type) {
			case "ParenthesizedExpression":
			case "TSAsExpression":
			case "TSSatisfiesExpression":
			case "TSTypeAssertion":
			case "TSNonNullExpression":
			case "TSInstantiationExpression":
			case "ChainExpression":
				inner = inner.expression;
				break;
			case "AwaitExpression":
				inner = inner.argument;
				break;
			default:
				return inner;
		}
	}
}

export function isFunction(node: Node): node is FunctionLike {
	return (
		node.type === "ArrowFunctionExpression" ||
		node.type === "FunctionExpression" ||
		node.type === "FunctionDeclaration"
	);
}

export function isClass(node: Node): node is Class {
	return node.type === "ClassExpression" || node.type === "ClassDeclaration";
}

export function isIdentifier(node: Node): node is IdentifierReference {
	return node.type === "Identifier";
}

export function isString(
	node: Node | null | undefined,
): node is StringLiteral & { value: string } {
	return node?.type === "Literal" && typeof node.value === "string";
}

/** The key a property or member has without being computed at run time; `#x` for a private one. */
export function staticKey(
	key: PropertyKey | Node,
	computed: boolean,
): string | undefined {
	if (key.type === "PrivateIdentifier") return `#${key.name}`;
	if (key.type === "Identifier") return computed ? undefined : key.name;
	if (key.type === "Literal")
		return typeof key.value === "string" || typeof key.value === "number"
			? String(key.value)
			: undefined;
	if (key.type === "TemplateLiteral" && key.expressions.length === 0)
		return key.quasis[0]?.value.cooked ?? undefined;
	return undefined;
}

/** Where a key's name stands, inside its quotes if it has any. */
export function keySpan(key: Node): Span {
	return isString(key) ? [key.start + 1, key.end - 1] : spanOf(key);
}

/** Text of `#!…` and of directive prologues such as `"use client"`. */
export function pragmasOf(program: Program): string[] {
	const pragmas = program.hashbang ? [`#!${program.hashbang.value}`] : [];
	for (const statement of program.body) {
		if (statement.type !== "ExpressionStatement" || !statement.directive) break;
		pragmas.push(statement.directive);
	}
	return pragmas;
}
