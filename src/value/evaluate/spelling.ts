import type { Code } from "../../facts/code.js";
import type { Expr } from "../expr.js";

/** Short for an expression in a trail: names as written, env reads as their key, the rest as `…`. */
export function spelled(expr: Expr, code: Code | undefined): string {
	switch (expr.k) {
		case "text":
			return JSON.stringify(expr.value);
		case "scalar":
			return String(expr.value);
		case "undefined":
			return "undefined";
		case "ref":
		case "import":
		case "global":
			return expr.name;
		case "param":
			return code?.functions[expr.fn]?.params[expr.index]?.name || "…";
		case "this":
			return code?.language === "python" ? "self" : "this";
		case "member":
			return /^[A-Z][A-Z0-9_]+$/.test(expr.name)
				? expr.name
				: `${spelled(expr.of, code)}.${expr.name}`;
		case "call":
			return `${spelled(expr.callee, code)}()`;
		case "logic":
			return expr.op === "default"
				? spelled(expr.left, code)
				: `${spelled(expr.left, code)} ${expr.op} ${spelled(expr.right, code)}`;
		default:
			return "…";
	}
}
