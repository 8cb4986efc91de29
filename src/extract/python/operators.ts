import type { BinaryOp, Expr } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { expression, expressions, plain } from "./expression.js";
import { percentFormat } from "./format.js";
import { noteOtherwise } from "./key-reads.js";
import { type Reading, under, unknown, usedAs } from "./reading.js";
import { alsoHolds, choice, negation } from "./tests.js";

/** `then if test else otherwise`. */
export function conditional(reading: Reading, node: SyntaxNode): Expr {
	const [first, condition, last] = node.children;
	const { scope } = reading;
	const test = usedAs(reading, "test", () => expression(reading, condition));
	const then = under(reading, alsoHolds(scope.tests, test), () =>
		expression(reading, first),
	);
	const opposite = alsoHolds(scope.tests, negation(test));
	const otherwise = under(reading, opposite, () => expression(reading, last));
	return choice(spanOf(node), test, then, otherwise);
}

/** `left and right`, `left or right`. The right side is reached only by the left one's truth. */
export function logic(reading: Reading, node: SyntaxNode): Expr {
	const [first, second] = node.children;
	const or = operatorBetween(reading, first, second) === "or";
	const use = reading.use === "value" && or ? "fallback" : reading.use;
	const left = usedAs(reading, use, () => expression(reading, first));
	const holds = alsoHolds(reading.scope.tests, or ? negation(left) : left);
	const right = under(reading, holds, () => expression(reading, second));
	if (or) noteOtherwise(reading, left, right);
	return { k: "logic", at: spanOf(node), op: or ? "||" : "&&", left, right };
}

/** `not of`. */
export function not(reading: Reading, node: SyntaxNode): Expr {
	return usedAs(reading, "test", () => ({
		k: "not",
		at: spanOf(node),
		of: expression(reading, node.children[0]),
	}));
}

const COMPARISONS: Readonly<Record<string, BinaryOp>> = {
	"==": "==",
	is: "==",
	"!=": "!=",
	"is not": "!=",
	"<>": "!=",
	"<": "<",
	">": ">",
	"<=": "<=",
	">=": ">=",
	in: "in",
	"not in": "in",
};

/** `a == b`, `a not in b`; chains such as `a < b < c` are not followed. */
export function comparison(reading: Reading, node: SyntaxNode): Expr {
	const at = spanOf(node);
	const [first, second, ...more] = node.children;
	return usedAs(reading, "test", () => {
		const written = operatorBetween(reading, first, second);
		const op = COMPARISONS[written];
		if (!op || more.length > 0) {
			expressions(reading, node);
			return unknown(at, "a chained comparison");
		}
		const left = expression(reading, first);
		const right = expression(reading, second);
		const compared: Expr = { k: "binary", at, op, left, right };
		return written === "not in" ? { k: "not", at, of: compared } : compared;
	});
}

/** `+ - * / %`, where `%` after a literal template formats it. */
export function arithmetic(reading: Reading, node: SyntaxNode): Expr {
	const [first, second] = node.children;
	const left = plain(reading, first);
	const right = plain(reading, second);
	const op = operatorBetween(reading, first, second);
	return applied(node, op, left, right);
}

/** The result of a binary operator; the augmented assignments share it. */
export function applied(
	node: SyntaxNode,
	op: string,
	left: Expr,
	right: Expr,
): Expr {
	const at = spanOf(node);
	if (op === "%" && left.k === "text") {
		return (
			percentFormat(at, left, right) ??
			unknown(at, "a % format that is not plain")
		);
	}
	return isArithmetic(op)
		? { k: "binary", at, op, left, right }
		: unknown(at, `the operator ${op} is not followed`);
}

function isArithmetic(op: string): op is "+" | "-" | "*" | "/" | "%" {
	return op.length === 1 && "+-*/%".includes(op);
}

/** `-1`, `+1`; other unary operators are not followed. */
export function unary(reading: Reading, node: SyntaxNode): Expr {
	const at = spanOf(node);
	const of = plain(reading, node.children[0]);
	const sign = reading.text[node.start];
	if (of.k === "scalar" && typeof of.value === "number" && sign !== "~") {
		return { k: "scalar", at, value: sign === "-" ? -of.value : of.value };
	}
	return unknown(at, `the operator ${sign} is not followed`);
}

/** The operator as written between two operands, without comments and with single spaces. */
export function operatorBetween(
	reading: Reading,
	left: SyntaxNode | undefined,
	right: SyntaxNode | undefined,
): string {
	if (!left || !right) return "";
	return reading.text
		.slice(left.end, right.start)
		.replace(/#.*|\\|\s+/g, " ")
		.replace(/ +/g, " ")
		.trim();
}
