import type { CallExpr, Expr } from "../value/expr.js";
import type { Span } from "./place.js";

/**
 * What one source file of any programming language says, with no framework
 * knowledge in it: the graph, not the extractor, knows what `APIRouter` or
 * `defineConfig` mean (docs/decisions/001).
 *
 * Local variables are in single-assignment form: each assignment makes a new
 * definition; a join after an `if` is a `choice`, a name written by several
 * functions is an `any`.
 */
export interface Code {
	readonly kind: "code";
	readonly language: "javascript" | "python";
	readonly defs: readonly Definition[];
	readonly functions: readonly FunctionFact[];
	readonly classes: readonly ClassFact[];
	/** Every call, `new`, JSX element and decorator of the file, in source order. */
	readonly calls: readonly CallFact[];
	/** Every place where a function gives way to others, in source order: what stands after it runs later. */
	readonly pauses: readonly Pause[];
	/** Reads of ALL_CAPS members or items (`import.meta.env.X`, `os.environ["X"]`, `settings.X`); the graph decides which are env reads. */
	readonly keyReads: readonly KeyRead[];
	/** Import and re-export statements, including side-effect and dynamic imports with a literal specifier. */
	readonly imports: readonly ImportFact[];
	/** Exported name → value; `default` for the default export. In Python: every top-level name. */
	readonly exports: Readonly<Record<string, Expr>>;
	/** `export * from "…"`, `from x import *`. */
	readonly starExports: readonly string[];
	/** `module.exports = …` (CommonJS); members of it are also in `exports`. */
	readonly commonjs?: Expr;
	/** Suppression comments. */
	readonly directives: readonly Directive[];
	/** `"use client"`, `"use server"`, `#!/usr/bin/env node`. */
	readonly pragmas: readonly string[];
	/** Present when the parser reported an error; facts then cover what could be read. */
	readonly syntaxError?: { readonly message: string; readonly at: Span };
}

/** One version of a local name. */
export interface Definition {
	readonly name: string;
	/** The identifier. */
	readonly at: Span;
	readonly value: Expr;
	/** Index of the function that the assignment stands in; absent at module level. */
	readonly fn?: number;
	/** The declaration or assignment statement, for edits. */
	readonly statement: Span;
}

export interface FunctionFact {
	/** Declared or assigned name, method name, or "" when anonymous. */
	readonly name: string;
	readonly at: Span;
	/** The body between (JS) or below (Python) its delimiters. */
	readonly body: Span;
	readonly params: readonly Parameter[];
	/** Value of a call; `undefined` when nothing is returned, `any` of several after `try`. Async functions give the awaited value. */
	readonly returns: Expr;
	readonly async: boolean;
	/** The class this is a method of (constructor: name `constructor` in JS, `__init__` in Python). Python's `self` is not in `params`. */
	readonly cls?: number;
	/** Enclosing function, for closures. */
	readonly outer?: number;
	/** Conjunction of the tests that hold where a function expression stands in `outer`. */
	readonly guard?: Expr;
	/** Decorators, outermost first: indices into `Code.calls` where the decorator is a call, else -1. */
	readonly decorators: readonly number[];
}

export interface Parameter {
	/** "" for a destructuring pattern. */
	readonly name: string;
	readonly at: Span;
	readonly default?: Expr;
	readonly rest?: boolean;
	/** Python keyword-only or type-annotated parameters keep the annotation's text. */
	readonly annotation?: string;
}

export interface ClassFact {
	readonly name: string;
	readonly at: Span;
	readonly bases: readonly Expr[];
	/** Field declarations and every `this.x = …` / `self.x = …`, in source order. */
	readonly fields: readonly FieldFact[];
	/** Method name → index into `Code.functions`. Getters are under `get x`. */
	readonly methods: Readonly<Record<string, number>>;
}

export interface FieldFact {
	readonly name: string;
	readonly at: Span;
	readonly value?: Expr;
	readonly static: boolean;
	/** Text of the type annotation (`List[str]`, `str`). */
	readonly annotation?: string;
	/** Function in which the assignment stands; absent for a declaration in the class body. */
	readonly fn?: number;
	/** It changes what the field holds (`this.url.protocol = …`): `value` reads the field. */
	readonly change?: boolean;
}

export interface CallFact {
	readonly call: CallExpr;
	/** Enclosing function. */
	readonly fn?: number;
	/** Conjunction of the tests that hold where the call stands (if branches, negated early exits, `&&`, `?:`). */
	readonly guard?: Expr;
	/** The function or class the call decorates. */
	readonly decorates?: { readonly fn?: number; readonly cls?: number };
	/** True inside a loop body. */
	readonly inLoop?: boolean;
}

/** `await x`, `yield x`, the source of a `for await`. Python's `async for` and `async with` are not among them. */
export interface Pause {
	readonly at: Span;
	/** What is waited for; equal to the span of a call that is awaited. */
	readonly of: Span;
	/** Enclosing function. */
	readonly fn?: number;
	/** As in `CallFact`. */
	readonly guard?: Expr;
	/** True inside a loop body. */
	readonly inLoop?: boolean;
}

export interface KeyRead {
	/** The whole member or index expression. */
	readonly expr: Expr;
	readonly key: string;
	readonly keyAt: Span;
	/**
	 * How the value is used: `fallback` has `||`, `??`, a default or a Python `or`/`getenv` default beside it (or an if/throw guard);
	 * `test` only decides a condition; `value` is used as it is.
	 */
	readonly use: "fallback" | "test" | "value";
	/** What stands right beside it as the value in its place: `read || otherwise`, `getenv("X", otherwise)`. */
	readonly otherwise?: Expr;
	readonly fn?: number;
	readonly guard?: Expr;
}

export interface ImportFact {
	readonly from: string;
	readonly at: Span;
	/** The specifier literal. */
	readonly fromAt: Span;
	/** Imported names; `*` for a namespace, empty for a side effect. */
	readonly names: readonly string[];
	readonly typeOnly: boolean;
	readonly dynamic: boolean;
}

/** `wslint-disable-next-line rule, rule -- reason` (or `wslint-disable-file …`). */
export interface Directive {
	readonly at: Span;
	readonly scope: "next-line" | "same-line" | "file";
	/** Empty means every rule. */
	readonly rules: readonly string[];
	readonly reason?: string;
}
