import type { CallFact, Code } from "../facts/code.js";
import type { Place } from "../facts/place.js";
import type { Expr } from "./expr.js";
import type { Text } from "./text.js";
import type { Alternative, Made, Scope, Thunk, Value } from "./value.js";
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
	/**
	 * Calls whose callee's last name is `name`, in every file that may call
	 * something defined in `definedIn`. The evaluator verifies each. Files whose
	 * text lacks `beside` are left out.
	 */
	callsNamed(name: string, definedIn: string, beside?: string): Calls;
	/** Classes that may extend the class `name` in JavaScript files that may use something defined in `definedIn`. The evaluator verifies each. */
	classesExtending(name: string, definedIn: string): readonly ClassSite[];
	/** What the build tool imports where a file uses a name that nothing declares; undefined for a plain global. */
	undeclared?(from: string, name: string): Resolution | undefined;
	/** Files extracted so far: a question may add a limited number. */
	readonly extracted: number;
	/** Calls of what a file exports by default, whatever name the importers gave it. */
	callsOfDefault(file: string): Calls;
}

export interface Calls {
	readonly sites: readonly CallSite[];
	/** False when there are more files than are searched. */
	readonly complete: boolean;
}

/** A class by the file and block that declare it; `cls` is an index into `Code.classes`. */
export interface ClassSite {
	readonly file: string;
	readonly block: number;
	readonly cls: number;
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
	/** Applies a function value to values. */
	call(fn: Value, args: readonly Value[], at: Place): readonly Alternative[];
}

/**
 * Knowledge of frameworks, given from outside: what a call of something
 * external gives, and what a property of an instance gives that its class does
 * not declare as plain code. Each returns undefined when it has nothing to say.
 */
export interface Intrinsics {
	/** `name` is the external's, as in `vite#loadEnv`. */
	call?(
		name: string,
		made: Made,
		evaluator: Evaluator,
	): readonly Alternative[] | undefined;
	property?(
		of: Value,
		name: string,
		at: Place,
		evaluator: Evaluator,
	): readonly Alternative[] | undefined;
}
