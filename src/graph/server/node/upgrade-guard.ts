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
	withoutQuery,
} from "../route-pattern.js";
import { conjuncts, subexpressions } from "../subexpressions.js";
import { isPath, isWhole, segmentOf } from "./request-path.js";

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
	const tests = guard ? conjuncts(guard).map((c) => unnegated(c, code)) : [];
	const aboutPath = tests.filter((t) =>
		[...subexpressions(t.expr)].some((e) => isPath(e, code)),
	);
	const routes: Route[] = [];
	let open: string | undefined;
	let positive = false;
	const segments = new Map<number, string>();
	for (const { expr, negated } of aboutPath) {
		const segment = segmentTest(expr, negated, code, scope, evaluator);
		if (typeof segment === "object") {
			positive = true;
			segments.set(segment.index, segment.text);
			continue;
		}
		const found = pathTest(expr, negated, code, scope, evaluator, at);
		if (found === "other-branch") continue;
		positive = true;
		if (found === "unknown")
			open = "the path test before handleUpgrade() is not followed";
		else routes.push(...found);
	}
	if (!positive) return { routes: [anyRoute(at)] };
	if (segments.size > 0) routes.push(routeOfSegments(segments, at));
	return { routes, ...(open !== undefined && { open }) };
}

/** A test without the `!` around it; one that has a name (`const match = path.match(…)`) is what the name stands for. */
function unnegated(
	expr: Expr,
	code: Code,
	depth = 0,
): {
	readonly expr: Expr;
	readonly negated: boolean;
} {
	if (expr.k === "ref" && depth < 8) {
		const value = code.defs[expr.def]?.value;
		if (value && !isPath(expr, code)) return unnegated(value, code, depth + 1);
	}
	if (expr.k !== "not") return { expr, negated: false };
	const inner = unnegated(expr.of, code, depth);
	return { expr: inner.expr, negated: !inner.negated };
}

/** `parts[1] === "ws"`: which segment must be what. Undefined for every other test. */
function segmentTest(
	expr: Expr,
	negated: boolean,
	code: Code,
	scope: Scope,
	evaluator: Evaluator,
): { readonly index: number; readonly text: string } | undefined {
	if (expr.k !== "binary" || expr.op !== (negated ? "!=" : "=="))
		return undefined;
	for (const [side, literal] of [
		[expr.left, expr.right],
		[expr.right, expr.left],
	] as const) {
		const index = isPath(side, code) ? segmentOf(side, code) : undefined;
		if (typeof index !== "number") continue;
		const { known, open } = textsOf(evaluator, { expr: literal, scope });
		const [only, ...others] = known;
		if (only && others.length === 0 && open === undefined)
			return { index, text: only.value };
	}
	return undefined;
}

/** `/room/*` of "the first segment is room"; what follows the last one that is tested is free. */
function routeOfSegments(
	segments: ReadonlyMap<number, string>,
	at: Route["at"],
): Route {
	const last = Math.max(...segments.keys());
	const shown = Array.from(
		{ length: last },
		(_, i) => segments.get(i + 1) ?? "*",
	);
	return {
		...socketRoute(`/${shown.join("/")}/*`, at, (path) => {
			const asked = withoutQuery(path).split("/");
			return [...segments].every(([index, text]) => asked[index] === text);
		}),
		wide: true,
	};
}

/** Routes that match more than the text they show. */
function widened(
	routes: readonly Route[] | "unknown",
): readonly Route[] | "unknown" {
	return routes === "unknown"
		? routes
		: routes.map((route) => ({ ...route, wide: true }));
}

/** Methods that compare a part of the path, by what then matches. */
const PARTS: Readonly<
	Record<string, ((text: string) => Route["matches"]) | undefined>
> = {
	startsWith: prefixPath,
	endsWith: (text) => (path) => withoutQuery(path).endsWith(text),
	includes: (text) => (path) => withoutQuery(path).includes(text),
};

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
		if ((expr.op === "==") === negated) return "other-branch";
		const side = literal === expr.right ? expr.left : expr.right;
		// What is written in the code is a setting of that name, and no request's.
		const said = textsOf(evaluator, { expr: side, scope });
		if (said.known.length > 0 && said.open === undefined) return "other-branch";
		return isWhole(side, code) ? routesOf(literal, exactPath) : "unknown";
	}
	if (expr.k === "binary" && expr.op === "in" && isPath(expr.left, code))
		return negated ? "other-branch" : "unknown";
	if (expr.k === "call" && expr.callee.k === "member") {
		const { name, of } = expr.callee;
		const [first] = expr.args;
		if (!first) return isPath(expr, code) ? "other-branch" : "unknown";
		const part = PARTS[name];
		if (part && isPath(of, code))
			return negated
				? "other-branch"
				: isWhole(of, code)
					? widened(routesOf(first, part))
					: "unknown";
		if (name === "includes" && isPath(first, code))
			return negated
				? "other-branch"
				: isWhole(first, code)
					? listed(of, scope, evaluator, at)
					: "unknown";
		if (
			(/^(?:test|exec)$/.test(name) && isPath(first, code)) ||
			(name === "match" && isPath(of, code))
		)
			return negated
				? "other-branch"
				: isWhole(name === "match" ? of : first, code)
					? pattern(name === "match" ? first : of, scope, evaluator, at)
					: "unknown";
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
	return [
		{
			...socketRoute(value.source, at, (path) => compiled.test(path)),
			wide: true,
		},
	];
}
