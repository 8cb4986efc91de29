import type { Node } from "oxc-parser";
import type { Expr } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { keyReadMark, markUse, recordKeyRead } from "./key-reads.js";
import { lowerExpression } from "./lower-expression.js";
import { keySpan, spanOf, staticKey } from "./syntax.js";

/**
 * Takes `value` apart as `pattern` says and hands each piece to `bind` with
 * the identifier or member that receives it. The rest of an object stands for
 * the whole object: which keys are missing from it decides nothing.
 */
export function destructure(
	frame: Frame,
	pattern: Node,
	value: Expr,
	bind: (target: Node, value: Expr) => void,
): void {
	switch (pattern.type) {
		case "ObjectPattern":
			for (const property of pattern.properties) {
				if (property.type === "RestElement") {
					destructure(frame, property.argument, value, bind);
					continue;
				}
				const mark = keyReadMark(frame.unit);
				const part = partOf(frame, value, property.key, property.computed);
				if (property.value.type === "AssignmentPattern")
					markUse(frame.unit, mark, "fallback");
				destructure(frame, property.value, part, bind);
			}
			return;
		case "ArrayPattern":
			for (const [i, element] of pattern.elements.entries()) {
				if (!element) continue;
				if (element.type === "RestElement") {
					destructure(frame, element.argument, restOf(value, i), bind);
					continue;
				}
				const at = spanOf(element);
				const key: Expr = { k: "scalar", at, value: i };
				destructure(frame, element, { k: "index", at, of: value, key }, bind);
			}
			return;
		case "AssignmentPattern":
			destructure(
				frame,
				pattern.left,
				withDefault(frame, value, pattern),
				bind,
			);
			return;
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "TSTypeAssertion":
			destructure(frame, pattern.expression, value, bind);
			return;
		default:
			bind(pattern, value);
	}
}

/** `value`, or the pattern's default when it is `undefined`. */
export function withDefault(
	frame: Frame,
	value: Expr,
	pattern: Extract<Node, { type: "AssignmentPattern" }>,
): Expr {
	const name = pattern.left.type === "Identifier" ? pattern.left.name : "";
	return {
		k: "logic",
		at: spanOf(pattern),
		op: "default",
		left: value,
		right: lowerExpression(frame, pattern.right, name),
	};
}

function partOf(frame: Frame, of: Expr, key: Node, computed: boolean): Expr {
	const at = keySpan(key);
	const name = staticKey(key, computed);
	if (name === undefined) {
		const computedKey = lowerComputedKey(frame, key);
		return { k: "index", at, of, key: computedKey };
	}
	const part: Expr = { k: "member", at, of, name, nameAt: at };
	recordKeyRead(frame, part, of, name, at);
	return part;
}

function lowerComputedKey(frame: Frame, key: Node): Expr {
	return isExpression(key)
		? lowerExpression(frame, key)
		: { k: "unknown", at: spanOf(key), reason: "a computed key" };
}

type ExpressionNode = Parameters<typeof lowerExpression>[1];

/** Keys of patterns are identifiers, private names or expressions. */
function isExpression(key: Node): key is ExpressionNode {
	return key.type !== "PrivateIdentifier";
}

/** `[, ...rest]`: the list without its first `from` items. */
function restOf(value: Expr, from: number): Expr {
	if (from === 0) return value;
	const { at } = value;
	return {
		k: "call",
		at,
		callee: { k: "member", at, of: value, name: "slice", nameAt: at },
		args: [{ k: "scalar", at, value: from }],
		form: "call",
	};
}
