import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { define, type Unit } from "./unit.js";
import { anyOf } from "./versions.js";

/**
 * How control leaves a statement, and what the function gives if it returns
 * there. `falls` and `breaks` go on after the statement or after the switch;
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
	| { readonly k: "sequence"; readonly of: readonly Outcome[] };

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
		default:
			return false;
	}
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
		default:
			return [];
	}
}

/** How many returns one after another may stand in a single expression before the rest gets a name. */
const MAX_NESTING = 16;

/**
 * The value of a call: each way that returns under the tests that lead to it,
 * `rest` where the end is reached; `undefined` when no way gives a value. What
 * follows a statement in several ways is named once (`(rest)`), so the
 * value never grows faster than the function.
 */
export function returnedValue(
	unit: Unit,
	outcome: Outcome,
	rest: Expr | undefined,
	fn: number | undefined,
): Expr | undefined {
	switch (outcome.k) {
		case "falls":
		case "breaks":
			return rest;
		case "leaves":
			return undefined;
		case "gives":
			return outcome.value;
		case "branch": {
			const then = returnedValue(unit, outcome.then, rest, fn);
			const otherwise = returnedValue(unit, outcome.otherwise, rest, fn);
			if (!then || !otherwise || then === otherwise) return then ?? otherwise;
			const { at, test } = outcome;
			return { k: "choice", at, test, then, otherwise };
		}
		case "either": {
			const values = outcome.of
				.map((each) => returnedValue(unit, each, rest, fn))
				.filter((value) => value !== undefined);
			return values.length === 0 ? undefined : anyOf(values, outcome.at);
		}
		case "sequence": {
			let value = rest;
			const { of } = outcome;
			for (let i = of.length - 1; i >= 0; i--) {
				const each = of[i];
				if (!each) continue;
				const last = i === of.length - 1;
				const crowded = !last && (of.length - i) % MAX_NESTING === 0;
				if (value && (crowded || waysOn(each) > 1))
					value = named(unit, value, fn);
				value = returnedValue(unit, each, value, fn);
			}
			return value;
		}
	}
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
		default:
			return 0;
	}
}

function named(unit: Unit, value: Expr, fn: number | undefined): Expr {
	if (value.k !== "choice" && value.k !== "any" && value.k !== "object")
		return value;
	const { at } = value;
	const name = "(rest)";
	const def = define(unit, { name, at, value, fn, statement: at });
	return { k: "ref", at, def, name };
}
