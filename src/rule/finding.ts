import type { Place } from "../facts/place.js";
import type { Scenario } from "../value/world.js";

export type Severity = "error" | "warning" | "info";

/** What a rule yields: data only. Text is plain sentences; colour, position and layout are the report's. */
export interface Finding {
	readonly rule: string;
	readonly severity: Severity;
	readonly scenario: readonly Scenario[];
	/** The place to change. */
	readonly at: Place;
	readonly message: Message;
	/** At most six, the nearest first. */
	readonly evidence: readonly Evidence[];
	readonly fixes: readonly Fix[];
	/** `Connection.id` the finding is about, for grouping and the fingerprint. */
	readonly connection?: string;
}

/** Three sentences a tired person understands. `what` stands alone. */
export interface Message {
	readonly what: string;
	/** Cause, with the words their console showed. */
	readonly why: string;
	readonly do: string;
}

export interface Evidence {
	readonly at: Place;
	readonly message: string;
}

export type Safety = "safe" | "unsafe" | "suggest";

export type Preference = "same-origin" | "absolute-url" | "env-url";

/** One repair: all intents or none. */
export interface Fix {
	/** Imperative: "Add `ws: true` to the `/api` proxy entry". */
	readonly title: string;
	readonly safety: Safety;
	/** Of several right answers, which one this is (`--prefer`). */
	readonly prefer?: Preference;
	readonly intents: readonly Intent[];
}

/** What to change, in terms of the thing, not of text. The fix room turns intents into edits per language. */
export type Intent =
	/** Set a property of an object literal (or turn a string shorthand into `{ target, changeOrigin: true, … }`). */
	| {
			readonly do: "set-property";
			readonly object: Place;
			readonly name: string;
			readonly value: Literal;
	  }
	/** Add `key: value` to an object literal; `path` names nested objects to create (`["server", "proxy"]`). */
	| {
			readonly do: "add-entry";
			readonly object: Place;
			readonly path: readonly string[];
			readonly key: string;
			readonly value: LiteralObject;
	  }
	/** Replace the text of a string literal, env value or YAML scalar; quoting is kept. */
	| {
			readonly do: "replace-text";
			readonly at: Place;
			readonly text: string;
			readonly reason?: string;
	  }
	/** Replace an expression by code of the file's language; a place that is a run of a template literal becomes `${code}`. In `code`, `$&` stands for the text that is replaced. */
	| {
			readonly do: "replace-expression";
			readonly at: Place;
			readonly code: string;
			readonly imports?: readonly {
				readonly from: string;
				readonly name: string;
			}[];
	  }
	/** Set (or append) an env key; a one-line reason goes above it. */
	| {
			readonly do: "set-env";
			readonly file: string;
			readonly key: string;
			readonly value: string;
			readonly reason: string;
	  }
	| { readonly do: "rename-env-key"; readonly at: Place; readonly to: string }
	/** Remove one entry of an env file, array or object, with its separator; or a whole statement of Python. */
	| { readonly do: "remove"; readonly at: Place }
	/** Append an element to an array literal or a comma-separated text. */
	| {
			readonly do: "add-item";
			readonly list: Place;
			readonly form: "array" | "comma-text";
			readonly text: string;
	  }
	/** Add a requirement to requirements*.txt, pyproject.toml or Pipfile; or extras to an existing line. */
	| {
			readonly do: "require";
			readonly file: string;
			readonly requirement: string;
			readonly replaces?: Place;
	  }
	/** Declare an env key's type in the app's ambient `ImportMetaEnv`, where there is one. */
	| {
			readonly do: "declare-env-type";
			readonly appRoot: string;
			readonly key: string;
	  }
	/** Put lines at the beginning of a Python function's body, behind its docstring; a tab in front of a line is one step of indentation. */
	| {
			readonly do: "begin-body";
			readonly at: Place;
			readonly lines: readonly string[];
	  }
	/** Move an entry of an object literal before another. */
	| {
			readonly do: "move-before";
			readonly entry: Place;
			readonly before: Place;
	  };

export type Literal = string | number | boolean;
export interface LiteralObject {
	readonly [key: string]: Literal;
}
