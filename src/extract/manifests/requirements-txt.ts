import type { PythonRequirements } from "../../facts/index.js";
import { type PythonPackage, parseRequirement } from "./requirement.js";

/** `-r file`, `--requirement=file`, `-c file`. */
const INCLUDE = /^(?:-r|-c|--requirement|--constraint)(?:\s+|=)?(\S+)/;

/** requirements*.txt as pip reads it. Never throws. */
export function extractRequirementsTxt(text: string): PythonRequirements {
	const packages: PythonPackage[] = [];
	const includes: string[] = [];
	let complete = true;
	for (const { line, start } of logicalLines(text)) {
		const include = INCLUDE.exec(line)?.[1];
		if (include !== undefined) includes.push(include);
		else if (/^(-e|--editable)\b/.test(line)) complete = false;
		else if (!line.startsWith("-")) {
			const found = parseRequirement(line, start);
			if (found) packages.push(found);
			else complete = false;
		}
	}
	return {
		kind: "python-requirements",
		format: "requirements",
		packages,
		includes,
		complete,
	};
}

/** Lines without comments and surrounding blanks; a trailing backslash continues one. */
function* logicalLines(
	text: string,
): Generator<{ line: string; start: number }> {
	for (const { 0: whole, index } of text.matchAll(
		/(?:[^\\\r\n]|\\(?!\r?\n)|\\\r?\n)+/g,
	)) {
		const line = whole
			.replace(/(^|\s)#.*/, "")
			.replaceAll(/\\\r?\n/g, (found) => " ".repeat(found.length));
		const trimmed = line.replace(/^[\s\uFEFF]+/, "");
		if (trimmed.trim() !== "")
			yield {
				line: trimmed.trimEnd(),
				start: index + line.length - trimmed.length,
			};
	}
}
