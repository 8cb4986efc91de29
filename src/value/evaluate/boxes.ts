import type { Place } from "../../facts/place.js";
import type { Value } from "../value.js";
import { type Alternatives, chain, just, unknown } from "./alternatives.js";
import { apply } from "./calls.js";
import { type ExternalCall, first } from "./external-call.js";

/*
 * The boxes in which reactive libraries keep a value: read through a property,
 * filled again later by somebody nobody follows.
 */

/** An object with the one property through which a reactive box is read. */
export const box =
	(property: string, content: ExternalCall): ExternalCall =>
	(machine, given, made) =>
		chain(
			content(machine, given, made) ?? unknown("it is empty", made.site),
			(value) =>
				just({
					v: "object",
					entries: new Map([
						[property, { value, keyAt: made.site, at: made.site }],
					]),
					complete: true,
					at: made.site,
				}),
		);

/** `toValue(x)`: what is in a box, what a getter gives, else the value itself. */
export const unboxed: ExternalCall = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) => {
		if (value.v === "object" && value.entries.has("value"))
			return machine.property(value, "value", made.site);
		return value.v === "function"
			? apply(
					machine,
					value,
					{ args: [], named: {}, openEnded: false },
					made.site,
				)
			: just(value);
	});

export const callOrGetter: ExternalCall = (machine, { args }, made) =>
	args[0]
		? chain(machine.force(args[0]), (value) =>
				value.v === "object"
					? chain(machine.property(value, "get", made.site), (get) =>
							apply(
								machine,
								get,
								{ args: [], named: {}, openEnded: false },
								made.site,
							),
						)
					: apply(
							machine,
							value,
							{ args: [], named: {}, openEnded: false },
							made.site,
						),
			)
		: undefined;

/**
 * What a box starts with, as far as it says anything about what is in it when
 * it is used: what is there to be replaced does not, and a list or an object
 * grows.
 */
export const startsWith: ExternalCall = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) => start(value, made.site));

function start(value: Value, here: Place): Alternatives {
	if (value.v === "array" || value.v === "object")
		return just({ ...value, complete: false });
	return isToBeSet(value) ? unknown(SET_LATER, here) : just(value);
}

/** Nothing, the empty text and a flag are there to be replaced. */
export function isToBeSet(value: Value): boolean {
	if (value.v === "text") return value.text.length === 0;
	return value.v === "scalar" && typeof value.value !== "number";
}

export const SET_LATER = "it is set later";

/** `useState(x)`: what it starts with; a lazy initialiser is called. Later values come from a setter nobody follows. */
export const state: ExternalCall = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) =>
		chain(
			value.v === "function"
				? apply(
						machine,
						value,
						{ args: [], named: {}, openEnded: false },
						made.site,
					)
				: just(value),
			(initial) =>
				chain(start(initial, made.site), (item) =>
					just({ v: "array", items: [item], complete: false, at: made.site }),
				),
		),
	);
