import type { Place } from "../../facts/place.js";
import type { Evaluator } from "../evaluator.js";
import { Text } from "../text.js";
import type { Value } from "../value.js";
import { computed, placeOf } from "./alternatives.js";
import { href } from "./url-parts.js";

/**
 * A value as text, as `String(x)` (JavaScript) or `str(x)` (Python) gives it.
 * What is not known becomes a hole that says why.
 */
export function toText(machine: Evaluator, value: Value): Text {
	switch (value.v) {
		case "text":
			return value.text;
		case "scalar":
			return scalarText(machine, value.value, value.at);
		case "url":
			return href(value.parts, value.at);
		case "array": {
			if (!value.complete)
				return hole("list", "a list is only partly known", value.at);
			const parts = value.items.map((item) => {
				const only = machine.single(item);
				return only
					? toText(machine, only)
					: hole("item", "a list item has several values", value.at);
			});
			const comma = Text.of(",", computed(value.at));
			return Text.concat(
				...parts.flatMap((p, i) => (i === 0 ? [p] : [comma, p])),
			);
		}
		case "unknown":
			return hole("?", value.reason, value.at);
		case "made":
			return hole(
				holeName(value.by),
				`${shortName(value.by)}() is not followed`,
				value.made.site,
			);
		case "property":
		case "external":
			return hole(
				value.name.slice(
					Math.max(value.name.lastIndexOf("."), value.name.lastIndexOf("#")) +
						1,
				),
				`${spoken(value)} is known only at run time`,
				value.at,
			);
		default:
			return hole("?", `${articled(value.v)} is used as text`, placeOf(value));
	}
}

/** `useParams().id`, as its author would say it. */
function spoken(value: Value): string {
	switch (value.v) {
		case "property":
			return `${spoken(value.of)}.${value.name}`;
		case "made":
			return `${shortName(value.by)}()`;
		case "external":
			return shortName(value.name);
		default:
			return `a ${value.v}`;
	}
}

function scalarText(
	machine: Evaluator,
	value: number | boolean | null | undefined,
	at: Place,
): Text {
	if (typeof value === "number")
		return Text.of(String(value), { kind: "literal", at });
	const python = machine.world.runtime === "python";
	const shown =
		python && typeof value === "boolean"
			? value
				? "True"
				: "False"
			: python && value === null
				? "None"
				: String(value);
	return Text.of(shown, computed(at));
}

export function hole(name: string, reason: string, at: Place): Text {
	return Text.hole({ kind: "runtime", name, reason }, computed(at));
}

/** `fastapi#FastAPI` → `FastAPI`. */
export function shortName(external: string): string {
	return external.slice(external.indexOf("#") + 1);
}

/** What a made value is called in a URL: `?` where all that is known is which methods were called on it. */
function holeName(by: string): string {
	const name = shortName(by);
	return name.startsWith(".") ? "?" : name;
}

/** A whole number, from a number or decimal text. */
export function toNumber(value: Value): number | undefined {
	if (value.v === "scalar" && typeof value.value === "number")
		return value.value;
	const text = value.v === "text" ? value.text.value?.trim() : undefined;
	return text && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function articled(noun: string): string {
	return `${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}
