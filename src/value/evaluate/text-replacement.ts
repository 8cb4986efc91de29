import type { Place } from "../../facts/place.js";
import { Text } from "../text.js";
import type { Value } from "../value.js";
import {
	type Alternatives,
	just,
	scalar,
	textValue,
	unknown,
} from "./alternatives.js";
import { apply } from "./calls.js";
import { hole, toText } from "./conversion.js";
import type { Machine } from "./machine.js";
import { compile } from "./methods.js";

/** Longest text that patterns of the linted code are run on (UTF-16 units). */
const LONGEST_SUBJECT = 500;

/** `replace` and `replaceAll`; Python's `replace` replaces every occurrence. */
export function replaced(
	machine: Machine,
	text: Text,
	args: readonly Value[],
	every: boolean,
	here: Place,
): Alternatives {
	const [pattern, replacement] = args;
	if (!pattern || !replacement || text.length > LONGEST_SUBJECT)
		return unknown("a replacement is not followed", here);
	const global =
		every || (pattern.v === "regex" && pattern.flags.includes("g"));
	const source =
		pattern.v === "regex"
			? pattern.source
			: pattern.v === "text"
				? pattern.text.value
				: undefined;
	if (source === undefined) return blurred(text, here);
	const regex =
		pattern.v === "regex"
			? compile(source, `${pattern.flags.replace(/[dgy]/g, "")}d`)
			: compile(source.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&"), "d");
	if (!regex) return blurred(text, here);
	let result = text;
	let from = 0;
	for (let turn = 0; turn < 20; turn++) {
		const rest = result.flat.slice(from);
		if (from > 0 && regex.source.startsWith("^")) break;
		const found = regex.exec(rest);
		if (!found) break;
		const put = substitute(
			machine,
			replacement,
			pattern.v === "regex",
			found,
			result.slice(from),
			here,
		);
		if (!put) return blurred(text, here);
		result = result.splice(
			from + found.index,
			from + found.index + found[0].length,
			put,
		);
		from += found.index + put.length;
		if (!global || found[0].length === 0) break;
	}
	const scheme = replacedScheme(pattern, replacement);
	return scheme
		? just(textValue(result), { at: here, label: `${scheme} replaced` })
		: just(textValue(result));
}

/** The literal scheme that a replacement exchanges for another (`.replace("ws://", "http://")`): the trail says which one was thought of. */
function replacedScheme(
	pattern: Value,
	replacement: Value,
): string | undefined {
	const from = pattern.v === "text" ? pattern.text.value : undefined;
	const to = replacement.v === "text" ? replacement.text.value : undefined;
	const isScheme = (text: string | undefined) =>
		/^(wss?|https?):(\/\/)?$/.test(text ?? "");
	return isScheme(from) && isScheme(to) ? from : undefined;
}

/** The replacement text, with `$1` and `$&` filled from the match; a callback is called with the match. */
function substitute(
	machine: Machine,
	replacement: Value,
	regex: boolean,
	found: RegExpExecArray,
	subject: Text,
	here: Place,
): Text | undefined {
	const group = (i: number): Text => {
		const range = found.indices?.[i];
		return range ? subject.slice(range[0], range[1]) : Text.empty;
	};
	if (replacement.v === "function") {
		const results = apply(
			machine,
			replacement,
			{
				args: found.map((_, i) => textValue(group(i))),
				named: {},
				openEnded: false,
			},
			here,
		);
		const only = results.length === 1 ? results[0]?.value : undefined;
		return only?.v === "text" ? only.text : undefined;
	}
	const put = toText(machine, replacement);
	if (!regex || !put.flat.includes("$")) return put;
	let result = put;
	for (const mark of [...put.flat.matchAll(/\$(\d|&)/g)].reverse())
		result = result.splice(
			mark.index,
			mark.index + 2,
			group(mark[1] === "&" ? 0 : Number(mark[1])),
		);
	return result;
}

/** The text after an operation that could not be followed: its known parts no longer count. */
function blurred(text: Text, here: Place): Alternatives {
	return just(
		textValue(
			hole("?", `a replacement in ${text.toString()} is not followed`, here),
		),
	);
}

/** `match`: the groups of the first match, or `null`. */
export function matched(
	text: Text,
	pattern: Value | undefined,
	here: Place,
): Alternatives {
	if (pattern?.v !== "regex" || !text.known || text.length > LONGEST_SUBJECT)
		return unknown("a match is not followed", here);
	const found = compile(
		pattern.source,
		`${pattern.flags.replace(/[dgy]/g, "")}d`,
	)?.exec(text.flat);
	if (!found) return scalar(null, here);
	return just({
		v: "array",
		items: found.map((_, i) => {
			const range = found.indices?.[i];
			return range
				? textValue(text.slice(range[0], range[1]))
				: ({ v: "scalar", value: undefined, at: here } as const);
		}),
		complete: true,
		at: here,
	});
}
