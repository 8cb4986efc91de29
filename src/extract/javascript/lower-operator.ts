import type {
	BinaryExpression,
	ConditionalExpression,
	Expression,
	LogicalExpression,
	PrivateInExpression,
	UnaryExpression,
} from "oxc-parser";
import type { BinaryOp, Expr } from "../../value/expr.js";
import type { Env } from "./env.js";
import { type Frame, restore, snapshot, where } from "./frame.js";
import type { Guard } from "./guard.js";
import { keyReadMark, markUse, noteOtherwise } from "./key-reads.js";
import { assignTo } from "./lower-assignment.js";
import { lowerExpression } from "./lower-expression.js";
import { bare, spanOf } from "./syntax.js";
import { MAX_DEPTH, unknown } from "./unit.js";
import { join, joinAny } from "./versions.js";

const OPERATORS: Readonly<Record<string, BinaryOp>> = {
	"+": "+",
	"-": "-",
	"*": "*",
	"/": "/",
	"%": "%",
	"==": "==",
	"===": "==",
	"!=": "!=",
	"!==": "!=",
	"<": "<",
	">": ">",
	"<=": "<=",
	">=": ">=",
	in: "in",
};

const COMPARISONS = new Set<BinaryOp>(["==", "!=", "<", ">", "<=", ">=", "in"]);

/** A condition: what it reads is only tested. */
export function lowerTest(frame: Frame, node: Expression): Guard {
	const mark = keyReadMark(frame.unit);
	const test = lowerExpression(frame, node);
	return { test, keys: markUse(frame.unit, mark, "test"), size: 1 };
}

export function lowerConditional(
	frame: Frame,
	node: ConditionalExpression,
): Expr {
	const at = spanOf(node);
	const guard = lowerTest(frame, node.test);
	const before = snapshot(frame);
	const then = where(frame, guard, true, () =>
		lowerExpression(frame, node.consequent),
	);
	const afterThen = snapshot(frame);
	restore(frame, before);
	const otherwise = where(frame, guard, false, () =>
		lowerExpression(frame, node.alternate),
	);
	joinChoice(frame, guard.test, afterThen, snapshot(frame), at);
	return { k: "choice", at, test: guard.test, then, otherwise };
}

/** Joins the versions of two branches by the test that chose between them. */
export function joinChoice(
	frame: Frame,
	test: Expr,
	afterThen: Env,
	afterOtherwise: Env,
	at: Expr["at"],
): void {
	join(frame, afterThen, afterOtherwise, at, (then, otherwise) => ({
		k: "choice",
		at,
		test,
		then,
		otherwise,
	}));
}

export function lowerLogical(frame: Frame, node: LogicalExpression): Expr {
	const at = spanOf(node);
	const op = node.operator;
	const mark = keyReadMark(frame.unit);
	const left = lowerExpression(frame, node.left);
	const keys = markUse(frame.unit, mark, op === "&&" ? "test" : "fallback");
	const before = snapshot(frame);
	const lowerRight = () => lowerExpression(frame, node.right);
	const right =
		op === "??"
			? lowerRight()
			: where(frame, { test: left, keys, size: 1 }, op === "&&", lowerRight);
	if (op !== "&&") noteOtherwise(frame.unit, mark, left, right);
	const after = snapshot(frame);
	if (op === "&&") joinChoice(frame, left, after, before, at);
	else if (op === "||") joinChoice(frame, left, before, after, at);
	else joinAny(frame, [after, before], at);
	return { k: "logic", at, op, left, right };
}

/** `a + b + c` is nested to the left as deep as it is long, so it is walked, not descended. */
export function lowerBinary(
	frame: Frame,
	node: BinaryExpression | PrivateInExpression,
): Expr {
	const spine: BinaryExpression[] = [];
	let first: Expression = node;
	while (first.type === "BinaryExpression" && isBetweenValues(first)) {
		spine.push(first);
		first = first.left;
	}
	const mark = keyReadMark(frame.unit);
	let value =
		first.type === "BinaryExpression"
			? unknown(spanOf(first), "asks for a private field")
			: lowerExpression(frame, first);
	for (const step of spine.reverse()) {
		const right = lowerExpression(frame, step.right);
		value = binary(frame, step, mark, value, right);
	}
	return spine.length > MAX_DEPTH
		? unknown(spanOf(node), "nested too deeply")
		: value;
}

/** Not `#field in object`. */
function isBetweenValues(
	node: BinaryExpression | PrivateInExpression,
): node is BinaryExpression {
	return node.left.type !== "PrivateIdentifier";
}

function binary(
	frame: Frame,
	node: BinaryExpression,
	mark: number,
	left: Expr,
	right: Expr,
): Expr {
	const at = spanOf(node);
	const op = OPERATORS[node.operator];
	if (!op) return unknown(at, `\`${node.operator}\` is not computed`);
	if (COMPARISONS.has(op)) markUse(frame.unit, mark, "test");
	return { k: "binary", at, op, left, right };
}

/** The value of `left op right` in a compound assignment. */
export function compound(
	operator: string,
	left: Expr,
	right: Expr,
	at: Expr["at"],
): Expr {
	const sign = operator.slice(0, -1);
	if (sign === "||" || sign === "&&" || sign === "??")
		return { k: "logic", at, op: sign, left, right };
	const op = OPERATORS[sign];
	return op
		? { k: "binary", at, op, left, right }
		: unknown(at, `\`${operator}\` is not computed`);
}

export function lowerUnary(frame: Frame, node: UnaryExpression): Expr {
	const at = spanOf(node);
	if (node.operator === "!") {
		const { test } = lowerTest(frame, node.argument);
		return { k: "not", at, of: test };
	}
	if (node.operator === "typeof") {
		const { test } = lowerTest(frame, node.argument);
		return { k: "typeof", at, of: test };
	}
	if (node.operator === "delete") {
		assignTo(frame, bare(node.argument), { k: "undefined", at }, node);
		return { k: "scalar", at, value: true };
	}
	const of = lowerExpression(frame, node.argument);
	switch (node.operator) {
		case "void":
			return { k: "undefined", at };
		case "-":
			return of.k === "scalar" && typeof of.value === "number"
				? { k: "scalar", at, value: -of.value }
				: {
						k: "binary",
						at,
						op: "-",
						left: { k: "scalar", at, value: 0 },
						right: of,
					};
		case "+":
			return {
				k: "call",
				at,
				callee: { k: "global", at, name: "Number" },
				args: [of],
				form: "call",
			};
		default:
			return unknown(at, `\`${node.operator}\` is not computed`);
	}
}
