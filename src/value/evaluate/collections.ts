import type { Place } from "../../facts/place.js";
import { Text } from "../text.js";
import type { ArrayValue, Thunk, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	computed,
	just,
	product,
	scalar,
	under,
	union,
	unknown,
} from "./alternatives.js";
import { type Arguments, apply } from "./calls.js";
import { containsItem } from "./comparison.js";
import { toText } from "./conversion.js";
import type { Machine } from "./machine.js";
import { eachOf } from "./property.js";
import { joinItems } from "./text-methods.js";
import { decide } from "./truth.js";

/** Each element of a list in turn; keys of an object are its elements in Python only. */
export function elementsOf(
	machine: Machine,
	of: Alternatives,
	here: Place,
): Alternatives {
	return chain(of, (value) =>
		value.v === "array"
			? eachOf(machine, value, here)
			: unknown(
					value.v === "unknown"
						? value.reason
						: "what it runs over is not a list",
					here,
				),
	);
}

/** A method of arrays; undefined for those that are looked up as properties. */
export function arrayMethod(
	machine: Machine,
	of: ArrayValue,
	name: string,
	given: Arguments,
	here: Place,
): Alternatives | undefined {
	const [argument] = given.args;
	switch (name) {
		case "join":
			return chain(
				argument ? machine.force(argument) : scalar(undefined, here),
				(by) =>
					of.complete
						? joinItems(
								machine,
								of,
								by.v === "text" ? by.text : Text.of(",", computed(here)),
								here,
							)
						: unknown("the list is only partly known", here),
			);
		case "map":
			return argument ? mapItems(machine, of, argument, here) : undefined;
		case "filter":
			return argument ? filterItems(machine, of, argument, here) : undefined;
		case "flat":
		case "slice":
		case "sort":
		case "reverse":
		case "copy":
			return given.args.length === 0
				? just(of)
				: just({ ...of, complete: false });
		case "concat":
			return product(
				given.args.map((a) => machine.force(a)),
				(values) =>
					just({
						...of,
						items: [
							...of.items,
							...values.flatMap((v): readonly (Thunk | Value)[] =>
								v.v === "array" ? v.items : [v],
							),
						],
						complete: of.complete && values.every((v) => v.v !== "unknown"),
					}),
			);
		case "includes":
			return argument
				? chain(machine.force(argument), (item) =>
						containsItem(machine, of.items, item, of.complete, here),
					)
				: undefined;
		case "at": {
			const index = argument ? machine.single(argument) : undefined;
			if (index?.v !== "scalar" || typeof index.value !== "number")
				return undefined;
			const item = of.items.at(index.value);
			return item ? machine.force(item) : scalar(undefined, here);
		}
		case "find":
			return argument ? foundItem(machine, of, argument, here) : undefined;
		default:
			return undefined;
	}
}

function callback(
	machine: Machine,
	fn: Value,
	item: Thunk | Value,
	here: Place,
): Alternatives {
	return fn.v === "external" && /^global#(Boolean|String)$/.test(fn.name)
		? chain(machine.force(item), (value) =>
				fn.name.endsWith("String")
					? just({ v: "text", text: toText(machine, value) })
					: just(value),
			)
		: apply(machine, fn, { args: [item], named: {}, openEnded: false }, here);
}

function mapItems(
	machine: Machine,
	of: ArrayValue,
	argument: Thunk | Value,
	here: Place,
): Alternatives {
	return chain(machine.force(argument), (fn) =>
		product(
			of.items.map((item) => callback(machine, fn, item, here)),
			(items) => just({ ...of, items, at: here }),
		),
	);
}

function filterItems(
	machine: Machine,
	of: ArrayValue,
	argument: Thunk | Value,
	here: Place,
): Alternatives {
	return chain(machine.force(argument), (fn) => {
		const kept: (Thunk | Value)[] = [];
		let complete = of.complete;
		for (const item of of.items) {
			const truths = union(callback(machine, fn, item, here)).map(
				(a) => decide(machine, a.value).truth,
			);
			if (truths.every((t) => t === true)) kept.push(item);
			else if (!truths.every((t) => t === false)) {
				kept.push(item);
				complete = false;
			}
		}
		return just({ ...of, items: kept, complete, at: here });
	});
}

/** The first item that fits; where that is open, one of those that may, since what is looked for is meant to be there. */
function foundItem(
	machine: Machine,
	of: ArrayValue,
	argument: Thunk | Value,
	here: Place,
): Alternatives {
	return chain(filterItems(machine, of, argument, here), (fitting) => {
		if (fitting.v !== "array" || !of.complete || fitting.items.length === 0)
			return unknown("which item is found depends on run time", here);
		if (fitting.complete) return machine.force(fitting.items[0] as Thunk);
		const atom = `which item is found at ${here.file}:${here.span[0]}`;
		return union(
			...fitting.items.map((item, i) =>
				under(machine.force(item), {
					atom,
					is: String(i),
					kind: "choice",
					at: here,
				}),
			),
		);
	});
}
