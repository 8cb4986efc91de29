import type { Place } from "../../facts/place.js";
import { type Origin, Text } from "../text.js";
import {
	type Alternative,
	type Condition,
	needsOutside,
	type Step,
	type Value,
} from "../value.js";
import { simplified } from "./simplify.js";

/** More than this many live alternatives of one value are one `unknown` (DESIGN §4). */
export const MOST_ALTERNATIVES = 32;

export type Alternatives = readonly Alternative[];

const NOTHING: ReadonlyMap<string, Condition> = new Map();

/** Combinations looked at before that: equal ones may still be merged. */
const MOST_COMBINATIONS = 4 * MOST_ALTERNATIVES;

/** One value, proven. */
export function just(value: Value, ...steps: Step[]): Alternatives {
	return [{ value, when: NOTHING, steps }];
}

export function unknown(reason: string, at: Place): Alternatives {
	return just({ v: "unknown", reason, at });
}

export function scalar(
	value: number | boolean | null | undefined,
	at: Place,
): Alternatives {
	return just({ v: "scalar", value, at });
}

export function textValue(text: Text): Value {
	return { v: "text", text };
}

export function writtenText(value: string, at: Place): Value {
	return textValue(Text.of(value, { kind: "literal", at }));
}

export function computed(at: Place): Origin {
	return { kind: "computed", at };
}

/** The same alternatives, each resting on one more condition; those that contradict it are dropped. */
export function under(
	alternatives: Alternatives,
	condition: Condition,
): Alternatives {
	return alternatives.flatMap((a) => {
		const when = joined(a.when, new Map([[condition.atom, condition]]));
		return when ? [{ ...a, when }] : [];
	});
}

/** The reason of a value that an evaluation under way asks for again. */
export const RECURSION = "it depends on itself";

/** The reason of a call on `null` or `undefined`: the code ends here. */
export const THROWS = "it is called on nothing and throws";

/** Leaves out what is unknown for this reason, in whole or in part, where anything else is left. */
export function without(
	alternatives: Alternatives,
	reason: string,
): Alternatives {
	const rest = alternatives.filter(({ value }) =>
		value.v === "text"
			? value.text.holes.every((hole) => hole.reason !== reason)
			: value.v !== "unknown" || value.reason !== reason,
	);
	return rest.length > 0 ? rest : alternatives;
}

/** The same alternatives with a step in front. */
export function through(alternatives: Alternatives, step: Step): Alternatives {
	return alternatives.map((a) => ({ ...a, steps: [step, ...a.steps] }));
}

/**
 * Continues every alternative with what `next` makes of its value. Conditions
 * are joined atom by atom; contradictory combinations are dead and dropped.
 */
export function chain(
	alternatives: Alternatives,
	next: (value: Value, alternative: Alternative) => Alternatives,
): Alternatives {
	if (alternatives.length === 1) {
		const only = alternatives[0] as Alternative;
		if (only.when.size === 0 && only.steps.length === 0)
			return next(only.value, only);
	}
	const result: Alternative[] = [];
	for (const a of alternatives) {
		if (result.length > MOST_COMBINATIONS) break;
		for (const b of next(a.value, a)) {
			const when = joined(a.when, b.when);
			if (when)
				result.push({ value: b.value, when, steps: merged(a.steps, b.steps) });
		}
	}
	return bounded(result, alternatives);
}

/** Every combination of the given values, in order. */
export function product(
	parts: readonly Alternatives[],
	combine: (values: readonly Value[]) => Alternatives,
): Alternatives {
	const walk = (index: number, values: readonly Value[]): Alternatives => {
		const part = parts[index];
		return part
			? chain(part, (value) => walk(index + 1, [...values, value]))
			: combine(values);
	};
	return walk(0, []);
}

/** Several sets of alternatives of one value, as one. */
export function union(...sets: readonly Alternatives[]): Alternatives {
	const all = sets.flat();
	return bounded(all, all);
}

function bounded(
	found: readonly Alternative[],
	origin: Alternatives,
): Alternatives {
	const kept = found.length > 1 ? simplified(found) : found;
	if (kept.length <= MOST_ALTERNATIVES && kept.length > 0) return kept;
	const at = placeOf(origin[0]?.value);
	if (kept.length === 0)
		return unknown("the conditions around it contradict each other", at);
	const many = unknown(
		`it has more than ${MOST_ALTERNATIVES} possible values`,
		at,
	);
	const own = kept.filter((a) => !needsOutside(a));
	if (own.length === 0 || own.length >= MOST_ALTERNATIVES) return many;
	// What the repository itself gives stays apart from what may come from outside.
	const atom = `supplied from outside at ${at.file}:${at.span[0]}`;
	return [
		...own,
		...under(many, { atom, is: "true", kind: "choice", outside: true, at }),
	];
}

const NOWHERE: Place = { file: "", span: [0, 0] };

/** Where a value stands, as near as is known. */
export function placeOf(value: Value | undefined): Place {
	if (!value) return NOWHERE;
	if (value.v === "text") {
		const origin = value.text.segments[0]?.origin;
		return origin ? origin.at : NOWHERE;
	}
	if ("at" in value) return value.at;
	if ("made" in value) return value.made.site;
	return NOWHERE;
}

/** Two sets of conditions as one; undefined when they contradict each other. */
export function joined(
	a: ReadonlyMap<string, Condition>,
	b: ReadonlyMap<string, Condition>,
): ReadonlyMap<string, Condition> | undefined {
	if (a.size === 0) return b;
	if (b.size === 0) return a;
	const all = new Map(a);
	for (const [atom, condition] of b) {
		const known = all.get(atom);
		if (known && known.is !== condition.is) return undefined;
		all.set(atom, condition);
	}
	return all;
}

/** Steps kept of one way: the nearest to the question, and those of what joins first. */
const MOST_STEPS = 40;

function merged(a: readonly Step[], b: readonly Step[]): readonly Step[] {
	if (a.length === 0) return b;
	if (b.length === 0 || a.length >= MOST_STEPS) return a;
	const fresh = b.filter(
		(step) =>
			!a.some(
				(seen) =>
					seen.label === step.label &&
					seen.at.span[0] === step.at.span[0] &&
					seen.at.file === step.at.file,
			),
	);
	return fresh.length === 0 ? a : [...a, ...fresh].slice(0, MOST_STEPS);
}
