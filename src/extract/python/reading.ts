import type {
	CallFact,
	ClassFact,
	Definition,
	FieldFact,
	FunctionFact,
	ImportFact,
	KeyRead,
	Pause,
} from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import type { SyntaxNode } from "../tree-sitter/syntax.js";
import type { ScopeNames } from "./names.js";
import type { Scope, SharedName } from "./scope.js";
import { guardOf, type Test } from "./tests.js";

/** A class whose methods are still being read. */
export type OpenClass = Omit<ClassFact, "fields" | "methods"> & {
	readonly fields: FieldFact[];
	readonly methods: Map<string, number>;
};

/** A function whose body is still to be read; its decorator calls are not numbered yet. */
export type OpenFunction = Omit<FunctionFact, "decorators" | "returns"> & {
	returns: Expr;
	readonly decorators: readonly (CallExpr | undefined)[];
};

/** A key read whose use later code may still improve. */
export type OpenKeyRead = Omit<KeyRead, "use" | "otherwise"> & {
	use: KeyRead["use"];
	otherwise?: Expr;
};

/**
 * The reading of one file: its facts so far and the scope the current
 * statement stands in. Function bodies are put off until the scope around them
 * is finished, so that a captured name has its last version.
 */
export interface Reading {
	readonly text: string;
	readonly names: ReadonlyMap<SyntaxNode, ScopeNames>;
	readonly defs: Definition[];
	readonly functions: OpenFunction[];
	readonly classes: OpenClass[];
	readonly calls: CallFact[];
	readonly pauses: Pause[];
	readonly keyReads: OpenKeyRead[];
	readonly imports: ImportFact[];
	readonly starExports: string[];
	readonly sharedNames: SharedName[];
	/** Bodies put off, in source order. */
	readonly later: (() => void)[];
	/** Key reads that a definition holds unchanged: testing the name guards the read. */
	readonly readsOfDefs: Map<number, OpenKeyRead>;
	/** How the value of the current expression is used. */
	use: KeyRead["use"];
	scope: Scope;
}

/** The source text of a node. */
export function textOf(
	reading: Reading,
	node: { readonly start: number; readonly end: number },
): string {
	return reading.text.slice(node.start, node.end);
}

/** An expression that cannot be lowered, with a reason a user can read. */
export function unknown(at: Span, reason: string): Expr {
	return { k: "unknown", at, reason };
}

/** Runs `body` with `scope` as the current one. */
export function inScope<T>(reading: Reading, scope: Scope, body: () => T): T {
	const before = reading.scope;
	reading.scope = scope;
	try {
		return body();
	} finally {
		reading.scope = before;
	}
}

/** Runs `body` where `test` holds too. */
export function under<T>(
	reading: Reading,
	tests: Test | undefined,
	body: () => T,
): T {
	const { scope } = reading;
	const before = scope.tests;
	scope.tests = tests;
	try {
		return body();
	} finally {
		scope.tests = before;
	}
}

/** Runs `body` with its value used in a certain way. */
export function usedAs<T>(
	reading: Reading,
	use: KeyRead["use"],
	body: () => T,
): T {
	const before = reading.use;
	reading.use = use;
	try {
		return body();
	} finally {
		reading.use = before;
	}
}

/** Records a call where it stands. */
export function recordCall(
	reading: Reading,
	call: CallExpr,
	decorates?: CallFact["decorates"],
): void {
	const { fn, tests, inLoop } = reading.scope;
	const guard = guardOf(tests);
	reading.calls.push({
		call,
		...(fn === undefined ? {} : { fn }),
		...(guard ? { guard } : {}),
		...(decorates ? { decorates } : {}),
		...(inLoop ? { inLoop } : {}),
	});
}

/** Records that the function waits for `of` where it stands. */
export function recordPause(reading: Reading, at: Span, of: Span): void {
	const { fn, tests, inLoop } = reading.scope;
	const guard = guardOf(tests);
	reading.pauses.push({
		at,
		of,
		...(fn === undefined ? {} : { fn }),
		...(guard ? { guard } : {}),
		...(inLoop ? { inLoop } : {}),
	});
}
