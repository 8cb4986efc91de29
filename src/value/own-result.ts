import type { Place } from "../facts/place.js";
import type { Evaluator } from "./evaluator.js";
import type { Expr } from "./expr.js";
import type { Scope } from "./value.js";

/**
 * The guard of a call as it stands before the call has run: a name or field
 * that is tested (`if (!socket) socket = io(…)`) does not hold yet what the
 * call makes, and what it starts with is not kept apart from that. Such a test
 * is undecided; the others stay as they are. `isResult` tells what the call
 * makes by the place where it is made.
 */
export function apartFromResult(
	guard: Expr,
	evaluator: Evaluator,
	scope: Scope,
	isResult: (madeAt: Place) => boolean,
): Expr {
	const apart = (part: Expr) =>
		apartFromResult(part, evaluator, scope, isResult);
	switch (guard.k) {
		case "not":
			return { ...guard, of: apart(guard.of) };
		case "logic":
			return { ...guard, left: apart(guard.left), right: apart(guard.right) };
		default:
			return asked(guard).some((expr) =>
				holds(expr, evaluator, scope, isResult),
			)
				? {
						k: "unknown",
						at: guard.at,
						reason: "it is tested before it is made",
					}
				: guard;
	}
}

/** What a test asks about. */
function asked(test: Expr): readonly Expr[] {
	return test.k === "binary" ? [test.left, test.right] : [test];
}

function holds(
	expr: Expr,
	evaluator: Evaluator,
	scope: Scope,
	isResult: (madeAt: Place) => boolean,
): boolean {
	return evaluator
		.evaluate(expr, scope)
		.some(
			({ value }) =>
				(value.v === "made" || value.v === "instance") &&
				isResult(value.made.site),
		);
}
