import type { LintFinding } from "../engine/result.js";
import type { Fix, Preference } from "../rule/finding.js";

/** Which repairs are wanted. */
export interface Selection {
	/** Also repairs that change behaviour on purpose. */
	readonly unsafe?: boolean | undefined;
	/** Of several right answers, which one; needs `unsafe`. */
	readonly prefer?: Preference | undefined;
	/** Repair findings of these rules only. */
	readonly rules?: readonly string[] | undefined;
}

/**
 * The fixes of a finding that may be tried, in this order: safe ones; the
 * preferred answer; other unsafe ones, which with a preference are those that
 * answer no such question; safe ones once more, as unsafe ones, for where they
 * turn out to have side effects. A fix that only suggests needs the preference.
 */
export function selectedFixes(
	finding: LintFinding,
	{ unsafe, prefer, rules }: Selection,
): readonly Fix[] {
	if (rules && !rules.includes(finding.rule)) return [];
	const of = (test: (fix: Fix) => boolean) => finding.fixes.filter(test);
	const safe = of((fix) => fix.safety === "safe");
	if (!unsafe) return safe;
	const isPreferred = (fix: Fix) =>
		prefer !== undefined && fix.safety !== "safe" && fix.prefer === prefer;
	const open = of(
		(fix) =>
			fix.safety === "unsafe" &&
			(prefer === undefined || fix.prefer === undefined),
	);
	const demoted = safe.map((fix): Fix => ({ ...fix, safety: "unsafe" }));
	return [...safe, ...of(isPreferred), ...open, ...demoted];
}
