import type { Place } from "../facts/place.js";
import type { Text } from "../value/text.js";

/** A socket URL taken apart, each part with its provenance. */
export type Address =
	| {
			readonly form: "absolute";
			/** `ws`, `wss`, `http`, `https`, or a hole. */
			readonly scheme: Text;
			/** Without port; brackets of IPv6 kept. */
			readonly host: Text;
			/** undefined when no port is written. */
			readonly port: Text | undefined;
			/** Starts with `/`; "/" when absent. */
			readonly path: Text;
			/** Without `?`; empty when absent. */
			readonly query: Text;
	  }
	/** No scheme: resolved against the page. `rooted` is false for `ws` and `api/ws` (U2). */
	| {
			readonly form: "relative";
			readonly rooted: boolean;
			readonly path: Text;
			readonly query: Text;
	  }
	/** Socket.IO without a URL: the page's own origin. */
	| { readonly form: "page"; readonly path: Text; readonly query: Text }
	/** Throws, or is silently something else (U6, U7, U9, U11, U12). */
	| { readonly form: "malformed"; readonly flaw: Flaw; readonly at?: Place }
	/** Not enough is known: why. */
	| { readonly form: "unknown"; readonly reason: string; readonly at?: Place };

export type Flaw =
	| { readonly code: "undefined-in-url"; readonly name: string }
	| { readonly code: "empty-host" }
	| { readonly code: "double-scheme" }
	| { readonly code: "href-in-url" }
	| { readonly code: "fragment" }
	| { readonly code: "bad-port"; readonly port: string }
	| { readonly code: "second-port"; readonly host: string }
	| { readonly code: "missing-scheme"; readonly host: string }
	| { readonly code: "stray-quote" }
	| { readonly code: "unexpanded-template" }
	| { readonly code: "unspecified-host" }
	| { readonly code: "bad-scheme"; readonly scheme: string }
	| { readonly code: "whitespace" };
