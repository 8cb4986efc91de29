import type { Code } from "../../facts/code.js";
import type { Place, Span } from "../../facts/place.js";
import type { Evaluator, Intrinsics, Program } from "../evaluator.js";
import type { Expr } from "../expr.js";
import type { Frame, Scope } from "../value.js";
import type { Alternatives } from "./alternatives.js";

/** Calls followed into each other at most (DESIGN §4). */
export const DEEPEST_CALL = 8;

/** The evaluator as its own parts see it. */
export interface Machine extends Evaluator {
	readonly program: Program;
	readonly intrinsics: Intrinsics;
	/** Runs `body` one call deeper; `unknown` when that is too deep. */
	deeper(at: Place, body: () => Alternatives): Alternatives;
	/** Runs `body` unless it is already running for `key`: recursion is `unknown`. */
	once(key: string, at: Place, body: () => Alternatives): Alternatives;
	/** Activations of a function at its call sites; memoised. */
	activations(file: string, block: number, fn: number): Activations;
}

export interface Activations {
	readonly list: readonly Activation[];
	/** False when there are more calls than are followed, or they depend on this very question. */
	readonly complete: boolean;
}

export interface Activation {
	readonly frame: Frame;
	readonly site: Place;
}

export function codeOf(machine: Machine, scope: Scope): Code | undefined {
	return machine.program.code(scope.file)[scope.block];
}

export function at(scope: Scope, expr: { readonly at: Span } | Expr): Place {
	return { file: scope.file, span: expr.at };
}
