import type { CallFact, Code } from "../../facts/code.js";
import type { CallSite } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";

/** Calls of one file by the last name of their callee; those of a default import under `default`. */
export function callsByName(
	file: string,
	blocks: readonly Code[],
): ReadonlyMap<string, readonly CallSite[]> {
	const index = new Map<string, CallSite[]>();
	for (const [block, code] of blocks.entries())
		for (const fact of code.calls) {
			const name = lastName(fact);
			if (name === undefined) continue;
			const sites = index.get(name) ?? [];
			sites.push({ file, block, fact });
			index.set(name, sites);
		}
	return index;
}

function lastName({ call }: CallFact): string | undefined {
	const callee: Expr = call.callee;
	switch (callee.k) {
		case "ref":
		case "global":
		case "import":
		case "member":
			return callee.name;
		case "index":
			return callee.key.k === "text" ? callee.key.value : undefined;
		default:
			return undefined;
	}
}
