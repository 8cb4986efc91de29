import type { LintFinding } from "../engine/result.js";
import { type Moves, startOf } from "./moves.js";

/**
 * Pairs the findings before edits with those after: a rule that reports the
 * place it reported before says the same thing, whatever words it uses now; a
 * finding that stands elsewhere is known by its fingerprint.
 */
export function pairFindings(
	before: readonly LintFinding[],
	after: readonly LintFinding[],
	moved: Moves,
): ReadonlyMap<LintFinding, LintFinding> {
	const pairs = new Map<LintFinding, LintFinding>();
	const open = new Set(after);
	const pairBy = (test: (a: LintFinding, b: LintFinding) => boolean) => {
		for (const old of before) {
			if (pairs.has(old)) continue;
			const found = [...open].find(
				(it) => it.rule === old.rule && test(old, it),
			);
			if (!found) continue;
			pairs.set(old, found);
			open.delete(found);
		}
	};
	const atSamePlace = (a: LintFinding, b: LintFinding) =>
		moved(a.at) === startOf(b.at);
	const sameIdentity = (a: LintFinding, b: LintFinding) =>
		a.fingerprint === b.fingerprint;
	pairBy((a, b) => atSamePlace(a, b) && sameIdentity(a, b));
	pairBy(atSamePlace);
	pairBy((a, b) => sameIdentity(a, b) && !isCounted(a, before));
	return pairs;
}

/** Of several findings with one sentence in one file, the fingerprint is a number only, which moves up when one is gone. */
function isCounted(finding: LintFinding, all: readonly LintFinding[]): boolean {
	return all.some(
		(other) =>
			other !== finding &&
			other.rule === finding.rule &&
			other.at.file === finding.at.file &&
			other.message.what === finding.message.what,
	);
}
