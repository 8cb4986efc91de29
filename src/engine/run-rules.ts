import type { Graph } from "../graph/graph.js";
import type { Report, Rule } from "../rule/define-rule.js";
import type { Finding } from "../rule/finding.js";
import { readable } from "../value/text.js";
import type { Scenario } from "../value/world.js";
import { withContrasts } from "./contrast.js";
import type { PlacedDirective } from "./directives.js";
import { fingerprints } from "./fingerprint.js";
import type { LinesOf } from "./lines.js";
import { mergeScenarios } from "./merge.js";
import type { LintFinding, RuleFailure } from "./result.js";
import { isOff, levelOf, type Policy, RECOMMENDED } from "./severity.js";
import { suppress, UNUSED_DIRECTIVE, unusedFindings } from "./suppress.js";
import { dropYielded } from "./yield.js";

export interface RunOptions {
	readonly linesOf: LinesOf;
	readonly policy?: Policy;
	readonly directives?: readonly PlacedDirective[];
	/** Only findings of these scenarios; a finding that belongs to none is always kept. */
	readonly scenarios?: readonly Scenario[];
}

export interface Run {
	/** By file, place and rule. */
	readonly findings: readonly LintFinding[];
	/** Rules that threw; what they had yielded before is dropped. */
	readonly failures: readonly RuleFailure[];
}

/**
 * Asks every rule that is not off. The order of the steps matters: scenarios
 * are chosen first, then the more specific rule speaks, then scenarios that
 * say the same are joined and set against the others, and only what is left
 * can be suppressed.
 */
export function runRules(
	graph: Graph,
	rules: readonly Rule[],
	options: RunOptions,
): Run {
	const { linesOf, policy = RECOMMENDED, directives = [] } = options;
	const asked = rules.filter((rule) => !isOff(rule.id, policy));
	const { findings: raw, failures } = ask(asked, graph);

	const chosen = raw.flatMap((f) => inScenarios(f, options.scenarios));
	const spoken = withContrasts(
		mergeScenarios(dropYielded(chosen, asked)),
		graph,
	);
	const levelled = withLevels(spoken, rules, policy);
	const { kept, unused } = suppress(levelled, directives, linesOf);

	const failed = new Set(failures.map((failure) => failure.rule));
	const ran = (id: string) =>
		options.scenarios === undefined &&
		!failed.has(id) &&
		asked.some((rule) => rule.id === id);
	const known = rules.map((rule) => rule.id);
	const about = isOff(UNUSED_DIRECTIVE, policy)
		? []
		: withLevels(unusedFindings(unused, known, ran), [], policy);

	return { findings: placed([...kept, ...about], linesOf), failures };
}

function ask(
	rules: readonly Rule[],
	graph: Graph,
): { findings: Finding[]; failures: RuleFailure[] } {
	const findings: Finding[] = [];
	const failures: RuleFailure[] = [];
	for (const rule of rules)
		try {
			const reports = [...rule.check(graph)];
			findings.push(...reports.map((report) => complete(rule, report)));
		} catch (error) {
			failures.push({ rule: rule.id, error });
		}
	return { findings, failures };
}

/** With everything a report may leave out, and no stand-in of an unknown text in what people read. */
function complete(rule: Rule, report: Report): Finding {
	const { what, why, do: remedy } = report.message;
	return {
		...report,
		rule: rule.id,
		severity: report.severity ?? rule.severity,
		message: { what: readable(what), why: readable(why), do: readable(remedy) },
		evidence: (report.evidence ?? []).map((e) => ({
			...e,
			message: readable(e.message),
		})),
		fixes: (report.fixes ?? []).map((f) => ({
			...f,
			title: readable(f.title),
		})),
	};
}

function inScenarios(
	finding: Finding,
	scenarios: readonly Scenario[] | undefined,
): Finding[] {
	if (scenarios === undefined || finding.scenario.length === 0)
		return [finding];
	const scenario = finding.scenario.filter((s) => scenarios.includes(s));
	return scenario.length === 0 ? [] : [{ ...finding, scenario }];
}

function withLevels(
	findings: readonly Finding[],
	rules: readonly Rule[],
	policy: Policy,
): Finding[] {
	const byId = new Map(rules.map((rule) => [rule.id, rule]));
	return findings.flatMap((finding) => {
		const rule = byId.get(finding.rule) ?? { id: finding.rule };
		const severity = levelOf(rule, finding.severity, policy);
		return severity === "off" ? [] : [{ ...finding, severity }];
	});
}

function placed(findings: readonly Finding[], linesOf: LinesOf): LintFinding[] {
	const sorted = [...findings].sort(byPlaceAndRule);
	const ids = fingerprints(sorted);
	return sorted.map((finding, i) => ({
		...finding,
		location: linesOf(finding.at.file).locate(finding.at),
		fingerprint: ids[i] ?? "",
	}));
}

function byPlaceAndRule(a: Finding, b: Finding): number {
	return (
		compare(a.at.file, b.at.file) ||
		a.at.span[0] - b.at.span[0] ||
		a.at.span[1] - b.at.span[1] ||
		compare(a.rule, b.rule) ||
		compare(a.message.what, b.message.what)
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
