import type { Place } from "../../facts/place.js";
import { projectPattern } from "../project-pattern.js";
import type { Value } from "../value.js";
import {
	type Alternatives,
	chain,
	just,
	product,
	scalar,
	textValue,
	unknown,
} from "./alternatives.js";
import { type Arguments, apply } from "./calls.js";
import { arrayMethod } from "./collections.js";
import { toText } from "./conversion.js";
import { environmentValue } from "./environment.js";
import { orDefault } from "./externals.js";
import type { Machine } from "./machine.js";
import { textMethod } from "./text-methods.js";
import { undecided } from "./truth.js";
import { href } from "./url-parts.js";

/**
 * A method of a built-in value; undefined when `of` is not one that the
 * evaluator knows, so that the property is looked up instead.
 */
export function methodCall(
	machine: Machine,
	of: Value,
	name: string,
	given: Arguments,
	here: Place,
): Alternatives | undefined {
	switch (of.v) {
		case "text":
			return product(
				given.args.map((a) => machine.force(a)),
				(args) => textMethod(machine, of.text, name, args, here),
			);
		case "array":
			return arrayMethod(machine, of, name, given, here);
		case "url":
			return name === "toString" || name === "toJSON"
				? just(textValue(href(of.parts, of.at)))
				: unknown(`${name}() of a URL is not followed`, here);
		case "regex":
			return name === "test" ? matches(machine, of, given, here) : undefined;
		case "environment":
			return name === "get" || name === "toObject"
				? environmentGet(machine, of, given, here)
				: undefined;
		case "object":
			return objectMethod(machine, of, name, given, here);
		case "function":
			return functionMethod(machine, of, name, given, here);
		case "scalar":
			if (name === "toString" && typeof of.value === "number")
				return just(textValue(toText(machine, of)));
			return undefined;
		case "unknown":
			return just(of);
		default:
			return undefined;
	}
}

function environmentGet(
	machine: Machine,
	of: Extract<Value, { v: "environment" }>,
	{ args }: Arguments,
	here: Place,
): Alternatives {
	const [key, fallback] = args;
	if (!key) return unknown("the whole environment is read", here);
	return chain(machine.force(key), (k) => {
		const name = k.v === "text" ? k.text.value : undefined;
		return name === undefined
			? unknown("the key is computed at run time", here)
			: orDefault(
					machine,
					environmentValue(machine, of.accessor, name, here),
					fallback,
					here,
				);
	});
}

function objectMethod(
	machine: Machine,
	of: Extract<Value, { v: "object" }>,
	name: string,
	{ args }: Arguments,
	here: Place,
): Alternatives | undefined {
	if (name !== "get" || of.entries.has("get") || !args[0]) return undefined;
	return chain(machine.force(args[0]), (key) => {
		const text = key.v === "text" ? key.text.value : undefined;
		return text === undefined
			? unknown("the key is computed at run time", here)
			: orDefault(machine, machine.property(of, text, here), args[1], here);
	});
}

function functionMethod(
	machine: Machine,
	of: Extract<Value, { v: "function" }>,
	name: string,
	given: Arguments,
	here: Place,
): Alternatives | undefined {
	if (name === "bind") return just(of);
	if (name === "call")
		return apply(machine, of, { ...given, args: given.args.slice(1) }, here);
	return undefined;
}

function matches(
	machine: Machine,
	regex: Extract<Value, { v: "regex" }>,
	{ args }: Arguments,
	here: Place,
): Alternatives {
	return product(
		args.slice(0, 1).map((a) => machine.force(a)),
		([subject]) => {
			const text = subject ? toText(machine, subject) : undefined;
			const pattern = compile(regex.source, regex.flags);
			if (text && pattern && decidable(text.flat, text.known, regex.source))
				return scalar(pattern.test(text.flat), here);
			return undecided(
				`${regex.source} matches ${text?.toString() ?? "?"}`,
				"choice",
				here,
			);
		},
	);
}

/** An anchored pattern is decided by known characters at the start alone. */
function decidable(flat: string, known: boolean, source: string): boolean {
	return known || (source.startsWith("^") && /^[a-z]{3,6}:/i.test(flat));
}

/** A regular expression of the linted code, or undefined when this engine rejects it or it is too long to be trusted. */
export function compile(source: string, flags: string): RegExp | undefined {
	return projectPattern(source, flags.replace(/[gy]/g, ""));
}
