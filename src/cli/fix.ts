import type { LintResult } from "../engine/result.js";
import { maskText } from "../report/mask.js";
import { count } from "../report/wording.js";
import type { Preference } from "../rule/finding.js";
import type { Io } from "./io.js";

export interface RepairOptions {
	/** False: print the diff and write nothing. */
	readonly write: boolean;
	readonly unsafe: boolean;
	readonly prefer: Preference | undefined;
}

/**
 * Plans the repairs of a result, then writes them or prints their diff. Gives
 * the result of linting what was written; undefined when only a diff was asked for.
 */
export async function repair(
	result: LintResult,
	options: RepairOptions,
	io: Io,
	lintAgain: () => Promise<LintResult>,
): Promise<LintResult | undefined> {
	const { diffPlan, planFixes, writePlan } = await import("../fix/index.js");
	const plan = await planFixes(result, {
		unsafe: options.unsafe,
		...(options.prefer ? { prefer: options.prefer } : {}),
	});
	for (const { title, reason } of plan.dropped)
		io.err(`wslint: not repaired: ${maskText(`${title}: ${reason}`)}\n`);
	if (!options.write) {
		io.out(diffPlan(plan));
		if (plan.files.size === 0) io.err("wslint: nothing to repair\n");
		return undefined;
	}
	if (plan.files.size === 0) return result;
	writePlan(plan);
	io.err(
		`wslint: repaired ${count(plan.applied.length, "finding")} in ${[...plan.files.keys()].join(", ")}\n`,
	);
	return lintAgain();
}
