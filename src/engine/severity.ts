import type { Rule } from "../rule/define-rule.js";
import type { Severity } from "../rule/finding.js";

/** What a user may set a rule to. */
export type Level = "off" | Severity;

export const LEVELS: readonly Level[] = ["off", "info", "warning", "error"];

export type Preset = "recommended" | "strict" | "security";

export const PRESETS: readonly Preset[] = ["recommended", "strict", "security"];

/** Which rules run, and how loud each is. */
export interface Policy {
	readonly preset: Preset;
	/** Rule id → the level the user gave it; it holds for every finding of that rule. */
	readonly levels: Readonly<Record<string, Level>>;
}

export const RECOMMENDED: Policy = { preset: "recommended", levels: {} };

/** The level of a finding: what the user said of the rule, else the preset's view of what the rule said. */
export function levelOf(
	rule: Pick<Rule, "id" | "security">,
	stated: Severity,
	policy: Policy,
): Level {
	const own = policy.levels[rule.id];
	if (own) return own;
	if (policy.preset === "strict" && stated === "warning") return "error";
	if (policy.preset === "security" && rule.security) return raised(stated);
	return stated;
}

/** True when the user turned the rule off. */
export function isOff(ruleId: string, policy: Policy): boolean {
	return policy.levels[ruleId] === "off";
}

function raised(severity: Severity): Severity {
	return severity === "info" ? "warning" : "error";
}
