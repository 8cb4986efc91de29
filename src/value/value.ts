import type { Place } from "../facts/place.js";
import type { CallExpr, Expr } from "./expr.js";
import type { Text } from "./text.js";

/** An expression together with the file and the bindings it is to be evaluated in. */
export interface Thunk {
	readonly expr: Expr;
	readonly scope: Scope;
}

/** Where an expression is evaluated: its file, and the known bindings of the enclosing functions. */
export interface Scope {
	readonly file: string;
	/** Index of the code block in a markup file; 0 otherwise. */
	readonly block: number;
	/** Innermost known activation; absent parameters are looked up at the callers. */
	readonly frame?: Frame;
}

/** One activation of a function: arguments not yet evaluated. */
export interface Frame {
	readonly file: string;
	readonly block: number;
	readonly fn: number;
	readonly args: readonly (Thunk | Value)[];
	readonly named: Readonly<Record<string, Thunk | Value>>;
	/** True when `**kwargs` or a spread may supply more. */
	readonly openEnded: boolean;
	readonly receiver?: Value;
	readonly outer?: Frame;
}

/**
 * The lattice: what an expression may be. Objects and arrays hold thunks, so
 * only what is asked for is evaluated.
 */
export type Value =
	| { readonly v: "text"; readonly text: Text }
	| {
			readonly v: "scalar";
			readonly value: number | boolean | null | undefined;
			readonly at: Place;
	  }
	| {
			readonly v: "regex";
			readonly source: string;
			readonly flags: string;
			readonly at: Place;
	  }
	| ObjectValue
	| ArrayValue
	| {
			readonly v: "function";
			readonly file: string;
			readonly block: number;
			readonly fn: number;
			readonly outer?: Frame;
			readonly receiver?: Value;
	  }
	| {
			readonly v: "class";
			readonly file: string;
			readonly block: number;
			readonly cls: number;
			readonly outer?: Frame;
	  }
	/** An object made by a class of this repository; `made` is the construction site. */
	| {
			readonly v: "instance";
			readonly file: string;
			readonly block: number;
			readonly cls: number;
			readonly made: Made;
			/** Fields whose writes are being read, and how deep: what a write reads of its own field is what others wrote. */
			readonly reading?: ReadonlyMap<string, number>;
	  }
	/** A module of this repository used as a namespace. */
	| { readonly v: "module"; readonly file: string }
	/** Something from outside: `fastapi#FastAPI`, `socket.io-client#io`, `global#location.host`; members are appended with a dot. */
	| { readonly v: "external"; readonly name: string; readonly at: Place }
	/** Result of calling (or constructing) something external. Identity is `made.site`. */
	| {
			readonly v: "made";
			readonly by: string;
			readonly made: Made;
			/** Members that code of the repository assigned. */
			readonly assigned?: ReadonlyMap<string, Thunk>;
	  }
	/** A member of a `made` value that has no known meaning to the evaluator (`router.websocket`). */
	| {
			readonly v: "property";
			readonly of: Value;
			readonly name: string;
			readonly at: Place;
	  }
	/** What `new URL()` or `location` gives; parts are text, `href` joins them. */
	| { readonly v: "url"; readonly parts: UrlParts; readonly at: Place }
	/** `import.meta.env`, `process.env`, `os.environ`. */
	| {
			readonly v: "environment";
			readonly accessor: Accessor;
			readonly at: Place;
	  }
	| { readonly v: "unknown"; readonly reason: string; readonly at: Place };

export interface ObjectValue {
	readonly v: "object";
	readonly entries: ReadonlyMap<
		string,
		{ readonly value: Thunk | Value; readonly keyAt: Place; readonly at: Place }
	>;
	/** False when a spread or computed key could not be followed. */
	readonly complete: boolean;
	readonly at: Place;
}

export interface ArrayValue {
	readonly v: "array";
	readonly items: readonly (Thunk | Value)[];
	readonly complete: boolean;
	readonly at: Place;
}

/** A creation site with its arguments. */
export interface Made {
	readonly site: Place;
	readonly call: CallExpr;
	readonly scope: Scope;
}

export interface UrlParts {
	/** `ws:`, with the colon. */
	readonly protocol: Text;
	/** Host with port. */
	readonly host: Text;
	readonly pathname: Text;
	/** "" or starting with `?`. */
	readonly search: Text;
	readonly hash: Text;
}

export type Accessor =
	| "import.meta.env"
	| "process.env"
	| "os.environ"
	| "Deno.env"
	| "Bun.env";

/**
 * An undecided condition an alternative rests on. One atom has one value in
 * one alternative, so values that rest on the same atom stay consistent.
 */
export interface Condition {
	/** `https page`, `env VITE_X set`, `caller src/use-chat.ts#3`, or the test's own text. */
	readonly atom: string;
	/** Value of the atom in this alternative: `true`, `false`, or a choice's name. */
	readonly is: string;
	readonly kind: "page" | "env" | "caller" | "choice";
	/**
	 * It holds only where something that is not in the repository supplies a
	 * value: an env key nobody sets, an argument nobody gives, a cookie, a global
	 * that nothing declares.
	 */
	readonly outside?: boolean;
	readonly at: Place;
}

/** One step of the way a value came: printed by `trace`, quoted as evidence. */
export interface Step {
	readonly at: Place;
	/** "constant DEFAULT_WS_URL", "read of VITE_WS_URL", "argument url of useChat()". */
	readonly label: string;
}

/** One possible value under its conditions. Dead alternatives are never produced. */
export interface Alternative<T = Value> {
	readonly value: T;
	/** Undecided conditions, by atom. Empty: proven in this world. */
	readonly when: ReadonlyMap<string, Condition>;
	/** Oldest first: from the asking expression to the literal. */
	readonly steps: readonly Step[];
}

/** True for an alternative that exists only where something outside the repository supplies a value. */
export function needsOutside({ when }: Pick<Alternative, "when">): boolean {
	for (const condition of when.values()) if (condition.outside) return true;
	return false;
}

/** Conditions that are a matter of who calls, not of whether: they do not weaken an alternative. */
export function isTaken(alternative: Pick<Alternative, "when">): boolean {
	for (const c of alternative.when.values())
		if (c.kind !== "caller") return false;
	return true;
}
