import { InvalidArgumentError } from "commander";
import { LEVELS, type Level } from "../engine/severity.js";
import { unknownName } from "./usage-error.js";

export type FormatName = "stylish" | "json";

/** One output of a run. */
export interface FormatChoice {
	readonly name: FormatName;
	/** Relative to the working directory; stdout without one. */
	readonly file: string | undefined;
}

export interface LevelChoice {
	readonly rule: string;
	readonly level: Level;
}

/** Turns a parser of one value into one that collects repeated options. */
export function collect<T>(
	parse: (text: string) => T,
): (text: string, before: readonly T[] | undefined) => T[] {
	return (text, before) => [...(before ?? []), parse(text)];
}

/** `json`, `json=report.json`. */
export function parseFormat(text: string): FormatChoice {
	const [name = "", file] = splitOnce(text);
	if (name !== "stylish" && name !== "json")
		throw new InvalidArgumentError("Known formats: stylish, json, json=FILE.");
	if (file === "")
		throw new InvalidArgumentError("A file name must follow `=`.");
	return { name, file };
}

/** `proxy/missing-ws=off`. */
export function parseLevel(text: string): LevelChoice {
	const [rule = "", level] = splitOnce(text);
	const known = LEVELS.find((l) => l === level);
	if (!known)
		throw new InvalidArgumentError(
			`Write ID=LEVEL, the level one of ${LEVELS.join(", ")}.`,
		);
	return { rule, level: known };
}

/** A whole number from 0. */
export function parseCount(text: string): number {
	if (!/^\d+$/.test(text))
		throw new InvalidArgumentError("Must be a whole number.");
	return Number(text);
}

/** Levels by rule id; throws `UsageError` for a rule that does not exist. */
export function levelsOf(
	choices: readonly LevelChoice[],
	ruleIds: readonly string[],
): Readonly<Record<string, Level>> {
	for (const { rule } of choices)
		if (!ruleIds.includes(rule))
			throw unknownName("rule", rule, ruleIds, "`wslint rules` lists them");
	return Object.fromEntries(choices.map(({ rule, level }) => [rule, level]));
}

function splitOnce(text: string): [string, string | undefined] {
	const at = text.indexOf("=");
	return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
