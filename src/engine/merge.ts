import { type Place, samePlace } from "../facts/place.js";
import type { Evidence, Finding, Fix, Severity } from "../rule/finding.js";
import { SCENARIOS } from "../value/world.js";

/** More places than this explain nothing (DESIGN §6). */
export const EVIDENCE_LIMIT = 6;

const LOUDNESS: readonly Severity[] = ["info", "warning", "error"];

/**
 * One finding per problem: those of one rule that stand at one place and say
 * the same are joined, with the scenarios, evidence and fixes of all. Order is
 * that of the first of each.
 */
export function mergeScenarios(findings: readonly Finding[]): Finding[] {
	const merged = new Map<string, Finding>();
	for (const finding of findings) {
		const key = JSON.stringify([
			finding.rule,
			finding.at.file,
			finding.at.span,
			finding.message.what,
			finding.message.why,
			finding.message.do,
		]);
		const known = merged.get(key);
		merged.set(key, known ? joined(known, finding) : trimmed(finding));
	}
	return [...merged.values()];
}

function joined(a: Finding, b: Finding): Finding {
	const connection = [a.connection, b.connection]
		.filter((id) => id !== undefined)
		.sort()[0];
	return {
		...a,
		severity: louder(a.severity, b.severity),
		scenario: SCENARIOS.filter(
			(s) => a.scenario.includes(s) || b.scenario.includes(s),
		),
		evidence: distinctEvidence(a.at, [...a.evidence, ...b.evidence]),
		fixes: distinctFixes([...a.fixes, ...b.fixes]),
		...(connection === undefined ? {} : { connection }),
	};
}

function trimmed(finding: Finding): Finding {
	return {
		...finding,
		scenario: SCENARIOS.filter((s) => finding.scenario.includes(s)),
		evidence: distinctEvidence(finding.at, finding.evidence),
	};
}

/** A place is quoted once, and the finding's own place only where it says something new. */
function distinctEvidence(
	at: Place,
	evidence: readonly Evidence[],
): readonly Evidence[] {
	const kept: Evidence[] = [];
	for (const one of evidence) {
		const repeats = kept.some(
			(k) => samePlace(k.at, one.at) || sameWords(k, one),
		);
		if (!repeats && !(samePlace(one.at, at) && one.message === ""))
			kept.push(one);
	}
	return kept.slice(0, EVIDENCE_LIMIT);
}

function sameWords(a: Evidence, b: Evidence): boolean {
	return (
		a.message === b.message &&
		a.at.file === b.at.file &&
		a.at.span[0] === b.at.span[0]
	);
}

function distinctFixes(fixes: readonly Fix[]): readonly Fix[] {
	const byTitle = new Map<string, Fix>();
	for (const fix of fixes)
		if (!byTitle.has(fix.title)) byTitle.set(fix.title, fix);
	return [...byTitle.values()];
}

function louder(a: Severity, b: Severity): Severity {
	return LOUDNESS.indexOf(a) >= LOUDNESS.indexOf(b) ? a : b;
}
