import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";

/** One of the tests that hold where a statement stands; the others are `outer`. */
export interface Test {
	readonly expr: Expr;
	/** Holds because an earlier branch left the function or loop, not because of a branch around the statement. */
	readonly early: boolean;
	/** Otherwise the module does not load: true wherever its code runs, so no guard. */
	readonly fatal: boolean;
	readonly outer: Test | undefined;
	readonly depth: number;
	/** The conjunction of this test and the outer ones, made once. */
	guard?: Expr;
}

/** Longer conjunctions keep their innermost tests and an `unknown` for the rest. */
const MAX_TESTS = 16;

/** Adds a test to those that hold. */
export function alsoHolds(
	outer: Test | undefined,
	expr: Expr,
	{ early = false, fatal = false } = {},
): Test {
	const depth = (outer?.depth ?? 0) + (fatal ? 0 : 1);
	return { expr, early, fatal, outer, depth };
}

/** Everything that is not certain where the module loads, as one expression. */
export function guardOf(test: Test | undefined): Expr | undefined {
	let held = test;
	while (held?.fatal) held = held.outer;
	if (!held) return undefined;
	held.guard ??= and(outerGuard(held), held.expr);
	return held.guard;
}

function outerGuard(test: Test): Expr | undefined {
	if (test.depth % MAX_TESTS !== 0) return guardOf(test.outer);
	return {
		k: "unknown",
		at: test.expr.at,
		reason: "more conditions than are followed",
	};
}

/** The branches between `base` and `test`, without the early exits before them. */
export function branchTest(
	test: Test | undefined,
	base: Test | undefined,
): Expr | undefined {
	const branches: Expr[] = [];
	for (let at = test; at && at !== base; at = at.outer) {
		if (!at.early) branches.unshift(at.expr);
		if (branches.length > MAX_TESTS) {
			branches[0] = {
				k: "unknown",
				at: at.expr.at,
				reason: "more conditions than are followed",
			};
			break;
		}
	}
	return conjunction(branches);
}

/** All of several tests; undefined for none. */
export function conjunction(tests: readonly Expr[]): Expr | undefined {
	return tests.reduce<Expr | undefined>(and, undefined);
}

/** `left && right`. */
export function and(left: Expr | undefined, right: Expr): Expr {
	return left ? { k: "logic", at: right.at, op: "&&", left, right } : right;
}

/** The opposite of a test, at the test's place. */
export function negation(test: Expr): Expr {
	return test.k === "not" ? test.of : { k: "not", at: test.at, of: test };
}

/** `test ? then : otherwise`. */
export function choice(
	at: Span,
	test: Expr,
	then: Expr,
	otherwise: Expr,
): Expr {
	return { k: "choice", at, test, then, otherwise };
}
