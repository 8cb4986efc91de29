import { samePlace } from "../facts/place.js";
import type { Rule } from "../rule/define-rule.js";
import type { Finding } from "../rule/finding.js";

/**
 * Where two rules could speak about one fault, the most specific does. A
 * finding is dropped when a rule it yields to spoke about the same place, or
 * about the same connection in one of its scenarios. All findings count as
 * spoken, those that are dropped here too, so that yielding is transitive.
 */
export function dropYielded(
	findings: readonly Finding[],
	rules: readonly Rule[],
): Finding[] {
	const yieldsTo = new Map(rules.map((rule) => [rule.id, rule.yieldsTo ?? []]));
	return findings.filter((finding) => {
		const stronger = yieldsTo.get(finding.rule) ?? [];
		return (
			stronger.length === 0 ||
			!findings.some(
				(other) =>
					stronger.includes(other.rule) && speaksOfTheSame(other, finding),
			)
		);
	});
}

function speaksOfTheSame(other: Finding, finding: Finding): boolean {
	if (samePlace(other.at, finding.at)) return true;
	return (
		finding.connection !== undefined &&
		other.connection === finding.connection &&
		other.scenario.some((s) => finding.scenario.includes(s))
	);
}
