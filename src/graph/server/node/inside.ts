import type { Code } from "../../../facts/code.js";
import type { Expr } from "../../../value/expr.js";
import type { Value } from "../../../value/value.js";
import type { NodeHosts } from "./hosts.js";

/** A function of the repository. */
export type FunctionValue = Extract<Value, { v: "function" }>;

/** A call, with the code it stands in. */
export interface InnerCall {
	readonly fact: Code["calls"][number];
	readonly code: Code;
}

/** The calls written inside a function, those of its inner functions included. */
export function callsInside(
	hosts: NodeHosts,
	{ file, block, fn }: FunctionValue,
): readonly InnerCall[] {
	const code = hosts.projects.sources.program.code(file)[block];
	return (code?.calls ?? []).flatMap((fact) =>
		code && isInside(code, fact.fn, fn) ? [{ fact, code }] : [],
	);
}

/** Whether a function is `outer`, or written inside it. */
export function isInside(
	code: Code,
	fn: number | undefined,
	outer: number,
): boolean {
	for (let at = fn; at !== undefined; at = code.functions[at]?.outer)
		if (at === outer) return true;
	return false;
}

/** All tests that hold at a place: its own, and those around the functions it is written in, up to `outer`. */
export function guardUpTo(
	code: Code,
	guard: Expr | undefined,
	fn: number | undefined,
	outer: number | undefined,
): Expr | undefined {
	let found = guard;
	for (
		let at = fn;
		at !== undefined && at !== outer;
		at = code.functions[at]?.outer
	) {
		const around = code.functions[at]?.guard;
		if (around)
			found = found
				? { k: "logic", at: around.at, op: "&&", left: around, right: found }
				: around;
	}
	return found;
}
