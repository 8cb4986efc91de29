import type { Span } from "../facts/place.js";

/**
 * The one expression form every language is lowered to. Serialisable; it names
 * no file and no framework. Local names are already resolved: the extractor
 * brings a file into single-assignment form (see `Code.defs`), so an `Expr`
 * never depends on the order of statements.
 *
 * What an extractor cannot express is `unknown` with a reason a user can read.
 */
export type Expr =
	/** A string literal, or the literal run of a template. `at` of a literal covers its quotes. */
	| { readonly k: "text"; readonly at: Span; readonly value: string }
	| {
			readonly k: "scalar";
			readonly at: Span;
			readonly value: number | boolean | null;
	  }
	/** JavaScript's `undefined`, `void 0`, or the result of a function without a return. */
	| { readonly k: "undefined"; readonly at: Span }
	| {
			readonly k: "regex";
			readonly at: Span;
			readonly source: string;
			readonly flags: string;
	  }
	/** Template, f-string, `%` and `.format` results: every part is turned into text. */
	| { readonly k: "concat"; readonly at: Span; readonly parts: readonly Expr[] }
	/** The current value of a local definition: `Code.defs[def]`. */
	| {
			readonly k: "ref";
			readonly at: Span;
			readonly def: number;
			readonly name: string;
	  }
	/** An imported binding. `name` is `default`, `*` (the module itself) or the exported name. */
	| {
			readonly k: "import";
			readonly at: Span;
			readonly from: string;
			readonly name: string;
	  }
	/** An identifier that nothing in the file declares: `location`, `process`, `import.meta`, `print`. */
	| { readonly k: "global"; readonly at: Span; readonly name: string }
	/** Parameter `index` of `Code.functions[fn]`; destructuring is lowered to `member` and `default`. */
	| {
			readonly k: "param";
			readonly at: Span;
			readonly fn: number;
			readonly index: number;
	  }
	/** The receiver inside a method of `Code.classes[cls]` (`this`, Python's `self`/`cls`). */
	| { readonly k: "this"; readonly at: Span; readonly cls: number }
	| {
			readonly k: "member";
			readonly at: Span;
			readonly of: Expr;
			readonly name: string;
			/** Where the name itself stands. */
			readonly nameAt: Span;
	  }
	| {
			readonly k: "index";
			readonly at: Span;
			readonly of: Expr;
			readonly key: Expr;
	  }
	| {
			readonly k: "object";
			readonly at: Span;
			readonly entries: readonly ObjectEntry[];
	  }
	| { readonly k: "array"; readonly at: Span; readonly items: readonly Expr[] }
	/** `...x` inside an array or argument list (Python `*x`). */
	| { readonly k: "spread"; readonly at: Span; readonly of: Expr }
	| CallExpr
	/** A function value: `Code.functions[fn]`. */
	| { readonly k: "fn"; readonly at: Span; readonly fn: number }
	/** A class value: `Code.classes[cls]`. */
	| { readonly k: "class"; readonly at: Span; readonly cls: number }
	/** `test ? then : otherwise`; also the join after an `if`, an early return, a `switch`. */
	| {
			readonly k: "choice";
			readonly at: Span;
			readonly test: Expr;
			readonly then: Expr;
			readonly otherwise: Expr;
	  }
	/** `default` takes the right side only when the left is `undefined` (parameter and pattern defaults). Python `or`/`and` are `||`/`&&`. */
	| {
			readonly k: "logic";
			readonly at: Span;
			readonly op: "&&" | "||" | "??" | "default";
			readonly left: Expr;
			readonly right: Expr;
	  }
	| { readonly k: "not"; readonly at: Span; readonly of: Expr }
	| {
			readonly k: "binary";
			readonly at: Span;
			readonly op: BinaryOp;
			readonly left: Expr;
			readonly right: Expr;
	  }
	/** `typeof x`. */
	| { readonly k: "typeof"; readonly at: Span; readonly of: Expr }
	/** `of` with property `name` replaced (`url.protocol = 'ws:'` makes a new definition). */
	| {
			readonly k: "with";
			readonly at: Span;
			readonly of: Expr;
			readonly name: string;
			readonly value: Expr;
	  }
	/** `of` after the mutating method `method` ran on it (`push`, `append`, `extend`, `searchParams.set` …). */
	| {
			readonly k: "after";
			readonly at: Span;
			readonly of: Expr;
			readonly method: string;
			readonly args: readonly Expr[];
	  }
	/** One of several values; which one is not known statically (writes from several functions, `try`/`catch`). */
	| { readonly k: "any"; readonly at: Span; readonly of: readonly Expr[] }
	/** Each element of `of` in turn (`for (const x of xs)`, a Python comprehension's variable). */
	| { readonly k: "element"; readonly at: Span; readonly of: Expr }
	/** `[f(x) for x in xs if test]`, `xs.map(f)` lowered by Python only; `item` is an `element` of `of` inside `result`. */
	| {
			readonly k: "comprehension";
			readonly at: Span;
			readonly of: Expr;
			readonly result: Expr;
			readonly test?: Expr;
	  }
	| { readonly k: "unknown"; readonly at: Span; readonly reason: string };

export type BinaryOp =
	| "+"
	| "-"
	| "*"
	| "/"
	| "%"
	| "=="
	| "!="
	| "<"
	| ">"
	| "<="
	| ">="
	| "in";

/** A call, `new`, JSX element (callee = component, one object argument) or tagged template. */
export interface CallExpr {
	readonly k: "call";
	readonly at: Span;
	readonly callee: Expr;
	readonly args: readonly Expr[];
	/** Keyword arguments (Python). `**kwargs` of unknown content sets `openEnded`. */
	readonly named?: Readonly<Record<string, Expr>>;
	readonly openEnded?: boolean;
	readonly form: "call" | "new" | "jsx";
}

/** `key: value` (the key may be computed), or `...spread` (Python `**spread`). */
export type ObjectEntry =
	| {
			readonly key: string | Expr;
			readonly keyAt: Span;
			readonly value: Expr;
			/** Span of the whole entry, for edits. */
			readonly at: Span;
	  }
	| { readonly spread: Expr; readonly at: Span };
