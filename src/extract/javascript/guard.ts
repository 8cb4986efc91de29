import type { Expr } from "../../value/expr.js";

/** A condition known to hold, with the ALL_CAPS keys that it tests. */
export interface Guard {
	readonly test: Expr;
	readonly keys: readonly string[];
	/** Number of conjuncts. */
	readonly size: number;
}

/** Beyond this the earlier conditions are summed up as one that is not known. */
const MAX_CONJUNCTS = 24;

export function and(left: Guard | undefined, right: Guard): Guard {
	if (!left) return right;
	const at = right.test.at;
	const known: Expr =
		left.size < MAX_CONJUNCTS
			? left.test
			: { k: "unknown", at, reason: "many conditions hold before this one" };
	return {
		test: { k: "logic", at, op: "&&", left: known, right: right.test },
		keys: right.keys.length === 0 ? left.keys : [...left.keys, ...right.keys],
		size: left.size < MAX_CONJUNCTS ? left.size + right.size : 1 + right.size,
	};
}

export function negate({ test, keys, size }: Guard): Guard {
	return {
		test: test.k === "not" ? test.of : { k: "not", at: test.at, of: test },
		keys,
		size,
	};
}
