import { type Place, place } from "../facts/place.js";
import type { Finding } from "../rule/finding.js";
import type { PlacedDirective } from "./directives.js";
import type { LinesOf } from "./lines.js";
import { nearest } from "./nearest.js";

/** Id under which a suppression that suppresses nothing is reported. */
export const UNUSED_DIRECTIVE = "wslint/unused-directive";

/** One comment, with the line it speaks about (none for a whole file) and what it has hit. */
interface Suppression {
	readonly file: string;
	readonly at: Place;
	readonly line: number | undefined;
	/** Empty means every rule. */
	readonly rules: readonly string[];
	readonly hit: Set<string>;
}

/**
 * Takes out the findings that a comment suppresses. A comment speaks of
 * findings whose place *begins* on its line; several `next-line` comments in a
 * row speak of the first line after them.
 */
export function suppress(
	findings: readonly Finding[],
	directives: readonly PlacedDirective[],
	linesOf: LinesOf,
): { readonly kept: Finding[]; readonly unused: UnusedDirective[] } {
	const suppressions = suppressionsOf(directives, linesOf);
	const kept = findings.filter((finding) => {
		const line = linesOf(finding.at.file).lineOf(finding.at.span[0]);
		const covering = suppressions.filter((s) => covers(s, finding, line));
		for (const suppression of covering) suppression.hit.add(finding.rule);
		return covering.length === 0;
	});
	return { kept, unused: suppressions.flatMap(unusedPart) };
}

/** A comment, or one rule named in it, that suppressed nothing. */
export interface UnusedDirective {
	readonly at: Place;
	/** Undefined when the comment names no rule. */
	readonly rule: string | undefined;
}

/**
 * Unused suppressions as findings. A rule that did not run cannot tell, so a
 * comment that names it, or one that names no rule while some did not run, is let be.
 */
export function unusedFindings(
	unused: readonly UnusedDirective[],
	known: readonly string[],
	ran: (rule: string) => boolean,
): Finding[] {
	return unused
		.filter(({ rule }) =>
			rule === undefined
				? known.every(ran)
				: ran(rule) || !known.includes(rule),
		)
		.map(({ at, rule }) => ({
			rule: UNUSED_DIRECTIVE,
			severity: "warning",
			scenario: [],
			at,
			message: wording(rule, known),
			evidence: [],
			fixes: [],
		}));
}

function wording(
	rule: string | undefined,
	known: readonly string[],
): Finding["message"] {
	if (rule === undefined)
		return {
			what: "This comment suppresses nothing",
			why: "no rule reports anything in its reach.",
			do: "Remove it.",
		};
	if (known.includes(rule))
		return {
			what: `This comment suppresses \`${rule}\`, which reports nothing here`,
			why: "the problem was repaired, or the comment stands on another line than the finding.",
			do: "Remove it.",
		};
	const meant = nearest(rule, known);
	return {
		what: `This comment names \`${rule}\`, which is no rule`,
		why: "a name that does not exist suppresses nothing.",
		do: meant
			? `Did you mean \`${meant}\`?`
			: "`wslint rules` lists the names.",
	};
}

function suppressionsOf(
	directives: readonly PlacedDirective[],
	linesOf: LinesOf,
): Suppression[] {
	const stacked = new Map<string, number>();
	for (const { file, directive } of directives)
		if (directive.scope === "next-line") {
			const lines = linesOf(file);
			stacked.set(
				`${file}:${lines.lineOf(directive.at[0])}`,
				lines.lineOf(directive.at[1]),
			);
		}
	return directives.map(({ file, directive }) => {
		const lines = linesOf(file);
		return {
			file,
			at: place(file, directive.at),
			line:
				directive.scope === "file"
					? undefined
					: directive.scope === "same-line"
						? lines.lineOf(directive.at[0])
						: lineBelow(file, lines.lineOf(directive.at[1]), stacked),
			rules: directive.rules,
			hit: new Set(),
		};
	});
}

/** The first line below `line` on which no further `next-line` comment stands. */
function lineBelow(
	file: string,
	line: number,
	stacked: ReadonlyMap<string, number>,
): number {
	const next = stacked.get(`${file}:${line + 1}`);
	return next === undefined ? line + 1 : lineBelow(file, next, stacked);
}

function covers(s: Suppression, finding: Finding, line: number): boolean {
	return (
		s.file === finding.at.file &&
		(s.line === undefined || s.line === line) &&
		(s.rules.length === 0 || s.rules.includes(finding.rule))
	);
}

function unusedPart(s: Suppression): UnusedDirective[] {
	if (s.rules.length === 0)
		return s.hit.size === 0 ? [{ at: s.at, rule: undefined }] : [];
	return s.rules
		.filter((rule) => !s.hit.has(rule))
		.map((rule) => ({ at: s.at, rule }));
}
