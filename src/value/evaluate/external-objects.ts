import type { Place } from "../../facts/place.js";
import type { Thunk, Value } from "../value.js";
import {
	chain,
	just,
	placeOf,
	product,
	unknown,
	writtenText,
} from "./alternatives.js";
import { merge } from "./expression.js";
import { type ExternalCall as Call, first } from "./external-call.js";

/** `Object.assign(target, …)`. */
export const assign: Call = (machine, { args }, made) =>
	product(
		args.map((a) => machine.force(a)),
		(values) => {
			const [target, ...rest] = values;
			if (target?.v !== "object")
				return unknown("Object.assign on something unknown", made.site);
			return just(rest.reduce<typeof target>((o, v) => merge(o, v), target));
		},
	);

/** `Object.entries(of)`. */
export const entriesOf: Call = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (value) =>
		value.v === "object"
			? just({
					v: "array",
					items: [...value.entries].map(
						([key, entry]): Value => ({
							v: "array",
							items: [writtenText(key, entry.keyAt), entry.value],
							complete: true,
							at: entry.at,
						}),
					),
					complete: value.complete,
					at: value.at,
				})
			: unknown("the entries of something unknown", made.site),
	);

/** `Object.fromEntries(list)`. */
export const fromEntries: Call = (machine, given, made) =>
	chain(first(machine, given, made) ?? [], (list) => {
		if (list.v !== "array")
			return unknown("an object made of unknown entries", made.site);
		const entries = new Map<
			string,
			{ value: Thunk | Value; keyAt: Place; at: Place }
		>();
		let complete = list.complete;
		for (const item of list.items) {
			const pair = machine.single(item);
			const [key, value] = pair?.v === "array" ? pair.items : [];
			const name = key && machine.single(key);
			const text = name?.v === "text" ? name.text.value : undefined;
			if (text === undefined || !value || !name) complete = false;
			else
				entries.set(text, { value, keyAt: placeOf(name), at: placeOf(pair) });
		}
		return just({ v: "object", entries, complete, at: list.at });
	});
