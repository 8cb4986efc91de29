import type { LinesOf, Location } from "../../engine/lines.js";
import type { LintFinding, LintResult, Summary } from "../../engine/result.js";
import type { Fix, Safety, Severity } from "../../rule/finding.js";
import type { Scenario } from "../../value/world.js";
import { maskText, secretSpans } from "../mask.js";
import { sayMessage } from "../wording.js";

/** What `--format json` prints; other programs read it (DESIGN §8). Lines and columns count from 1. */
export interface JsonReport {
	readonly version: 1;
	readonly summary: Summary;
	readonly findings: readonly JsonFinding[];
}

export interface JsonFinding extends Location {
	readonly rule: string;
	readonly severity: Severity;
	readonly scenario: readonly Scenario[];
	readonly message: string;
	readonly evidence: readonly {
		readonly file: string;
		readonly line: number;
		readonly column: number;
		readonly message: string;
	}[];
	readonly fixes: readonly {
		readonly title: string;
		readonly safety: Safety;
		readonly edits: readonly JsonEdit[];
	}[];
	readonly fingerprint: string;
}

/** Replace `[start, end)`, UTF-16 offsets in the file, by `text`. */
export interface JsonEdit {
	readonly file: string;
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** The fix room's answer for one fix; empty when it cannot be expressed in this tree. */
export type EditsFor = (fix: Fix) => Promise<readonly JsonEdit[]>;

export async function jsonReport(
	result: LintResult,
	linesOf: LinesOf,
	editsFor: EditsFor,
): Promise<JsonReport> {
	const findings: JsonFinding[] = [];
	for (const finding of result.findings)
		findings.push(await jsonFinding(finding, linesOf, editsFor));
	return { version: 1, summary: result.summary, findings };
}

async function jsonFinding(
	finding: LintFinding,
	linesOf: LinesOf,
	editsFor: EditsFor,
): Promise<JsonFinding> {
	const fixes: JsonFinding["fixes"][number][] = [];
	for (const fix of finding.fixes)
		fixes.push({
			title: maskText(fix.title),
			safety: fix.safety,
			edits: withoutSecrets(await editsFor(fix)),
		});
	return {
		rule: finding.rule,
		severity: finding.severity,
		scenario: finding.scenario,
		...finding.location,
		message: maskText(sayMessage(finding.message)),
		evidence: finding.evidence.map(({ at, message }) => {
			const { file, line, column } = linesOf(at.file).locate(at);
			return { file, line, column, message: maskText(message) };
		}),
		fixes,
		fingerprint: finding.fingerprint,
	};
}

/** Edits are all or nothing, so one that would print a secret leaves none. */
function withoutSecrets(edits: readonly JsonEdit[]): readonly JsonEdit[] {
	return edits.some((edit) => secretSpans(edit.text).length > 0)
		? []
		: edits.map(({ file, start, end, text }) => ({ file, start, end, text }));
}
