import type { Place } from "../../facts/place.js";
import type { CallSite, Evaluator, Intrinsics, Program } from "../evaluator.js";
import type { Expr } from "../expr.js";
import type { Text } from "../text.js";
import type { Alternative, Frame, Scope, Thunk, Value } from "../value.js";
import type { World } from "../world.js";
import { type Alternatives, unknown } from "./alternatives.js";
import { activationsOf } from "./callers.js";
import { apply } from "./calls.js";
import { toText } from "./conversion.js";
import { evaluateExpression } from "./expression.js";
import { type Activation, at, DEEPEST_CALL, type Machine } from "./machine.js";
import { property } from "./property.js";
import { decide } from "./truth.js";

/** Steps one question may take (DESIGN §4). */
const MOST_STEPS = 10_000;

/**
 * An evaluator for one world. Values are memoised per expression and
 * activation; a value that was cut short by a bound or a recursion is not.
 */
export function createEvaluator(
	program: Program,
	world: World,
	intrinsics: Intrinsics = {},
): Evaluator {
	const memo = new WeakMap<Expr, Map<Frame | undefined, Alternatives>>();
	const activations = new Map<string, readonly Activation[]>();
	const running = new Set<string>();
	const inProgress = new Map<Expr, Set<Frame | undefined>>();
	let steps = 0;
	let depth = 0;
	let cuts = 0;
	let nesting = 0;

	const cut = (reason: string, place: Place): Alternatives => {
		cuts++;
		return unknown(reason, place);
	};

	const machine: Machine = {
		program,
		world,
		intrinsics,

		evaluate(expr: Expr, scope: Scope): Alternatives {
			const known = memo.get(expr)?.get(scope.frame);
			if (known) return known;
			if (nesting === 0) steps = 0;
			if (++steps > MOST_STEPS)
				return cut("too many steps are needed to follow it", at(scope, expr));
			const busy = inProgress.get(expr);
			if (busy?.has(scope.frame))
				return cut("it depends on itself", at(scope, expr));
			const frames = busy ?? new Set();
			frames.add(scope.frame);
			inProgress.set(expr, frames);
			const cutsBefore = cuts;
			nesting++;
			try {
				const value = evaluateExpression(machine, expr, scope);
				if (cuts === cutsBefore) {
					const byFrame = memo.get(expr) ?? new Map();
					byFrame.set(scope.frame, value);
					memo.set(expr, byFrame);
				}
				return value;
			} finally {
				nesting--;
				frames.delete(scope.frame);
			}
		},

		force(thunk: Thunk | Value): Alternatives {
			return "expr" in thunk
				? machine.evaluate(thunk.expr, thunk.scope)
				: [{ value: thunk, when: new Map(), steps: [] }];
		},

		text(expr: Expr, scope: Scope): readonly Alternative<Text>[] {
			return machine.evaluate(expr, scope).map((a) => ({
				value: toText(machine, a.value),
				when: a.when,
				steps: a.steps,
			}));
		},

		single(thunk: Thunk | Value): Value | undefined {
			const all = machine.force(thunk);
			return all.length === 1 ? all[0]?.value : undefined;
		},

		truth(expr: Expr, scope: Scope): boolean | undefined {
			const seen = new Set(
				machine
					.evaluate(expr, scope)
					.map((a) => decide(machine, a.value).truth),
			);
			const [only] = seen;
			return seen.size === 1 ? only : undefined;
		},

		property(of: Value, name: string, place: Place): Alternatives {
			return property(machine, of, name, place);
		},

		callee(site: CallSite): readonly Value[] {
			return machine
				.evaluate(site.fact.call.callee, {
					file: site.file,
					block: site.block,
				})
				.map((a) => a.value);
		},

		call(fn: Value, args: readonly Value[], place: Place): Alternatives {
			return apply(machine, fn, { args, named: {}, openEnded: false }, place);
		},

		deeper(place: Place, body: () => Alternatives): Alternatives {
			if (depth >= DEEPEST_CALL)
				return cut("it runs through too many calls", place);
			depth++;
			try {
				return body();
			} finally {
				depth--;
			}
		},

		once(key: string, place: Place, body: () => Alternatives): Alternatives {
			if (running.has(key)) return cut("it depends on itself", place);
			running.add(key);
			try {
				return body();
			} finally {
				running.delete(key);
			}
		},

		activations(file: string, block: number, fn: number) {
			const key = `${file}\n${block}\n${fn}`;
			const known = activations.get(key);
			if (known) return known;
			activations.set(key, []);
			const found = activationsOf(machine, file, block, fn);
			activations.set(key, found);
			return found;
		},
	};
	return machine;
}
