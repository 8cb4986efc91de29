import type { Code } from "../../../facts/code.js";
import type { Expr } from "../../../value/expr.js";
import type { Sources } from "../../sources.js";

/**
 * Whether a config file puts the env files into `process.env` itself:
 * `dotenv`, `Object.assign(process.env, loadEnv(…))`, or
 * `process.env = { ...process.env, ...loadEnv(…) }`.
 */
export function mergesEnvFiles(sources: Sources, configFile: string): boolean {
	return sources.program
		.code(configFile)
		.some(
			(code) =>
				code.imports.some((i) =>
					/^dotenv(\/config|-expand|-flow)?$/.test(i.from),
				) ||
				code.calls.some(({ call }) => isLoadEnv(call) && !isKept(code, call)),
		);
}

function isLoadEnv(expr: Expr): boolean {
	return (
		expr.k === "call" &&
		"name" in expr.callee &&
		(expr.callee.name === "loadEnv" || expr.callee.name === "config") &&
		(expr.callee.name === "loadEnv" ||
			(expr.callee.k === "member" &&
				"name" in expr.callee.of &&
				expr.callee.of.name === "dotenv"))
	);
}

/** `const env = loadEnv(…)`: the result is read by name, or taken apart, and `process.env` stays as it was. */
function isKept(code: Code, call: Expr): boolean {
	const holds = (expr: Expr): boolean =>
		expr.at[0] === call.at[0] && expr.at[1] === call.at[1]
			? true
			: expr.k === "member"
				? holds(expr.of)
				: expr.k === "logic"
					? holds(expr.left)
					: false;
	return (
		code.defs.some((d) => holds(d.value)) ||
		code.keyReads.some((r) => holds(r.expr))
	);
}
