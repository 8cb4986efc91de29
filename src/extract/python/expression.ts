import type { Expr, ObjectEntry } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { assignName, readName } from "./bindings.js";
import { call } from "./call.js";
import { comprehension, mappingComprehension } from "./comprehension.js";
import { lambda } from "./function.js";
import { noteItemRead, noteMemberRead, noteTestedName } from "./key-reads.js";
import {
	arithmetic,
	comparison,
	conditional,
	logic,
	not,
	unary,
} from "./operators.js";
import {
	type Reading,
	recordPause,
	textOf,
	unknown,
	usedAs,
} from "./reading.js";
import { assigningScope } from "./scope.js";
import { stringLiteral } from "./strings.js";

/** Lowers one expression and records the calls, key reads and definitions in it. */
export function expression(
	reading: Reading,
	node: SyntaxNode | undefined,
): Expr {
	if (!node) return unknown([0, 0], "the source is incomplete here");
	const at = spanOf(node);
	const [first] = node.children;
	switch (node.type) {
		case "identifier":
			return noteTestedName(
				reading,
				readName(reading, textOf(reading, node), at),
			);
		case "string":
		case "concatenated_string":
			return stringLiteral(reading, node);
		case "integer":
		case "float":
			return number(reading, node);
		case "true":
		case "false":
			return { k: "scalar", at, value: node.type === "true" };
		case "none":
			return { k: "scalar", at, value: null };
		case "ellipsis":
			return { k: "global", at, name: "Ellipsis" };
		case "attribute":
			return attribute(reading, node);
		case "subscript":
			return subscript(reading, node);
		case "call":
			return call(reading, node);
		case "list":
		case "tuple":
		case "set":
		case "expression_list":
			return {
				k: "array",
				at,
				items: node.children.map((item) => element(reading, item)),
			};
		case "dictionary":
			return {
				k: "object",
				at,
				entries: node.children.flatMap((item) => entry(reading, item)),
			};
		case "parenthesized_expression":
			return expression(reading, first);
		case "await": {
			const awaited = expression(reading, first);
			if (first) recordPause(reading, at, spanOf(first));
			return awaited;
		}
		case "named_expression":
			return walrus(reading, node);
		case "conditional_expression":
			return conditional(reading, node);
		case "boolean_operator":
			return logic(reading, node);
		case "not_operator":
			return not(reading, node);
		case "comparison_operator":
			return comparison(reading, node);
		case "binary_operator":
			return arithmetic(reading, node);
		case "unary_operator":
			return unary(reading, node);
		case "lambda":
			return lambda(reading, node);
		case "list_comprehension":
		case "set_comprehension":
		case "generator_expression":
			return comprehension(reading, node);
		case "dictionary_comprehension":
			return mappingComprehension(reading, node);
		case "yield":
			assigningScope(reading.scope).yields = true;
			expressions(reading, node);
			recordPause(reading, at, first ? spanOf(first) : at);
			return unknown(at, "a value sent into a generator");
		default:
			expressions(reading, node);
			return unknown(at, `${node.type.replaceAll("_", " ")} is not followed`);
	}
}

/** Lowers every child for what is recorded in it. */
export function expressions(reading: Reading, node: SyntaxNode): void {
	for (const child of node.children) plain(reading, child);
}

/** An operand of something that does not pass its value through: a fallback around it is none for the operand. */
export function plain(reading: Reading, node: SyntaxNode | undefined): Expr {
	return reading.use === "fallback"
		? usedAs(reading, "value", () => expression(reading, node))
		: expression(reading, node);
}

/** An item of a list or argument list. */
export function element(reading: Reading, node: SyntaxNode): Expr {
	if (node.type !== "list_splat" && node.type !== "parenthesized_list_splat") {
		return plain(reading, node);
	}
	return {
		k: "spread",
		at: spanOf(node),
		of: plain(reading, node.children[0]),
	};
}

function entry(reading: Reading, node: SyntaxNode): readonly ObjectEntry[] {
	const at = spanOf(node);
	const [first, second] = node.children;
	if (node.type === "dictionary_splat") {
		return [{ spread: plain(reading, first), at }];
	}
	if (node.type !== "pair" || !first) {
		return [{ spread: expression(reading, node), at }];
	}
	const key = plain(reading, first);
	return [
		{
			key: key.k === "text" ? key.value : key,
			keyAt: spanOf(first),
			value: plain(reading, second),
			at,
		},
	];
}

function number(reading: Reading, node: SyntaxNode): Expr {
	const at = spanOf(node);
	const written = textOf(reading, node).replaceAll("_", "");
	const value = Number(written);
	return Number.isNaN(value)
		? unknown(at, `${written} is not a plain number`)
		: { k: "scalar", at, value };
}

function attribute(reading: Reading, node: SyntaxNode): Expr {
	const [object, name] = node.children;
	const of = plain(reading, object);
	if (!name) return unknown(spanOf(node), "the source is incomplete here");
	return noteMemberRead(reading, {
		k: "member",
		at: spanOf(node),
		of,
		name: textOf(reading, name),
		nameAt: spanOf(name),
	});
}

function subscript(reading: Reading, node: SyntaxNode): Expr {
	const at = spanOf(node);
	const [object, key, ...more] = node.children;
	const of = plain(reading, object);
	if (key?.type === "slice" && more.length === 0) {
		return slice(reading, node, of, key);
	}
	const keys = [key, ...more].map((part) => plain(reading, part));
	const [only] = keys;
	if (only && keys.length === 1) {
		return noteItemRead(reading, { k: "index", at, of, key: only });
	}
	return { k: "index", at, of, key: { k: "array", at, items: keys } };
}

/** `text[a:b]` with literal bounds, as the call of a method that strings and lists have in every language lowered here. */
function slice(
	reading: Reading,
	node: SyntaxNode,
	of: Expr,
	range: SyntaxNode,
): Expr {
	const at = spanOf(node);
	const bounds = range.children.map((bound) => plain(reading, bound));
	const written = textOf(reading, range);
	const literal = bounds.every(
		(bound) => bound.k === "scalar" && typeof bound.value === "number",
	);
	if (!literal || written.split(":").length !== 2) {
		return unknown(at, "a slice whose bounds are not plain numbers");
	}
	const zero: Expr = { k: "scalar", at: [range.start, range.start], value: 0 };
	const args = written.trimStart().startsWith(":") ? [zero, ...bounds] : bounds;
	const nameAt = spanOf(range);
	return {
		k: "call",
		at,
		callee: { k: "member", at, of, name: "slice", nameAt },
		args: args.length > 0 ? args : [zero],
		form: "call",
	};
}

function walrus(reading: Reading, node: SyntaxNode): Expr {
	const [target, source] = node.children;
	const value = expression(reading, source);
	if (target?.type !== "identifier") return value;
	const name = textOf(reading, target);
	assignName(reading, name, value, {
		at: spanOf(target),
		statement: spanOf(node),
	});
	return readName(reading, name, spanOf(target));
}
