import type { CallFact, Code, Definition, Pause } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";

/** One step of a function, in the order in which they happen. */
export type Item =
	| { readonly step: "call"; readonly end: number; readonly fact: CallFact }
	| { readonly step: "pause"; readonly end: number; readonly pause: Pause }
	| { readonly step: "assign"; readonly end: number; readonly def: Definition };

/** Calls, waits and assignments of one function by where they end: what is inside another happens first. */
export function itemsOf(code: Code, fn: number | undefined): readonly Item[] {
	const calls = code.calls.flatMap((fact): Item[] =>
		fact.fn === fn ? [{ step: "call", end: fact.call.at[1], fact }] : [],
	);
	const pauses = code.pauses.flatMap((pause): Item[] =>
		pause.fn === fn ? [{ step: "pause", end: pause.at[1], pause }] : [],
	);
	const assigned = code.defs.flatMap((def): Item[] =>
		def.fn === fn && def.value.k === "with"
			? [{ step: "assign", end: def.statement[1], def }]
			: [],
	);
	return [...calls, ...pauses, ...assigned].sort((a, b) => a.end - b.end);
}

/** Whether a call is awaited where it stands. */
export function isAwaited({ call }: CallFact, { pauses }: Code): boolean {
	return pauses.some(({ of }) => sameSpan(of, call.at));
}

/** Whether two ranges of one file are the same. */
export function sameSpan(a: Span, b: Span): boolean {
	return a[0] === b[0] && a[1] === b[1];
}
