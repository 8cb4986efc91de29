import { CannotEdit, type TextEdit } from "../edit.js";
import {
	indentOf,
	indentUnit,
	isFirstOnLine,
	lineEnd,
} from "../layout/lines.js";
import type { Script } from "./script.js";

/**
 * Declares keys in `interface ImportMetaEnv`, written as the members that are
 * there. A key may be unset in some mode, so its type is optional.
 */
export function declareKeys(
	{ file, source }: Script,
	keys: readonly string[],
): TextEdit[] {
	const declared = [
		...file.getInterfaces(),
		...file.getModules().flatMap((module) => module.getInterfaces()),
	].find((it) => it.getName() === "ImportMetaEnv");
	if (!declared)
		throw new CannotEdit(`${source.path} does not declare ImportMetaEnv`);
	const members = declared.getMembers();
	const known = new Set(declared.getProperties().map((p) => p.getName()));
	const missing = keys.filter((key) => !known.has(key));
	if (missing.length === 0) return [];

	const { text, eol } = source;
	const last = members.at(-1);
	const lastText = last?.getText() ?? "readonly X: string;";
	const end = /[;,]$/.exec(lastText)?.[0] ?? "";
	const readonly = last && !lastText.startsWith("readonly") ? "" : "readonly ";
	const close = declared.getEnd() - 1;
	const indent =
		last && isFirstOnLine(text, last.getStart())
			? indentOf(text, last.getStart())
			: indentOf(text, close) + indentUnit(text, "\t");
	const lines = missing
		.map((key) => `${indent}${readonly}${key}?: string${end}${eol}`)
		.join("");
	if (isFirstOnLine(text, close)) {
		const at = text.lastIndexOf("\n", close - 1) + 1;
		return [{ start: at, end: at, text: lines }];
	}
	const from = last ? lineEnd(text, last.getEnd()) : close;
	const at = Math.min(from, close);
	const blanks = text.slice(0, at).length - text.slice(0, at).trimEnd().length;
	return [
		{
			start: at - blanks,
			end: close,
			text: `${eol}${lines}${indentOf(text, declared.getStart())}`,
		},
	];
}
