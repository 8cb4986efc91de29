import type { Code } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";
import { subexpressions } from "./subexpressions.js";

/** Calls that end or complete a handshake, and errors that end it. */
const DECIDING =
	/^(?:close|reject|destroy|abort|disconnect|terminate|deny|fail|accept|handleUpgrade|WebSocketException|HTTPException|WebSocketDisconnect|PermissionError)$/;

/** How `verifyClient` and `allowRequest` are told the answer. */
const ANSWERING = /^(?:cb|callback|done|next|verified)$/;

const DEEPEST = 6;

/**
 * Whether a test decides over a handshake: a call that ends or completes one
 * depends on it, a callback is given it, or its function answers true or false
 * by it. A test whose outcome is only logged refuses nobody.
 */
export function refusesBy(test: Expr, code: Code): boolean {
	const rests = (expr: Expr | undefined) =>
		expr !== undefined && restsOn(expr, test, code);
	return (
		code.calls.some(({ call, guard }) => {
			const name = lastName(call.callee, code);
			return (
				(DECIDING.test(name) && rests(guard)) ||
				(ANSWERING.test(name) && (rests(guard) || call.args.some(rests)))
			);
		}) || code.functions.some((f) => answersBy(f.returns, rests))
	);
}

/** Whether an expression holds the test, also through local names. */
function restsOn(expr: Expr, test: Expr, code: Code, depth = 0): boolean {
	if (depth > DEEPEST) return false;
	for (const part of subexpressions(expr)) {
		if (part === test || samePlace(part, test)) return true;
		const value = part.k === "ref" ? code.defs[part.def]?.value : undefined;
		if (value && restsOn(value, test, code, depth + 1)) return true;
	}
	return false;
}

/** The function's value is the outcome of the test, or a yes or no that it chooses. */
function answersBy(returns: Expr, rests: (expr: Expr) => boolean): boolean {
	if (returns.k !== "choice")
		return /^(?:not|logic|binary|call)$/.test(returns.k) && rests(returns);
	const { test, then, otherwise } = returns;
	if (rests(test) && [then, otherwise].some(isBoolean)) return true;
	return answersBy(then, rests) || answersBy(otherwise, rests);
}

function isBoolean(expr: Expr): boolean {
	return expr.k === "scalar" && typeof expr.value === "boolean";
}

function samePlace(a: Expr, b: Expr): boolean {
	return a.k === b.k && a.at[0] === b.at[0] && a.at[1] === b.at[1];
}

function lastName(callee: Expr, code: Code): string {
	switch (callee.k) {
		case "member":
		case "import":
		case "global":
		case "ref":
			return callee.name;
		case "param":
			return code.functions[callee.fn]?.params[callee.index]?.name ?? "";
		default:
			return "";
	}
}
