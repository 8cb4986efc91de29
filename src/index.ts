import type { Config } from "./config/schema.js";
import type { LintResult } from "./engine/result.js";
import type { Plan, PlanOptions } from "./fix/index.js";
import { type LintOptions, lint } from "./lint.js";

export { ConfigError, type Problem } from "./config/config-error.js";
export type { Config } from "./config/schema.js";
export type { Location } from "./engine/lines.js";
export type {
	LintFinding,
	LintResult,
	Note,
	Summary,
} from "./engine/result.js";
export type { Level, Preset } from "./engine/severity.js";
export type { Plan, PlanOptions } from "./fix/index.js";
export type { Graph } from "./graph/graph.js";
export { type LintOptions, lint } from "./lint.js";
export { defineRule, type Report, type Rule } from "./rule/define-rule.js";
export type {
	Evidence,
	Finding,
	Fix,
	Intent,
	Message,
	Preference,
	Safety,
	Severity,
} from "./rule/finding.js";
export type { Scenario } from "./value/world.js";

/** Identity function that types a configuration; wslint reads the file and never runs it. */
export function defineConfig(config: Config): Config {
	return config;
}

export interface FixResult {
	readonly result: LintResult;
	/** Verified edits, not yet written; see `writePlan`. */
	readonly plan: Plan;
}

/** Lints and plans the repairs. Nothing is written: that is `writePlan(plan)`. */
export async function fix(
	options: LintOptions & PlanOptions = {},
): Promise<FixResult> {
	const result = await lint(options);
	const { planFixes } = await import("./fix/index.js");
	return { result, plan: await planFixes(result, options) };
}
