import type { Graph } from "../graph/graph.js";
import type { Finding, Severity } from "./finding.js";

/** What a rule's `check` yields: the engine adds the rule's id, and its severity where the finding names none. */
export type Report = Omit<
	Finding,
	"rule" | "severity" | "evidence" | "fixes"
> & {
	readonly severity?: Severity;
	readonly evidence?: Finding["evidence"];
	readonly fixes?: Finding["fixes"];
};

export interface Rule {
	/** `category/name`, equal to its path below `rules/`. Names the bad pattern. */
	readonly id: string;
	/** One sentence for `wslint rules` and the index. */
	readonly summary: string;
	/** Severity in the `recommended` preset; a finding may be lower or higher where RULES.md says so. */
	readonly severity: Severity;
	/** Version that introduced it. */
	readonly since: string;
	/** FACTS.md rows (or "contradiction") that make it true. */
	readonly facts: readonly string[];
	/** Raised by the `security` preset. */
	readonly security?: boolean;
	/** Rules whose finding at the same connection and fault makes this one silent: the more specific speaks. */
	readonly yieldsTo?: readonly string[];
	check(graph: Graph): Iterable<Report>;
}

/** Identity function that types a rule. */
export function defineRule(rule: Rule): Rule {
	return rule;
}
