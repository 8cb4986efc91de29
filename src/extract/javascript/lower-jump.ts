import type { Statement } from "oxc-parser";
import { type Exit, type Frame, keepingGuard, snapshot } from "./frame.js";
import { lowerStatement } from "./lower-statement.js";
import { BREAKS, either, FALLS, LEAVES, type Outcome } from "./outcome.js";
import { spanOf } from "./syntax.js";
import { joinAny } from "./versions.js";

/** Only an unlabelled `break` of a switch goes on right after it; every other jump gives no value. */
export function lowerJump(
	frame: Frame,
	type: "BreakStatement" | "ContinueStatement",
	label: string | undefined,
): Outcome {
	const isBreak = type === "BreakStatement";
	const exit = frame.exits.findLast((each) =>
		label === undefined
			? each.kind === "loop" || (isBreak && each.kind === "switch")
			: each.label === label,
	);
	if (!exit) return LEAVES;
	(isBreak ? exit.breaks : exit.continues).push(snapshot(frame));
	return exit.kind === "switch" && label === undefined ? BREAKS : LEAVES;
}

/** Runs `body` inside something that `break` leaves; gives the exit with the versions that left through it. */
export function inExit<T>(
	frame: Frame,
	kind: Exit["kind"],
	body: (exit: Exit) => T,
): T {
	const { exits, label } = frame;
	const exit: Exit = { kind, label, breaks: [], continues: [] };
	frame.exits = [...exits, exit];
	frame.label = undefined;
	const result = body(exit);
	frame.exits = exits;
	return result;
}

export function lowerLabeled(
	frame: Frame,
	label: string,
	body: Statement,
): Outcome {
	frame.label = label;
	if (/^(?:For|While|DoWhile|Switch)/.test(body.type)) {
		const outcome = lowerStatement(frame, body);
		frame.label = undefined;
		return outcome;
	}
	return inExit(frame, "block", ({ breaks }) => {
		const outcome = keepingGuard(frame, () => lowerStatement(frame, body));
		if (breaks.length === 0) return outcome;
		joinAny(frame, [...breaks, snapshot(frame)], spanOf(body));
		return either([outcome, FALLS], spanOf(body));
	});
}
