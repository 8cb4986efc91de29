import { structuredPatch } from "diff";
import { maskLine } from "../facts/mask.js";
import { secretsIn } from "./limits.js";
import type { Plan } from "./plan.js";

/** What a plan changes, as a unified diff; secrets are starred out. "" when it changes nothing. */
export function diffPlan(plan: Plan): string {
	return [...plan.files]
		.map(([path, text]) => diffOf(path, plan.originals.get(path), text))
		.join("");
}

function diffOf(path: string, before: string | undefined, after: string) {
	const { hunks } = structuredPatch(
		path,
		path,
		masked(path, before ?? ""),
		masked(path, after),
		undefined,
		undefined,
		{ context: 3 },
	);
	const old = before === undefined ? "/dev/null" : `a/${path}`;
	const lines = hunks.flatMap((hunk) => [
		`@@ -${range(hunk.oldStart, hunk.oldLines)} +${range(hunk.newStart, hunk.newLines)} @@`,
		...hunk.lines,
	]);
	return `${[`--- ${old}`, `+++ b/${path}`, ...lines].join("\n")}\n`;
}

/** A range without lines is named by the line before it. */
function range(start: number, count: number): string {
	if (count === 1) return `${start}`;
	return `${count === 0 ? start - 1 : start},${count}`;
}

/** One star for each character of a secret, so that the lines of both sides still match. */
function masked(path: string, text: string): string {
	let out = text;
	for (const [start, end] of secretsIn(path, text))
		out =
			out.slice(0, start) +
			out.slice(start, end).replace(/[^\r\n]/g, "*") +
			out.slice(end);
	return out.replace(/[^\r\n]+/g, (line) => maskLine(line));
}
