import type { Place } from "../../facts/place.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Text } from "../../value/text.js";
import type { Alternative, Thunk, Value } from "../../value/value.js";
import type { Stated } from "../graph.js";

/** What an expression may be: the known values, and what is left open. */
export interface Answers<T> {
	readonly known: readonly Stated<T>[];
	/** Why something else is possible; undefined when `known` is all. */
	readonly open?: string;
	/** The known values are defaults that an env key from outside may replace. */
	readonly overridable?: string;
}

/** Known texts of an expression, with the place of the literal (or env value) that says them. */
export function textsOf(
	evaluator: Evaluator,
	asked: Thunk | Value,
	such?: Alternative,
): Answers<string> {
	return answersOf(evaluator, asked, readText, such);
}

/** Known numbers; numeric text counts (`process.env.PORT || "3000"`). */
export function numbersOf(
	evaluator: Evaluator,
	asked: Thunk | Value,
	such?: Alternative,
): Answers<number> {
	return answersOf(evaluator, asked, readNumber, such);
}

/** Known truth values. */
export function booleansOf(
	evaluator: Evaluator,
	asked: Thunk | Value,
): Answers<boolean> {
	return answersOf(evaluator, asked, (value) =>
		value.v === "scalar" && typeof value.value === "boolean"
			? { value: value.value, at: value.at }
			: undefined,
	);
}

interface Read<T> {
	readonly value: T;
	readonly at: Place | undefined;
}

function readText(value: Value): Read<string> | undefined {
	return value.v === "text" && value.text.value !== undefined
		? { value: value.text.value, at: textPlace(value.text) }
		: undefined;
}

function readNumber(value: Value): Read<number> | undefined {
	if (
		value.v === "scalar" &&
		typeof value.value === "number" &&
		!Number.isNaN(value.value)
	)
		return { value: value.value, at: value.at };
	const digits = value.v === "text" ? value.text.value : undefined;
	return value.v === "text" &&
		digits !== undefined &&
		/^\s*\d+\s*$/.test(digits)
		? { value: Number(digits), at: textPlace(value.text) }
		: undefined;
}

/**
 * Sorts alternatives into known values and open ones. An alternative that is
 * only there because an env key or an argument may be given from outside
 * leaves the default standing: the repository says nothing else about it.
 * With `such`, only alternatives that can hold together with it count.
 */
export function answersOf<T>(
	evaluator: Evaluator,
	asked: Thunk | Value,
	read: (value: Value) => Read<T> | undefined,
	such?: Alternative,
): Answers<T> {
	const known: Stated<T>[] = [];
	let open: string | undefined;
	let overridable: string | undefined;
	const here = placeOfAsked(asked);
	for (const alternative of evaluator.force(asked)) {
		if (such && !agree(such, alternative)) continue;
		const found = read(alternative.value);
		if (found) {
			const at = found.at ?? here;
			if (at && !known.some((k) => k.value === found.value))
				known.push({ value: found.value, at, steps: alternative.steps });
			continue;
		}
		const given = givenFromOutside(alternative);
		if (given !== undefined) overridable = given;
		else open ??= reasonOf(alternative.value);
	}
	if (known.length === 0)
		open ??= overridable
			? `${overridable} is not set in this repository`
			: "its value is not known";
	return {
		known,
		...(open !== undefined && { open }),
		...(overridable !== undefined && { overridable }),
	};
}

/** The env key or argument that an alternative supposes to be given from outside. */
export function givenFromOutside(
	alternative: Alternative<unknown>,
): string | undefined {
	for (const condition of alternative.when.values()) {
		if (condition.is !== "true") continue;
		const key = /^env (\S+) set$/.exec(condition.atom)?.[1];
		if (condition.kind === "env" && key) return key;
		if (/^argument .* given$/.test(condition.atom)) return "an argument";
	}
	return undefined;
}

/** Where the first written character stands. */
export function textPlace(text: Text): Place | undefined {
	const origins = text.originsOf();
	return (
		origins.find((o) => o.kind === "literal" || o.kind === "env") ?? origins[0]
	)?.at;
}

export function reasonOf(value: Value): string {
	if (value.v === "unknown") return value.reason;
	if (value.v === "text")
		return value.text.holes[0]?.reason ?? "its text is not known";
	return "its value is not known";
}

/** Whether two alternatives can hold at the same time. */
export function agree(
	a: Alternative<unknown>,
	b: Alternative<unknown>,
): boolean {
	for (const [atom, condition] of a.when) {
		const other = b.when.get(atom);
		if (other && other.is !== condition.is) return false;
	}
	return true;
}

/** Where an argument stands. */
export function placeOfAsked(
	asked: Thunk | Value | undefined,
): Place | undefined {
	if (!asked) return undefined;
	if ("expr" in asked) return { file: asked.scope.file, span: asked.expr.at };
	return "at" in asked ? asked.at : undefined;
}

/** Whether an argument is given for certain: not `None`, not undecided (a TLS certificate's path). */
export function isGiven(
	evaluator: Evaluator,
	asked: Thunk | undefined,
): boolean {
	return (
		asked !== undefined &&
		evaluator.force(asked).every((a) => a.value.v === "text")
	);
}
