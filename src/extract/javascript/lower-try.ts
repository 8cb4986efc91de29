import type { TryStatement } from "oxc-parser";
import type { Env } from "./env.js";
import { type Frame, inScopeOf, keepingGuard, snapshot } from "./frame.js";
import { declarePattern, lowerStatement } from "./lower-statement.js";
import { either, falls, type Outcome, sequence } from "./outcome.js";
import { spanOf } from "./syntax.js";
import { unknown } from "./unit.js";
import { joinAny } from "./versions.js";

/** The handler starts from any point of the block; what follows comes after either. */
export function lowerTry(frame: Frame, node: TryStatement): Outcome {
	const at = spanOf(node);
	const before = snapshot(frame);
	const block = keepingGuard(frame, () => lowerStatement(frame, node.block));
	const ways: { readonly outcome: Outcome; readonly env: Env }[] = [
		{ outcome: block, env: snapshot(frame) },
	];
	const { handler } = node;
	if (handler) {
		joinAny(frame, [before, snapshot(frame)], at);
		const outcome = keepingGuard(frame, () =>
			inScopeOf(frame, handler, () => {
				if (handler.param)
					declarePattern(
						frame,
						handler.param,
						unknown(spanOf(handler.param), "a caught error"),
					);
				return lowerStatement(frame, handler.body);
			}),
		);
		ways.push({ outcome, env: snapshot(frame) });
	}
	const open = ways.filter((way) => falls(way.outcome));
	const reached = open.length > 0 ? open : ways;
	joinAny(
		frame,
		reached.map((way) => way.env),
		at,
	);
	const outcome = either(
		ways.map((way) => way.outcome),
		at,
	);
	return node.finalizer
		? sequence([outcome, lowerStatement(frame, node.finalizer)])
		: outcome;
}
