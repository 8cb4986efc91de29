import type { Place } from "../../facts/place.js";
import { isHoleCharacter, Text } from "../text.js";
import type { Value } from "../value.js";
import {
	type Alternatives,
	computed,
	just,
	scalar,
	textValue,
	unknown,
} from "./alternatives.js";
import { hole, toNumber, toText } from "./conversion.js";
import type { Machine } from "./machine.js";
import { matched, replaced } from "./text-replacement.js";
import { undecided } from "./truth.js";

/** A method of strings in JavaScript or Python. */
export function textMethod(
	machine: Machine,
	text: Text,
	name: string,
	args: readonly Value[],
	here: Place,
): Alternatives {
	const argument = (i: number): Text | undefined => {
		const value = args[i];
		return value && value.v !== "regex" ? toText(machine, value) : undefined;
	};
	const number = (i: number): number | undefined => {
		const value = args[i];
		return value ? toNumber(value) : undefined;
	};
	switch (name) {
		case "toString":
		case "valueOf":
		case "normalize":
		case "toLowerCase":
		case "toLocaleLowerCase":
		case "lower":
			return just(textValue(text));
		case "toUpperCase":
		case "upper":
			return just(textValue(mapped(text, (s) => s.toUpperCase())));
		case "trim":
		case "strip":
			return just(textValue(stripped(text, argument(0), true, true)));
		case "trimEnd":
		case "trimRight":
		case "rstrip":
			return just(textValue(stripped(text, argument(0), false, true)));
		case "trimStart":
		case "trimLeft":
		case "lstrip":
			return just(textValue(stripped(text, argument(0), true, false)));
		case "concat":
			return just(
				textValue(Text.concat(text, ...args.map((a) => toText(machine, a)))),
			);
		case "startsWith":
		case "startswith":
			return prefixTest(text, argument(0), here, "start");
		case "endsWith":
		case "endswith":
			return prefixTest(text, argument(0), here, "end");
		case "includes":
		case "__contains__":
			return prefixTest(text, argument(0), here, "any");
		case "indexOf":
		case "find":
		case "lastIndexOf": {
			const sought = argument(0);
			if (!text.known || !sought?.known)
				return unknown("a position in an unknown text", here);
			return scalar(
				name === "lastIndexOf"
					? text.flat.lastIndexOf(sought.flat)
					: text.flat.indexOf(sought.flat),
				here,
			);
		}
		case "slice":
		case "substring":
		case "substr":
			return sliced(text, name, number(0), number(1), args.length, here);
		case "charAt":
		case "at": {
			const index = number(0) ?? 0;
			if (!text.known) return unknown("a character of an unknown text", here);
			const i = index < 0 ? text.length + index : index;
			return just(textValue(text.slice(i, i + 1)));
		}
		case "split":
			return split(text, args[0], here);
		case "removeprefix":
		case "removesuffix": {
			const affix = argument(0)?.value ?? "";
			if (name === "removeprefix" && text.flat.startsWith(affix))
				return just(textValue(text.slice(affix.length)));
			if (name === "removesuffix" && affix && text.flat.endsWith(affix))
				return just(textValue(text.slice(0, -affix.length || undefined)));
			return just(textValue(text));
		}
		case "replace":
		case "replaceAll":
			return replaced(
				machine,
				text,
				args,
				name === "replaceAll" || machine.world.runtime === "python",
				here,
			);
		case "match":
			return matched(text, args[0], here);
		case "join":
			return joinedBy(machine, text, args[0], here);
		default:
			return unknown(`${name}() of a text is not followed`, here);
	}
}

function mapped(text: Text, change: (s: string) => string): Text {
	return Text.concat(
		...text.segments.map((s) =>
			s.hole ? Text.hole(s.hole, s.origin) : Text.of(change(s.text), s.origin),
		),
	);
}

function stripped(
	text: Text,
	characters: Text | undefined,
	start: boolean,
	end: boolean,
): Text {
	const drop = characters?.value;
	const blank = (c: string | undefined) =>
		c !== undefined && (drop === undefined ? /\s/.test(c) : drop.includes(c));
	let from = 0;
	let to = text.length;
	if (start) while (from < to && blank(text.flat[from])) from++;
	if (end) while (to > from && blank(text.flat[to - 1])) to--;
	return text.slice(from, to);
}

function prefixTest(
	text: Text,
	sought: Text | undefined,
	here: Place,
	where: "start" | "end" | "any",
): Alternatives {
	if (sought?.known) {
		const part = sought.flat;
		const hit =
			where === "start"
				? text.flat.startsWith(part)
				: where === "end"
					? text.flat.endsWith(part)
					: text.flat.includes(part);
		if (hit) return scalar(true, here);
		if (text.known || (where !== "any" && cannotMatch(text.flat, part, where)))
			return scalar(false, here);
	}
	return undecided(
		`${text.toString()} ${where === "start" ? "starts with" : where === "end" ? "ends with" : "contains"} ${sought?.toString() ?? "?"}`,
		"choice",
		here,
	);
}

/** True when a known character already differs. */
function cannotMatch(
	flat: string,
	part: string,
	where: "start" | "end",
): boolean {
	for (let i = 0; i < part.length; i++) {
		const at = where === "start" ? i : flat.length - 1 - i;
		const code = flat.charCodeAt(at);
		if (Number.isNaN(code)) return true;
		if (isHoleCharacter(code)) return false;
		if (flat[at] !== part[where === "start" ? i : part.length - 1 - i])
			return true;
	}
	return false;
}

function sliced(
	text: Text,
	name: string,
	a: number | undefined,
	b: number | undefined,
	given: number,
	here: Place,
): Alternatives {
	const usable =
		given > 0 &&
		a !== undefined &&
		(given < 2 || b !== undefined) &&
		(text.known ||
			(a >= 0 &&
				!hasHole(text.slice(0, Math.max(a, 0))) &&
				(given < 2 ||
					(b !== undefined && b >= 0 && !hasHole(text.slice(0, b))))));
	if (!usable || a === undefined)
		return unknown("a slice of an unknown text", here);
	const length = text.length;
	const clamp = (n: number) =>
		n < 0 ? Math.max(0, length + n) : Math.min(n, length);
	if (name === "substr") {
		const start = clamp(a);
		return just(
			textValue(text.slice(start, b === undefined ? length : start + b)),
		);
	}
	if (name === "substring") {
		const [x, y] = [Math.max(0, a), b === undefined ? length : Math.max(0, b)];
		return just(textValue(text.slice(Math.min(x, y), Math.max(x, y))));
	}
	return just(
		textValue(text.slice(clamp(a), b === undefined ? length : clamp(b))),
	);
}

function hasHole(text: Text): boolean {
	return !text.known;
}

function split(text: Text, by: Value | undefined, here: Place): Alternatives {
	const separator =
		by?.v === "text" ? by.text.value : by === undefined ? " " : undefined;
	if (separator === undefined || separator === "")
		return unknown("split by something unknown", here);
	const items: Value[] = [];
	let from = 0;
	for (
		let at = text.flat.indexOf(separator);
		at >= 0;
		at = text.flat.indexOf(separator, from)
	) {
		items.push(textValue(text.slice(from, at)));
		from = at + separator.length;
	}
	items.push(textValue(text.slice(from)));
	// A hole may itself hold separators.
	return just({ v: "array", items, complete: text.known, at: here });
}

/** Python's `",".join(items)`. */
function joinedBy(
	machine: Machine,
	separator: Text,
	items: Value | undefined,
	here: Place,
): Alternatives {
	if (items?.v !== "array" || !items.complete)
		return unknown("a list is not known", here);
	return joinItems(machine, items, separator, here);
}

export function joinItems(
	machine: Machine,
	list: Extract<Value, { v: "array" }>,
	separator: Text,
	here: Place,
): Alternatives {
	const texts = list.items.map((item) => {
		const only = machine.single(item);
		return only
			? toText(machine, only)
			: hole("item", "a list item has several values", here);
	});
	return just(
		textValue(
			Text.concat(
				...texts.flatMap((t, i) =>
					i === 0 ? [t] : [Text.of(separator.flat, computed(here)), t],
				),
			),
		),
	);
}
