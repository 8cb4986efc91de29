import type { Expr } from "../../value/expr.js";

/** The expression and everything written inside it, outermost first. */
export function* subexpressions(expr: Expr): Generator<Expr> {
	yield expr;
	for (const part of partsOf(expr)) yield* subexpressions(part);
}

function partsOf(expr: Expr): readonly Expr[] {
	switch (expr.k) {
		case "concat":
			return expr.parts;
		case "member":
		case "spread":
		case "not":
		case "typeof":
		case "element":
			return [expr.of];
		case "index":
			return [expr.of, expr.key];
		case "object":
			return expr.entries.flatMap((e) =>
				"spread" in e
					? [e.spread]
					: typeof e.key === "string"
						? [e.value]
						: [e.key, e.value],
			);
		case "array":
			return expr.items;
		case "call":
			return [expr.callee, ...expr.args, ...Object.values(expr.named ?? {})];
		case "choice":
			return [expr.test, expr.then, expr.otherwise];
		case "logic":
		case "binary":
			return [expr.left, expr.right];
		case "with":
			return [expr.of, expr.value];
		case "after":
			return [expr.of, ...expr.args];
		case "any":
			return expr.of;
		case "comprehension":
			return [expr.of, expr.result, ...(expr.test ? [expr.test] : [])];
		default:
			return [];
	}
}

/** Conditions joined by `||`. */
export function disjuncts(expr: Expr): readonly Expr[] {
	return expr.k === "logic" && expr.op === "||"
		? [...disjuncts(expr.left), ...disjuncts(expr.right)]
		: [expr];
}

/** Conditions joined by `&&`. */
export function conjuncts(expr: Expr): readonly Expr[] {
	return expr.k === "logic" && expr.op === "&&"
		? [...conjuncts(expr.left), ...conjuncts(expr.right)]
		: [expr];
}
