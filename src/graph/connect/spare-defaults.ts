import type { Evaluator } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import type { Address } from "../address.js";
import type { Attempt, Stated } from "../graph.js";
import type { Sources } from "../sources.js";
import { parseAddress } from "./parse-address.js";

/**
 * Addresses that are defaults of the parameters a socket's URL came through,
 * in order of finding. Every call gives a value, so that nobody dials them; who
 * changes the calls has to know of them all the same.
 */
export function spareDefaults(
	sources: Sources,
	attempts: readonly Attempt[],
	evaluator: Evaluator,
): readonly Stated<Address>[] {
	const found = new Map<string, Stated<Address>>();
	for (const { steps } of attempts)
		for (const { at } of steps)
			sources.program.code(at.file).forEach(({ defs }, block) => {
				for (const def of defs) {
					const spare =
						def.at[0] === at.span[0] ? defaultOf(def.value) : undefined;
					if (!spare) continue;
					const scope = { file: at.file, block };
					const place = { file: at.file, span: spare.at };
					for (const { value } of evaluator.text(spare, scope))
						found.set(`${at.file}:${spare.at[0]}`, {
							value: parseAddress(value),
							at: place,
							steps: [],
						});
				}
			});
	return [...found.values()];
}

/** The right side of `(url = "…") =>`. */
function defaultOf(value: Expr): Expr | undefined {
	return value.k === "logic" &&
		value.op === "default" &&
		value.left.k === "param"
		? value.right
		: undefined;
}
