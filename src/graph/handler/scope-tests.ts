import type { Code } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";

/**
 * Truth of a test for a socket's scope, in which `scope["type"]` is
 * "websocket": undefined when it asks something else too.
 */
export function truthOnSocket(
	test: Expr,
	isScope: (expr: Expr) => boolean,
	code: Code,
	depth = 0,
): boolean | undefined {
	if (depth > 12) return undefined;
	const truth = (expr: Expr) => truthOnSocket(expr, isScope, code, depth + 1);
	switch (test.k) {
		case "not": {
			const inner = truth(test.of);
			return inner === undefined ? undefined : !inner;
		}
		case "logic": {
			const sides = [truth(test.left), truth(test.right)];
			if (test.op === "&&")
				return sides.includes(false)
					? false
					: sides.includes(undefined)
						? undefined
						: true;
			if (test.op === "||")
				return sides.includes(true)
					? true
					: sides.includes(undefined)
						? undefined
						: false;
			return undefined;
		}
		case "binary": {
			if (!isType(test.left, isScope, code)) return undefined;
			const { right } = test;
			if (test.op === "in")
				return right.k === "array" && right.items.every((i) => i.k === "text")
					? right.items.some((i) => i.k === "text" && i.value === "websocket")
					: undefined;
			if (right.k !== "text") return undefined;
			if (test.op === "==") return right.value === "websocket";
			return test.op === "!=" ? right.value !== "websocket" : undefined;
		}
		default:
			return undefined;
	}
}

/** `scope["type"]`, `scope.get("type")`, or a name for one of them. */
export function isType(
	expr: Expr,
	isScope: (expr: Expr) => boolean,
	code: Code,
	depth = 0,
): boolean {
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return (
			depth < 4 &&
			value !== undefined &&
			isType(value, isScope, code, depth + 1)
		);
	}
	return scopeKey(expr, isScope) === "type";
}

/** The key that is read from a scope. */
export function scopeKey(
	expr: Expr,
	isScope: (expr: Expr) => boolean,
): string | undefined {
	if (expr.k === "index" && expr.key.k === "text" && isScope(expr.of))
		return expr.key.value;
	if (
		expr.k === "call" &&
		expr.callee.k === "member" &&
		expr.callee.name === "get" &&
		isScope(expr.callee.of)
	) {
		const [key] = expr.args;
		return key?.k === "text" ? key.value : undefined;
	}
	return undefined;
}
