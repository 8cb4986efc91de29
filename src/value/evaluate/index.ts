import type { Place } from "../../facts/place.js";
import type { CallSite, Evaluator, Intrinsics, Program } from "../evaluator.js";
import type { Expr } from "../expr.js";
import type { Text } from "../text.js";
import type { Alternative, Scope, Thunk, Value } from "../value.js";
import type { World } from "../world.js";
import { type Alternatives, RECURSION, unknown } from "./alternatives.js";
import { activationsOf } from "./callers.js";
import { apply } from "./calls.js";
import { toText } from "./conversion.js";
import { evaluateExpression } from "./expression.js";
import { type Activations, at, DEEPEST_CALL, type Machine } from "./machine.js";
import { Memo } from "./memo.js";
import { property } from "./property.js";
import { decide } from "./truth.js";

/**
 * Files one question may cause to be extracted: what needs more is wiring
 * nobody reads either. A page's address comes through stores and contexts that
 * import each other; a Python module reads more slowly and answers sooner.
 */
const MOST_FILES = { browser: 60, node: 60, python: 24 } as const;

/** Expressions nested in each other at most, well inside the engine's stack. */
const DEEPEST_NESTING = 300;

/** Steps one question may take (DESIGN §4). */
const MOST_STEPS = 10_000;

/**
 * An evaluator for one world. Values are memoised per expression and
 * activation, as far as they do not depend on how they were asked for.
 */
export function createEvaluator(
	program: Program,
	world: World,
	intrinsics: Intrinsics = {},
): Evaluator {
	const memo = new Memo();
	const mostFiles = MOST_FILES[world.runtime];
	const activations = new Map<string, Activations | number>();
	const running = new Map<string, number>();
	let steps = 0;
	let filesBefore = 0;
	let depth = 0;

	const machine: Machine = {
		program,
		world,
		intrinsics,

		evaluate(expr: Expr, scope: Scope): Alternatives {
			const known = memo.get(expr, scope.frame, depth);
			if (known) return known;
			if (memo.idle) {
				steps = 0;
				filesBefore = program.extracted;
			}
			if (++steps > MOST_STEPS || program.extracted - filesBefore > mostFiles)
				return memo.cut(
					unknown("too many steps are needed to follow it", at(scope, expr)),
				);
			if (memo.level >= DEEPEST_NESTING)
				return memo.cut(unknown("it is nested too deeply", at(scope, expr)));
			if (memo.enter(expr, scope.frame) === "busy")
				return unknown(RECURSION, at(scope, expr));
			let value: Alternatives | undefined;
			try {
				value = evaluateExpression(machine, expr, scope);
				steps += value.length;
				return value;
			} finally {
				memo.leave(expr, scope.frame, depth, value);
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
				return memo.cut(unknown("it runs through too many calls", place));
			depth++;
			try {
				return body();
			} finally {
				depth--;
			}
		},

		once(key: string, place: Place, body: () => Alternatives): Alternatives {
			const level = running.get(key);
			if (level !== undefined) {
				memo.dependOn(level);
				return unknown(RECURSION, place);
			}
			running.set(key, memo.level);
			try {
				return body();
			} finally {
				running.delete(key);
			}
		},

		activations(file: string, block: number, fn: number) {
			const key = `${file}\n${block}\n${fn}`;
			const known = activations.get(key);
			if (typeof known === "number") {
				memo.dependOn(known);
				return { list: [], complete: false };
			}
			if (known) return known;
			activations.set(key, memo.level);
			const found = activationsOf(machine, file, block, fn);
			activations.set(key, found);
			return found;
		},
	};
	return machine;
}
