import type { Config } from "./config/schema.js";
import type { LintResult } from "./engine/result.js";
import { type Plan, planFixes } from "./fix/index.js";
import { type LintOptions, lint } from "./lint.js";
import type { Preference } from "./rule/finding.js";

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
export {
	type Applied,
	type Dropped,
	diffPlan,
	type Plan,
	WriteRefused,
	writePlan,
} from "./fix/index.js";
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

export interface FixOptions extends LintOptions {
	/** Also make repairs that change behaviour. */
	readonly unsafe?: boolean;
	/** Of several right answers, which one; needs `unsafe`. */
	readonly prefer?: Preference;
}

export interface FixResult {
	/** Before any repair. */
	readonly result: LintResult;
	/** Verified repairs, not yet written. */
	readonly plan: Plan;
}

/** Lints and plans the repairs. Nothing is written: that is `writePlan(plan)`. */
export async function fix(options: FixOptions = {}): Promise<FixResult> {
	const result = await lint(options);
	const { unsafe, prefer } = options;
	return { result, plan: await planFixes(result, { unsafe, prefer }) };
}
