import type { Place } from "../../facts/place.js";
import {
	type Alternatives,
	chain,
	placeOf,
	scalar,
} from "../../value/evaluate/alternatives.js";
import { toNumber } from "../../value/evaluate/conversion.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Alternative, ObjectValue, Value } from "../../value/value.js";
import type { Stated } from "../graph.js";

/** A config as far as it can be known: its alternatives and who evaluates them. */
export interface Options {
	readonly evaluator: Evaluator;
	readonly values: Alternatives;
	/** Where it stands when nothing better is known. */
	readonly at: Place;
}

/** The value of a nested option; `undefined` (a scalar) where nothing sets it. */
export function optionAt(options: Options, ...path: string[]): Options {
	const values = path.reduce(
		(found, name) =>
			chain(found, (value) =>
				value.v === "scalar"
					? scalar(undefined, options.at)
					: options.evaluator.property(value, name, placeOf(value)),
			),
		options.values,
	);
	return { ...options, values };
}

/**
 * The alternative to believe when one has to be named: a proven one, else what
 * holds when nothing outside the repository is set, else the first that is known.
 */
export function preferred(values: Alternatives): Alternative | undefined {
	const known = values.filter((a) => isKnown(a.value));
	return (
		known.find((a) => a.when.size === 0) ??
		known.find((a) =>
			[...a.when.values()].every((c) => c.kind === "env" && c.is === "false"),
		) ??
		known[0]
	);
}

function isKnown(value: Value): boolean {
	if (value.v === "text") return value.text.known;
	return (
		value.v !== "unknown" && value.v !== "property" && value.v !== "external"
	);
}

/** True when the option is set nowhere, in every alternative. */
export function isAbsent(options: Options): boolean {
	return options.values.every(
		(a) => a.value.v === "scalar" && a.value.value === undefined,
	);
}

/** Where an option's value is written; the options' own place when it is set nowhere. */
export function writtenAt(options: Options): Place {
	const value = preferred(options.values)?.value;
	const at = value && placeOf(value);
	return at && at.file !== "" ? at : options.at;
}

/** Known text. */
export function textOf(options: Options): Stated<string> | undefined {
	const found = preferred(options.values);
	if (found?.value.v !== "text" || found.value.text.value === undefined)
		return undefined;
	return {
		value: found.value.text.value,
		at: placeOf(found.value),
		steps: found.steps,
	};
}

/** A number, also when given as text (`process.env.PORT || "3000"`). */
export function numberOf(options: Options): Stated<number> | undefined {
	const found = preferred(options.values);
	const value = found && toNumber(found.value);
	return found && value !== undefined
		? { value, at: placeOf(found.value), steps: found.steps }
		: undefined;
}

/** `true`/`false`, `undefined` when absent, "unknown" when alternatives differ or are not known. */
export function flagOf(options: Options): boolean | undefined | "unknown" {
	const flags = new Set(options.values.map((a) => truth(a.value)));
	const [only] = flags;
	return flags.size === 1 ? only : "unknown";
}

function truth(value: Value): boolean | undefined | "unknown" {
	switch (value.v) {
		case "scalar":
			return value.value === undefined ? undefined : Boolean(value.value);
		case "text":
			return value.text.known ? value.text.length > 0 : "unknown";
		case "unknown":
		case "property":
		case "external":
			return "unknown";
		default:
			return true;
	}
}

/** The object to read entries from, if one is known. */
export function objectOf(options: Options): ObjectValue | undefined {
	const found = options.values
		.filter((a) => a.value.v === "object")
		.map((a) => ({ ...a, value: a.value as ObjectValue }));
	return (found.find((a) => a.when.size === 0) ?? found[0])?.value;
}

/** Items of a list option, or the option itself when it is one text: known texts only. */
export function textsOf(options: Options): {
	readonly values: readonly string[];
	readonly complete: boolean;
	readonly at: Place;
} {
	const found = preferred(options.values)?.value;
	if (found?.v === "text")
		return {
			values: found.text.value === undefined ? [] : [found.text.value],
			complete: found.text.known,
			at: placeOf(found),
		};
	if (found?.v !== "array")
		return { values: [], complete: isAbsent(options), at: options.at };
	const items = found.items.map((item) =>
		textOf({ ...options, values: options.evaluator.force(item) }),
	);
	return {
		values: items.flatMap((i) => (i ? [i.value] : [])),
		complete: found.complete && items.every((i) => i !== undefined),
		at: found.at,
	};
}
