import type { Place } from "../facts/place.js";
import type { Text } from "./text.js";
import type { Accessor, Value } from "./value.js";

/** In which situation a value is asked for. */
export type Scenario = "dev" | "preview" | "production" | "container";

export const SCENARIOS: readonly Scenario[] = [
	"dev",
	"preview",
	"production",
	"container",
];

/**
 * Everything about the surroundings that an expression may read: env, mode and
 * the page's address. One world per app (or server) and scenario.
 */
export interface World {
	readonly scenario: Scenario;
	readonly runtime: "browser" | "node" | "python";
	/** Vite's `mode`; `development`/`production` elsewhere. */
	readonly mode: string;
	/** `serve` or `build`, for configs that are functions of it. */
	readonly command: "serve" | "build";
	/** `import.meta.env.DEV`, `NODE_ENV !== 'production'`. Undefined when not decided (a server's NODE_ENV that nothing sets). */
	readonly dev: boolean | undefined;
	/** The page's address; absent outside a browser. Unknown parts are holes. */
	readonly page?: PageAddress;
	env(accessor: Accessor, key: string, file: string): EnvAnswer;
	/**
	 * What the build tool puts in place of an outside name: `global#__WS_URL__`
	 * (a `define`), `$env/static/public#PUBLIC_WS_URL`. Undefined for any other name.
	 */
	constant?(name: string): EnvAnswer | undefined;
	/** What a function that the framework provides gives: `global#useRuntimeConfig`. Undefined for any other name. */
	given?(name: string): Value | undefined;
	/** The file that the build reads in place of another (Angular's `fileReplacements`). */
	replacement?(file: string): string | undefined;
}

export interface PageAddress {
	/** `http:`/`https:` when known; undefined makes `https page` an atom. */
	readonly protocol: "http:" | "https:" | undefined;
	readonly hostname: string | undefined;
	/** "" for the default port; undefined when unknown. */
	readonly port: string | undefined;
}

/** What reading an env key gives in a world (DESIGN §4, "unset or unsupplied"). */
export type EnvAnswer =
	/** `text` has `env` origins that point at the entry. `shadowed`: lower entries that lose. */
	| { readonly state: "set"; readonly text: Text }
	/** The repository makes this build and sets sibling keys, but not this one. */
	| { readonly state: "unset"; readonly why: string; readonly evidence?: Place }
	/** Nothing in the repository says; it may come from outside. */
	| {
			readonly state: "unsupplied";
			readonly why: string;
			/** What it reads when nothing outside supplies it (the default in an `env:` block or `define`). */
			readonly fallback?: Text;
	  }
	/** The bundler does not expose it here: reads `undefined` (`prefix`), or throws (`accessor`). */
	| {
			readonly state: "hidden";
			readonly because: "prefix" | "accessor";
			readonly why: string;
	  };
