import type { SwitchCase, SwitchStatement } from "oxc-parser";
import type { Expr } from "../../value/expr.js";
import type { Env } from "./env.js";
import {
	assume,
	type Exit,
	type Frame,
	inScopeOf,
	keepingGuard,
	restore,
	snapshot,
} from "./frame.js";
import type { Guard } from "./guard.js";
import { keyReadMark, markUse } from "./key-reads.js";
import { lowerExpression } from "./lower-expression.js";
import { inExit } from "./lower-jump.js";
import { joinChoice } from "./lower-operator.js";
import { lowerStatements } from "./lower-statement.js";
import {
	branch,
	breakable,
	FALLS,
	falls,
	type Outcome,
	sequence,
} from "./outcome.js";
import { spanOf } from "./syntax.js";
import { joinAny } from "./versions.js";

/** Cases that share one body; `test` is absent for `default`. */
interface Arm {
	readonly guard: Guard | undefined;
	readonly node: SwitchCase;
	outcome: Outcome;
	/** Versions with which the arm goes on after the switch; absent when it never does. */
	env: Env | undefined;
}

/** A switch is the nested choice of its cases, in order, with `default` at the end. */
export function lowerSwitch(frame: Frame, node: SwitchStatement): Outcome {
	const at = spanOf(node);
	const mark = keyReadMark(frame.unit);
	const subject = lowerExpression(frame, node.discriminant);
	const keys = markUse(frame.unit, mark, "test");
	return inScopeOf(frame, node, () =>
		inExit(frame, "switch", (exit) => {
			const arms = armsOf(frame, node, subject, keys);
			const before = snapshot(frame);
			lowerBodies(frame, arms, exit, before);
			return joinArms(frame, arms, before, at);
		}),
	);
}

/** Cases with an empty body belong to the next one that has a body. */
function armsOf(
	frame: Frame,
	node: SwitchStatement,
	subject: Expr,
	keys: readonly string[],
): Arm[] {
	const arms: Arm[] = [];
	let pending: Expr | undefined;
	let isDefault = false;
	for (const [i, each] of node.cases.entries()) {
		if (each.test) {
			const right = lowerExpression(frame, each.test);
			const { at } = right;
			const test: Expr = { k: "binary", at, op: "==", left: subject, right };
			pending = pending
				? { k: "logic", at, op: "||", left: pending, right: test }
				: test;
		} else isDefault = true;
		if (each.consequent.length === 0 && i < node.cases.length - 1) continue;
		const guard =
			pending && !isDefault ? { test: pending, keys, size: 1 } : undefined;
		arms.push({ guard, node: each, outcome: FALLS, env: undefined });
		pending = undefined;
		isDefault = false;
	}
	return arms;
}

function lowerBodies(
	frame: Frame,
	arms: readonly Arm[],
	exit: Exit,
	before: Env,
): void {
	let through: Env | undefined;
	for (const [i, arm] of arms.entries()) {
		const { node, guard } = arm;
		const at = spanOf(node);
		joinAny(frame, through ? [before, through] : [before], at);
		const left = exit.breaks.length;
		arm.outcome = keepingGuard(frame, () => {
			if (guard && !through) assume(frame, guard, true);
			return lowerStatements(frame, node.consequent);
		});
		const after = snapshot(frame);
		const goesOn = falls(arm.outcome);
		const leaving = exit.breaks.slice(left);
		const isLast = i === arms.length - 1;
		through = goesOn && !isLast ? after : undefined;
		if (goesOn && isLast) leaving.push(after);
		if (leaving.length === 0) continue;
		joinAny(frame, leaving, at);
		arm.env = snapshot(frame);
	}
}

/** Folds from the last case to the first, so that each test decides between its case and those below. */
function joinArms(
	frame: Frame,
	arms: readonly Arm[],
	before: Env,
	at: Expr["at"],
): Outcome {
	const ways = arms.map((_, i) => continued(frame, arms.slice(i), at));
	const fallback = ways.find((way) => !way.guard);
	let env = fallback ? fallback.env : before;
	let outcome = fallback?.outcome ?? FALLS;
	for (const way of ways.toReversed()) {
		if (!way.guard) continue;
		const { test } = way.guard;
		if (way.env && env) {
			joinChoice(frame, test, way.env, env, at);
			env = snapshot(frame);
		} else env = way.env ?? env;
		outcome = branch(test, way.outcome, outcome, at);
	}
	restore(frame, env ?? before);
	return outcome;
}

/** An arm without a `break` runs on into the next one. */
function continued(
	frame: Frame,
	[first, ...following]: readonly Arm[],
	at: Expr["at"],
): Pick<Arm, "guard" | "env" | "outcome"> {
	const run = first ? [first] : [];
	for (const arm of following) {
		if (!run.every((before) => falls(before.outcome))) break;
		run.push(arm);
	}
	const envs = run.flatMap((arm) => arm.env ?? []);
	joinAny(frame, envs, at);
	return {
		guard: first?.guard,
		env: envs.length > 0 ? snapshot(frame) : undefined,
		outcome: breakable(sequence(run.map((arm) => arm.outcome))),
	};
}
