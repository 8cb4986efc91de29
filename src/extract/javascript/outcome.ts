import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { define, type Unit } from "./unit.js";
import { anyOf } from "./versions.js";

/**
 * How control leaves a statement, and what the function gives if it returns
 * there. `falls` goes on after the statement, `breaks` after the switch around it;
 * `leaves` throws or goes elsewhere, so it gives nothing here.
 */
export type Outcome =
	| { readonly k: "falls" | "breaks" | "leaves" }
	| { readonly k: "gives"; readonly value: Expr }
	| {
			readonly k: "branch";
			readonly at: Span;
			readonly test: Expr;
			readonly then: Outcome;
			readonly otherwise: Outcome;
	  }
	| { readonly k: "either"; readonly at: Span; readonly of: readonly Outcome[] }
	| { readonly k: "sequence"; readonly of: readonly Outcome[] }
	/** A case of a switch: what `breaks` in it goes on after the switch. */
	| { readonly k: "breakable"; readonly of: Outcome };

export const FALLS: Outcome = { k: "falls" };
export const BREAKS: Outcome = { k: "breaks" };
export const LEAVES: Outcome = { k: "leaves" };

/** Whether control may reach what follows the statement. */
export function falls(outcome: Outcome): boolean {
	switch (outcome.k) {
		case "falls":
			return true;
		case "branch":
			return falls(outcome.then) || falls(outcome.otherwise);
		case "either":
			return outcome.of.some(falls);
		case "sequence":
			return outcome.of.every(falls);
		case "breakable":
			return falls(outcome.of) || breaks(outcome.of);
		default:
			return false;
	}
}

function breaks(outcome: Outcome): boolean {
	switch (outcome.k) {
		case "breaks":
			return true;
		case "branch":
			return breaks(outcome.then) || breaks(outcome.otherwise);
		case "either":
		case "sequence":
			return outcome.of.some(breaks);
		default:
			return false;
	}
}

export function breakable(of: Outcome): Outcome {
	if (of.k === "breaks") return FALLS;
	return breaks(of) ? { k: "breakable", of } : of;
}

export function branch(
	test: Expr,
	then: Outcome,
	otherwise: Outcome,
	at: Span,
): Outcome {
	return then.k === otherwise.k && then.k !== "gives" && isLeaf(then)
		? then
		: { k: "branch", at, test, then, otherwise };
}

/** One of several ways, not known which. */
export function either(of: readonly Outcome[], at: Span): Outcome {
	const [first] = of;
	return first && isLeaf(first) && of.every((each) => each.k === first.k)
		? first
		: { k: "either", at, of };
}

/** Statements one after another; the trivial ones are left out. */
export function sequence(of: readonly Outcome[]): Outcome {
	const kept = of.filter((each) => each.k !== "falls");
	return kept.length === 0
		? FALLS
		: kept.length === 1 && kept[0]
			? kept[0]
			: { k: "sequence", of: kept };
}

/** A loop may run any number of times: it gives what its body gives, or goes on. */
export function repeated(body: Outcome, at: Span): Outcome {
	const values = given(body);
	return values.length === 0
		? FALLS
		: either(
				[...values.map((value): Outcome => ({ k: "gives", value })), FALLS],
				at,
			);
}

function isLeaf(outcome: Outcome): boolean {
	return (
		outcome.k === "falls" || outcome.k === "breaks" || outcome.k === "leaves"
	);
}

function given(outcome: Outcome): Expr[] {
	switch (outcome.k) {
		case "gives":
			return [outcome.value];
		case "branch":
			return [...given(outcome.then), ...given(outcome.otherwise)];
		case "either":
		case "sequence":
			return outcome.of.flatMap(given);
		case "breakable":
			return given(outcome.of);
		default:
			return [];
	}
}

/** How many returns one after another may stand in a single expression before the rest gets a name. */
const MAX_NESTING = 16;

/** What a function gives where its statements end: `end` past the last one, `broken` past the switch around them. */
export interface Rest {
	readonly unit: Unit;
	readonly fn: number;
	readonly end: Expr | undefined;
	readonly broken?: Expr | undefined;
}

/**
 * The value of a call: each way that returns under the tests that lead to it;
 * `undefined` when no way gives a value. What follows a statement in several
 * ways is named once (`(rest)`), so the value never grows faster than the
 * function.
 */
export function returnedValue(outcome: Outcome, rest: Rest): Expr | undefined {
	switch (outcome.k) {
		case "falls":
			return rest.end;
		case "breaks":
			return rest.broken;
		case "leaves":
			return undefined;
		case "gives":
			return outcome.value;
		case "branch": {
			const then = returnedValue(outcome.then, rest);
			const otherwise = returnedValue(outcome.otherwise, rest);
			if (!then || !otherwise || then === otherwise) return then ?? otherwise;
			const { at, test } = outcome;
			return { k: "choice", at, test, then, otherwise };
		}
		case "either": {
			const values = outcome.of
				.map((each) => returnedValue(each, rest))
				.filter((value) => value !== undefined);
			return values.length === 0 ? undefined : anyOf(values, outcome.at);
		}
		case "sequence":
			return valueOfSequence(outcome.of, rest);
		case "breakable":
			return returnedValue(outcome.of, { ...rest, broken: rest.end });
	}
}

function valueOfSequence(of: readonly Outcome[], rest: Rest): Expr | undefined {
	let { end } = rest;
	for (const [i, each] of [...of.entries()].reverse()) {
		const fromEnd = of.length - 1 - i;
		const crowded = fromEnd > 0 && fromEnd % MAX_NESTING === 0;
		if (crowded || waysOn(each) > 1) end = named({ ...rest, end });
		end = returnedValue(each, { ...rest, end });
	}
	return end;
}

/** In how many ways control goes on after the statement. */
function waysOn(outcome: Outcome): number {
	switch (outcome.k) {
		case "falls":
		case "breaks":
			return 1;
		case "branch":
			return waysOn(outcome.then) + waysOn(outcome.otherwise);
		case "either":
			return outcome.of.reduce((sum, each) => sum + waysOn(each), 0);
		case "sequence":
			return waysOn(outcome.of.at(-1) ?? FALLS);
		case "breakable":
			return waysOn(outcome.of);
		default:
			return 0;
	}
}

function named({ unit, fn, end }: Rest): Expr | undefined {
	if (end?.k !== "choice" && end?.k !== "any" && end?.k !== "object")
		return end;
	const { at } = end;
	const name = "(rest)";
	const def = define(unit, { name, at, value: end, fn, statement: at });
	return { k: "ref", at, def, name };
}
