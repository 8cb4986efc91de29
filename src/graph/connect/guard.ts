import type { CallFact, Code } from "../../facts/code.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
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
	scope: Scope,
): readonly Alternative<T>[] {
	if (!guard) return alternatives;
	const ways = waysThrough(guard, evaluator, scope);
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
