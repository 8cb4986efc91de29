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
import type { Expr } from "../../value/expr.js";
import type { Binding, Scopes } from "./scope.js";

/** How the file around a script changes its meaning. */
export interface Host {
	/** Svelte: `export let x` is a property that the parent component may set. */
	readonly exportedLetIsProperty?: boolean;
	/** Markup around the script may use any of its names. */
	readonly inMarkup?: boolean;
	/** A server may fill in `{{ … }}` and `<% … %>` inside texts. */
	readonly templated?: boolean;
}

/** A fact that is still being filled in. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };

export type DraftClass = Draft<Omit<ClassFact, "fields" | "methods">> & {
	readonly fields: FieldFact[];
	readonly methods: Record<string, number>;
};

/** Everything that lowering one file collects. */
export interface Unit {
	readonly text: string;
	readonly scopes: Scopes;
	readonly host: Host;
	/** Whether the parser counts a template's delimiters into its texts. */
	readonly delimitedQuasis: boolean;
	readonly defs: Draft<Definition>[];
	readonly functions: Draft<FunctionFact>[];
	readonly classes: DraftClass[];
	readonly calls: CallFact[];
	readonly pauses: Pause[];
	readonly keyReads: Draft<KeyRead>[];
	/** Names that were declared as a key's value and nothing else. */
	readonly keyHolders: { readonly read: KeyRead; readonly by: Binding }[];
	readonly imports: ImportFact[];
	/** A name without a prototype: `constructor` and `__proto__` are export names too. */
	readonly exports: Record<string, Expr>;
	/** `export { local as exported }`, read when the whole file has run. */
	readonly namedExports: {
		readonly exported: string;
		readonly local: string;
		readonly at: Span;
	}[];
	readonly starExports: string[];
	commonjs?: Expr;
	/** Decorators of functions, outermost first; `undefined` for one that is not a call. */
	readonly decorations: {
		readonly fn: number;
		readonly calls: readonly (CallFact | undefined)[];
	}[];
	/** Bindings with a `shared` definition, whose value is known at the end. */
	readonly shared: Binding[];
	/** How deep the syntax being lowered is nested. */
	depth: number;
}

export function newUnit(
	text: string,
	scopes: Scopes,
	delimitedQuasis: boolean,
	host: Host,
): Unit {
	return {
		text,
		scopes,
		host,
		delimitedQuasis,
		defs: [],
		functions: [],
		classes: [],
		calls: [],
		pauses: [],
		keyReads: [],
		keyHolders: [],
		imports: [],
		exports: Object.create(null) as Record<string, Expr>,
		namedExports: [],
		starExports: [],
		decorations: [],
		shared: [],
		depth: 0,
	};
}

/** Adds a definition and gives its index. */
export function define(
	unit: Unit,
	definition: Omit<Definition, "fn"> & { readonly fn?: number | undefined },
): number {
	const { fn, ...rest } = definition;
	return unit.defs.push(fn === undefined ? rest : { ...rest, fn }) - 1;
}

/** Stands for what is nested deeper than lowering goes; longer operator chains and deeper trees are not found in hand-written code. */
export const MAX_DEPTH = 250;

export function unknown(at: Span, reason: string): Expr {
	return { k: "unknown", at, reason };
}
