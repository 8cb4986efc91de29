import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Flow } from "./flow.js";
import type { ScopeNames } from "./names.js";
import type { Test } from "./tests.js";

/** One value that a name has for a stretch of the code. */
export interface Version {
	readonly kind:
		| "definition"
		| "parameter"
		| "import"
		| "receiver"
		| "instance"
		| "value"
		| "join";
	/** Where the name was bound. */
	readonly at: Span;
	/** The value as seen from a use at `at`. */
	read(at: Span): Expr;
}

/** A way out of a function with a value. */
export interface Exit {
	/** The branches it stands in; absent when it stands in none. */
	readonly test?: Expr;
	readonly value: Expr;
	/** In a loop or a `try`: whether it is taken cannot be told from the tests. */
	readonly hedged: boolean;
}

/** A name that several functions write: reads see `any` of the writes, which are gathered until the file ends. */
export interface SharedName {
	readonly def: number;
	readonly writes: Expr[];
}

/** A region with names of its own, while its body is being lowered. Afterwards `flow` holds the last versions. */
export interface Scope {
	readonly kind: "module" | "function" | "class" | "comprehension";
	readonly outer: Scope | undefined;
	/** Function the code runs in. */
	readonly fn: number | undefined;
	/** Class whose body it is. */
	readonly cls: number | undefined;
	readonly names: ScopeNames;
	readonly shared: Map<string, SharedName>;
	/** Tests that already held where the scope was opened. */
	readonly base: Test | undefined;
	readonly exits: Exit[];
	/** Flows that left the loops around the current statement, innermost loop last. */
	readonly loops: {
		/** The flow the loop stands in. */
		readonly start: Flow;
		readonly breaks: Flow[];
		readonly continues: Flow[];
	}[];
	flow: Flow;
	tests: Test | undefined;
	inLoop: boolean;
	/** How many `try` statements and loops of this function are around the current statement. */
	hedges: number;
	yields: boolean;
}

const NO_NAMES: ScopeNames = {
	locals: new Set(),
	globals: new Set(),
	nonlocals: new Set(),
	shared: new Set(),
};

/** Opens a scope inside another one; a new function starts outside every loop. */
export function openScope(
	kind: Scope["kind"],
	outer: Scope | undefined,
	own: {
		readonly fn?: number | undefined;
		readonly cls?: number;
		readonly names?: ScopeNames | undefined;
	} = {},
): Scope {
	return {
		kind,
		outer,
		fn: own.fn ?? outer?.fn,
		cls: own.cls,
		names: own.names ?? NO_NAMES,
		shared: new Map(),
		base: outer?.tests,
		exits: [],
		loops: [],
		flow: { under: undefined, versions: new Map(), ended: false },
		tests: outer?.tests,
		inLoop: kind !== "function" && (outer?.inLoop ?? false),
		hedges: 0,
		yields: false,
	};
}

/** The scope that an assignment in `scope` writes to: comprehensions have only their loop variables. */
export function assigningScope(scope: Scope): Scope {
	let at = scope;
	while (at.kind === "comprehension" && at.outer) at = at.outer;
	return at;
}

/** The scope that owns a name written in `scope`: another one after `global` or `nonlocal`. */
export function owningScope(scope: Scope, name: string): Scope {
	const { globals, nonlocals } = scope.names;
	if (!globals.has(name) && !nonlocals.has(name)) return scope;
	let owner = scope;
	for (let at = scope.outer; at; at = at.outer) {
		if (at.kind === "class") continue;
		owner = at;
		if (nonlocals.has(name) && at.names.locals.has(name)) return at;
	}
	return owner;
}

/** What leaving a branch here leaves behind: at the top of a module only a failing program leaves. */
export function exitFrom(scope: Scope): {
	readonly early: true;
	readonly fatal: boolean;
} {
	return { early: true, fatal: scope.kind === "module" && scope.hedges === 0 };
}
