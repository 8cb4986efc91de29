import type { CallFact, Code } from "../../facts/code.js";
import { covers, type Span } from "../../facts/place.js";
import type { CallSite, Evaluator } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import { apartFromResult } from "../../value/own-result.js";
import type { Alternative, Condition, Scope } from "../../value/value.js";

type When = Alternative["when"];

/** The tests around a call or a read: its own and those around each function expression it stands in. */
export function guardOf(
	code: Code,
	{ fn, guard }: Pick<CallFact, "fn" | "guard">,
): Expr | undefined {
	let all = guard;
	for (
		let outer = fn === undefined ? undefined : code.functions[fn];
		outer;
		outer = outer.outer === undefined ? undefined : code.functions[outer.outer]
	) {
		if (!outer.guard) continue;
		all = all
			? { k: "logic", at: all.at, op: "&&", left: outer.guard, right: all }
			: outer.guard;
	}
	return all;
}

/**
 * The alternatives of a call's argument with which the call is reached: those
 * that contradict the tests around it are dropped. Whether the page's address
 * had to be tested, or whether somebody sets an env key, becomes a condition of
 * what is left; other undecided tests do not weaken it.
 */
export function behindGuard<T>(
	alternatives: readonly Alternative<T>[],
	guard: Expr | undefined,
	evaluator: Evaluator,
	site: CallSite,
): readonly Alternative<T>[] {
	if (!guard) return alternatives;
	const scope = { file: site.file, block: site.block };
	const certain = waysThrough(guard, evaluator, scope);
	const ways =
		certain.length > 0
			? certain
			: waysThrough(
					guardBefore(site.fact.call.at, guard, evaluator, scope),
					evaluator,
					scope,
				);
	return alternatives.flatMap((alternative) => {
		const open = ways.filter((way) => agree(way, alternative.when));
		if (open.length === 0) return [];
		const tested = commonTests(open);
		return [
			tested.length === 0
				? alternative
				: {
						...alternative,
						when: new Map([
							...alternative.when,
							...tested.map((c) => [c.atom, c] as const),
						]),
					},
		];
	});
}

/** The guard as it stands before the code at `at` runs: what is made there, or with it among the arguments, is not there yet. */
export function guardBefore(
	at: Span,
	guard: Expr,
	evaluator: Evaluator,
	scope: Scope,
): Expr {
	return apartFromResult(
		guard,
		evaluator,
		scope,
		(made) => made.file === scope.file && covers(made.span, at),
	);
}

/** The conditions under which the guard holds, one set per way. */
function waysThrough(
	guard: Expr,
	evaluator: Evaluator,
	scope: Scope,
): readonly When[] {
	const fails: Expr = { k: "not", at: guard.at, of: guard };
	return evaluator
		.evaluate(fails, scope)
		.filter(({ value }) => value.v !== "scalar" || value.value !== true)
		.map(({ when }) => when);
}

function agree(a: When, b: When): boolean {
	for (const [atom, { is }] of a) {
		const other = b.get(atom);
		if (other && other.is !== is) return false;
	}
	return true;
}

function commonTests(ways: readonly When[]): readonly Condition[] {
	const [first, ...rest] = ways;
	return [...(first?.values() ?? [])].filter(
		(c) =>
			(c.kind === "page" || c.kind === "env") &&
			rest.every((way) => way.get(c.atom)?.is === c.is),
	);
}
