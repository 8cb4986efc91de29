import type { LintResult } from "../engine/result.js";
import { maskText } from "../report/mask.js";
import { count } from "../report/wording.js";
import type { Preference } from "../rule/finding.js";
import type { Io } from "./io.js";
import { UsageError } from "./usage-error.js";

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
	const { diffPlan, planFixes, writePlan, WriteRefused } = await import(
		"../fix/index.js"
	);
	const { unsafe, prefer } = options;
	const plan = await planFixes(result, { unsafe, prefer });
	for (const { rule, title, reason } of plan.dropped)
		io.err(
			`wslint: not repaired: ${maskText(`${title} (${rule}): ${reason}`)}\n`,
		);
	if (!options.write) {
		io.out(diffPlan(plan));
		if (plan.files.size === 0) io.err("wslint: nothing to repair\n");
		return undefined;
	}
	if (plan.files.size === 0) return result;
	try {
		writePlan(plan);
	} catch (error) {
		if (error instanceof WriteRefused) throw new UsageError(error.message);
		throw error;
	}
	io.err(
		`wslint: made ${count(plan.applied.length, "repair")} in ${[...plan.files.keys()].join(", ")}\n`,
	);
	return lintAgain();
}

/** Rolls back what an interrupted run left half written, and says so. To be called before files are read. */
export async function rollBackInterrupted(root: string, io: Io): Promise<void> {
	const { recover } = await import("../fix/index.js");
	const undone = recover(root);
	if (!undone) return;
	io.err("wslint: an earlier run was interrupted while it wrote\n");
	if (undone.restored.length > 0)
		io.err(`wslint: put back: ${undone.restored.join(", ")}\n`);
	if (undone.left.length > 0)
		io.err(
			`wslint: changed since, left as they are: ${undone.left.join(", ")}\n`,
		);
}
