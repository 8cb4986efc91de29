import type { Place } from "../facts/place.js";
import type { CallFact, Code } from "../facts/code.js";
import type { Expr } from "./expr.js";
import type { Text } from "./text.js";
import type { Alternative, Scope, Thunk, Value } from "./value.js";
import type { World } from "./world.js";

/**
 * What evaluation needs to know about the repository: code by file, and how
 * modules refer to each other. Implemented by `graph/link`.
 */
export interface Program {
	/** The code blocks of a file: one for source files, one per script in markup. */
	code(file: string): readonly Code[];
	/** What a specifier means in a file. A Python `name` may be a submodule. */
	resolve(from: string, specifier: string): Resolution;
	/** Calls that may reach a function, class or component, found by name and verified by the evaluator. */
	callsNamed(name: string): readonly CallSite[];
	/** Names under which a file's export may be imported elsewhere (default exports take any name). */
	importersOf(file: string): readonly { readonly file: string; readonly block: number; readonly local: string; readonly name: string }[];
}

export type Resolution =
	| { readonly kind: "file"; readonly file: string }
	| { readonly kind: "external"; readonly name: string }
	| { readonly kind: "unknown"; readonly reason: string };

export interface CallSite {
	readonly file: string;
	readonly block: number;
	readonly fact: CallFact;
}

/**
 * Evaluates expressions in one world. Total: what it cannot know is an
 * `unknown` value with a reason. Bounds (DESIGN §4): 32 alternatives, 8 calls
 * deep, 64 call sites per function, 10,000 steps per question.
 */
export interface Evaluator {
	readonly world: World;
	/** All live alternatives, at least one. */
	evaluate(expr: Expr, scope: Scope): readonly Alternative[];
	force(thunk: Thunk | Value): readonly Alternative[];
	/** As text; `undefined`, numbers and url objects are turned into text as JavaScript does. */
	text(expr: Expr, scope: Scope): readonly Alternative<Text>[];
	/** The single value that holds in every alternative, if there is just one. */
	single(thunk: Thunk | Value): Value | undefined;
	/** Truth of a guard; undefined when undecided. */
	truth(expr: Expr, scope: Scope): boolean | undefined;
	/** Property of an object-like value (follows spreads, instances, modules, urls). */
	property(of: Value, name: string, at: Place): readonly Alternative[];
	/** What a callee is, without calling it: `external`, `function`, `class`, `property` …. */
	callee(site: CallSite): readonly Value[];
}
