import type { Code } from "../../../facts/code.js";
import type { Evaluator } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import { projectPattern } from "../../../value/project-pattern.js";
import type { Scope } from "../../../value/value.js";
import type { Route } from "../../graph.js";
import { textsOf } from "../answers.js";
import {
	anyRoute,
	exactPath,
	prefixPath,
	socketRoute,
} from "../route-pattern.js";
import { conjuncts, subexpressions } from "../subexpressions.js";

/** The paths for which a call stands, as the tests around it say. */
export interface GuardedPaths {
	readonly routes: readonly Route[];
	/** A test of the path that could not be read. */
	readonly open?: string;
}

/**
 * Reads the tests of the request's path that hold at a call of
 * `handleUpgrade()`: `pathname === "/ws"`, `url.startsWith("/ws")`,
 * `["/a", "/b"].includes(pathname)`, a regular expression. Without any test
 * every path is accepted.
 */
export function guardedPaths(
	guard: Expr | undefined,
	code: Code,
	scope: Scope,
	evaluator: Evaluator,
	at: Route["at"],
): GuardedPaths {
	const tests = guard ? conjuncts(guard).flatMap((c) => [unnegated(c)]) : [];
	const aboutPath = tests.filter((t) =>
		[...subexpressions(t.expr)].some((e) => isPath(e, code)),
	);
	const routes: Route[] = [];
	let open: string | undefined;
	let positive = false;
	for (const { expr, negated } of aboutPath) {
		const found = pathTest(expr, negated, code, scope, evaluator, at);
		if (found === "other-branch") continue;
		positive = true;
		if (found === "unknown")
			open = "the path test before handleUpgrade() is not followed";
		else routes.push(...found);
	}
	if (!positive) return { routes: [anyRoute(at)] };
	return { routes, ...(open !== undefined && { open }) };
}

function unnegated(expr: Expr): {
	readonly expr: Expr;
	readonly negated: boolean;
} {
	if (expr.k !== "not") return { expr, negated: false };
	const inner = unnegated(expr.of);
	return { expr: inner.expr, negated: !inner.negated };
}

function pathTest(
	expr: Expr,
	negated: boolean,
	code: Code,
	scope: Scope,
	evaluator: Evaluator,
	at: Route["at"],
): readonly Route[] | "other-branch" | "unknown" {
	const recur = (e: Expr, n: boolean) =>
		pathTest(e, n, code, scope, evaluator, at);
	const routesOf = (
		literal: Expr,
		matcher: (text: string) => Route["matches"],
	): readonly Route[] | "unknown" => {
		const texts = textsOf(evaluator, { expr: literal, scope });
		return texts.open
			? "unknown"
			: texts.known.map((t) =>
					socketRoute(
						t.value,
						t.at.file === at.file ? t.at : at,
						matcher(t.value),
					),
				);
	};
	if (expr.k === "not") return recur(expr.of, !negated);
	if (expr.k === "logic" && (expr.op === "||" || expr.op === "&&")) {
		const either = negated ? "&&" : "||";
		const sides = [recur(expr.left, negated), recur(expr.right, negated)];
		const known = sides.filter((s) => typeof s !== "string");
		if (sides.includes("unknown"))
			return expr.op === either ? "unknown" : (known[0] ?? "unknown");
		return known.length > 0 ? known.flat() : "other-branch";
	}
	if (expr.k === "binary" && (expr.op === "==" || expr.op === "!=")) {
		const literal = isPath(expr.left, code)
			? expr.right
			: isPath(expr.right, code)
				? expr.left
				: undefined;
		if (!literal) return "other-branch";
		return (expr.op === "==") === !negated
			? routesOf(literal, exactPath)
			: "other-branch";
	}
	if (expr.k === "binary" && expr.op === "in" && isPath(expr.left, code))
		return negated ? "other-branch" : "unknown";
	if (expr.k === "call" && expr.callee.k === "member") {
		const { name, of } = expr.callee;
		const [first] = expr.args;
		if (!first) return isPath(expr, code) ? "other-branch" : "unknown";
		if (name === "startsWith" && isPath(of, code))
			return negated ? "other-branch" : routesOf(first, prefixPath);
		if (name === "includes" && isPath(first, code))
			return negated ? "other-branch" : listed(of, scope, evaluator, at);
		if (
			(name === "test" && isPath(first, code)) ||
			(name === "match" && isPath(of, code))
		)
			return negated
				? "other-branch"
				: pattern(name === "test" ? of : first, scope, evaluator, at);
		return negated ? "other-branch" : "unknown";
	}
	// A bare mention (`if (request.url)`) says nothing about which path.
	return isPath(expr, code) ? "other-branch" : "unknown";
}

function listed(
	list: Expr,
	scope: Scope,
	evaluator: Evaluator,
	at: Route["at"],
): readonly Route[] | "unknown" {
	const routes: Route[] = [];
	for (const { value } of evaluator.evaluate(list, scope)) {
		if (value.v !== "array" || !value.complete) return "unknown";
		for (const item of value.items) {
			const texts = textsOf(evaluator, item);
			if (texts.open) return "unknown";
			routes.push(
				...texts.known.map((t) => socketRoute(t.value, at, exactPath(t.value))),
			);
		}
	}
	return routes;
}

function pattern(
	regex: Expr,
	scope: Scope,
	evaluator: Evaluator,
	at: Route["at"],
): readonly Route[] | "unknown" {
	const value = evaluator.single({ expr: regex, scope });
	if (value?.v !== "regex") return "unknown";
	const compiled = projectPattern(
		value.source,
		value.flags.replace(/[gy]/g, ""),
	);
	if (!compiled) return "unknown";
	return [socketRoute(value.source, at, (path) => compiled.test(path))];
}

/** The request's path, however it got its name: `req.url`, `pathname`, `new URL(req.url, …).pathname`. */
function isPath(expr: Expr, code: Code, depth = 0): boolean {
	if (depth > 6) return false;
	const same = (inner: Expr) => isPath(inner, code, depth + 1);
	switch (expr.k) {
		case "member":
			return /^(?:pathname|url|path)$/.test(expr.name);
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value !== undefined && same(value);
		}
		case "param":
			return /^(?:pathname|path|url)$/.test(
				code.functions[expr.fn]?.params[expr.index]?.name ?? "",
			);
		case "index":
			return same(expr.of);
		case "logic":
			return same(expr.left);
		case "call":
			return (
				expr.callee.k === "member" &&
				/^(?:split|replace|toLowerCase|slice|trim|toString|shift)$/.test(
					expr.callee.name,
				) &&
				same(expr.callee.of)
			);
		default:
			return false;
	}
}
