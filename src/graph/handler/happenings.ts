import type { Code } from "../../facts/code.js";
import { place } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { conjuncts } from "../server/subexpressions.js";
import type { Happening } from "./handler.js";

/** What a call or a wait says of the tests around it. */
interface Placed {
	readonly guard?: Expr;
	readonly inLoop?: boolean;
}

/** Where something stands: its place, and the tests of its own function on top of those that led there. */
export function happeningAt(
	at: Expr["at"],
	placed: Placed,
	around: Happening | undefined,
	file: string,
): Happening {
	const own = placed.guard
		? conjuncts(placed.guard).map((test) => nameOf(test, file))
		: [];
	return {
		at: place(file, at),
		under: [...new Set([...(around?.under ?? []), ...own])],
		inLoop: placed.inLoop === true || around?.inLoop === true,
	};
}

/** A condition's name: where it stands, and whether it holds there. */
function nameOf(test: Expr, file: string): string {
	let holds = true;
	let inner = test;
	for (; inner.k === "not"; inner = inner.of) holds = !holds;
	return `${holds ? "" : "!"}${file}:${inner.at[0]}-${inner.at[1]}`;
}

/** The function an expression is, written in place or under a name of the same file. */
export function functionIn(
	expr: Expr | undefined,
	code: Code,
	depth = 0,
): number | undefined {
	if (!expr || depth > 4) return undefined;
	if (expr.k === "fn") return expr.fn;
	if (expr.k !== "ref") return undefined;
	return functionIn(code.defs[expr.def]?.value, code, depth + 1);
}
