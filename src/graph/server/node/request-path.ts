import type { Code } from "../../../facts/code.js";
import type { Expr } from "../../../value/expr.js";

/** How far an expression is followed to the request's path. */
const DEEPEST = 8;

/** Properties that hold the path of a request. */
const PATH = /^(?:pathname|url|path)$/;

/** Methods that leave a path a path, as far as tests of it go. */
const KEEPING =
	/^(?:replace|toLowerCase|slice|substring|trim|toString|shift|pop|at|split|filter)$/;

/** The request's path, however it got its name: `req.url`, `pathname`, `new URL(req.url, …).pathname`. */
export function isPath(expr: Expr, code: Code, depth = 0): boolean {
	if (depth > DEEPEST) return false;
	const same = (inner: Expr) => isPath(inner, code, depth + 1);
	switch (expr.k) {
		case "member":
			return PATH.test(expr.name);
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value !== undefined && same(value);
		}
		case "param":
			return PATH.test(code.functions[expr.fn]?.params[expr.index]?.name ?? "");
		case "index":
			return same(expr.of);
		case "logic":
			return same(expr.left);
		case "call":
			return (
				expr.callee.k === "member" &&
				KEEPING.test(expr.callee.name) &&
				same(expr.callee.of)
			);
		default:
			return false;
	}
}

/**
 * Which segment of the request's path an expression is, counted from 1:
 * `pathname.split("/")[1]`, `pathname.slice(1).split("/")[0]`. `unknown` for a
 * part of the path that is not followed, undefined for what is no part but the
 * path itself.
 */
export function segmentOf(
	expr: Expr,
	code: Code,
	depth = 0,
): number | "unknown" | undefined {
	if (depth > DEEPEST) return "unknown";
	switch (expr.k) {
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value && segmentOf(value, code, depth + 1);
		}
		case "logic":
			return segmentOf(expr.left, code, depth + 1);
		case "index": {
			const key = expr.key.k === "scalar" ? expr.key.value : undefined;
			const list = separated(expr.of, code);
			if (list === "query") return key === 0 ? undefined : "unknown";
			return typeof key === "number" && typeof list === "number"
				? key + list
				: "unknown";
		}
		case "call": {
			if (expr.callee.k !== "member") return undefined;
			const { name, of } = expr.callee;
			if (/^(?:shift|pop|at)$/.test(name))
				return separated(of, code) === "query" ? undefined : "unknown";
			return name === "split" ? "unknown" : segmentOf(of, code, depth + 1);
		}
		default:
			return undefined;
	}
}

/**
 * Which segment stands first in a list of them; `query` for what `split("?")`
 * gives, undefined where that is not followed.
 */
function separated(
	expr: Expr,
	code: Code,
	depth = 0,
): number | "query" | undefined {
	if (depth > DEEPEST) return undefined;
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return value && separated(value, code, depth + 1);
	}
	if (expr.k !== "call" || expr.callee.k !== "member") return undefined;
	const { name, of } = expr.callee;
	const [given] = expr.args;
	if (name === "split") {
		if (given?.k !== "text") return undefined;
		if (given.value === "?" || given.value === "#") return "query";
		if (given.value !== "/") return undefined;
		return isWithoutFirstSlash(of, code)
			? 1
			: isWhole(of, code)
				? 0
				: undefined;
	}
	const list = separated(of, code, depth + 1);
	if (typeof list !== "number") return list;
	if (name === "filter") return list === 0 ? 1 : list;
	if (name === "slice" && given?.k === "scalar" && expr.args.length === 1)
		return typeof given.value === "number" && given.value >= 0
			? list + given.value
			: undefined;
	return undefined;
}

/** The request's path from its first slash on: nothing but its query may be cut off. */
export function isWhole(expr: Expr, code: Code, depth = 0): boolean {
	if (depth > DEEPEST) return false;
	switch (expr.k) {
		case "member":
			return PATH.test(expr.name);
		case "param":
			return isPath(expr, code);
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value !== undefined && isWhole(value, code, depth + 1);
		}
		case "logic":
			return isWhole(expr.left, code, depth + 1);
		case "index":
			return (
				expr.key.k === "scalar" &&
				expr.key.value === 0 &&
				isQueryCut(expr.of, code, depth)
			);
		case "call":
			return (
				expr.callee.k === "member" &&
				(expr.callee.name === "shift"
					? isQueryCut(expr.callee.of, code, depth)
					: /^(?:trim|toString)$/.test(expr.callee.name) &&
						isWhole(expr.callee.of, code, depth + 1))
			);
		default:
			return false;
	}
}

/** `url.split("?")` of a whole path. */
function isQueryCut(expr: Expr, code: Code, depth: number): boolean {
	if (depth > DEEPEST) return false;
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return value !== undefined && isQueryCut(value, code, depth + 1);
	}
	return (
		separated(expr, code) === "query" &&
		expr.k === "call" &&
		expr.callee.k === "member" &&
		isWhole(expr.callee.of, code, depth + 1)
	);
}

/** `pathname.slice(1)`, `pathname.replace(/^\//, "")`. */
function isWithoutFirstSlash(expr: Expr, code: Code): boolean {
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return value !== undefined && isWithoutFirstSlash(value, code);
	}
	if (expr.k !== "call" || expr.callee.k !== "member") return false;
	const { name, of } = expr.callee;
	const [first, ...others] = expr.args;
	if (!isWhole(of, code)) return false;
	if (name === "slice" || name === "substring")
		return first?.k === "scalar" && first.value === 1 && others.length === 0;
	return (
		name === "replace" &&
		((first?.k === "regex" && /^\^\\?\/\+?$/.test(first.source)) ||
			(first?.k === "text" && first.value === "/"))
	);
}
