import type { Alternatives } from "../../value/evaluate/alternatives.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { CallExpr } from "../../value/expr.js";
import type { Scope } from "../../value/value.js";
import type { ClientLibrary, Protocol } from "../graph.js";

/** How a library's constructor is called. */
export interface ClientSignature {
	readonly library: ClientLibrary;
	readonly speaks: Protocol;
	/**
	 * `argument`: the first argument. `property`: a property of the options
	 * object in the first argument. Otherwise the library makes the URL up.
	 */
	readonly url: "argument" | { readonly property: string } | UrlOf;
	/** A missing URL means the page's own origin (Socket.IO), else there is no connection. */
	readonly withoutUrl: "page" | "none";
	/** The library itself resolves a URL without scheme or host against the page. */
	readonly resolves?: boolean;
	/** Runs in Node only. */
	readonly node?: boolean;
}

/** The URL a library dials for a call; `undefined` (a scalar) where it dials nothing. */
export type UrlOf = (
	evaluator: Evaluator,
	call: CallExpr,
	scope: Scope,
) => Alternatives;

/** A library that dials a plain WebSocket to the very URL it is given. */
export function plain(
	library: ClientLibrary,
	url: ClientSignature["url"] = "argument",
): ClientSignature {
	return { library, speaks: "websocket", url, withoutUrl: "none" };
}

/** The same for one that takes `/path` and finds the page's host by itself. */
export function onPage(
	library: ClientLibrary,
	url: ClientSignature["url"] = "argument",
): ClientSignature {
	return { ...plain(library, url), resolves: true };
}

/** A library with a handshake of its own. */
export function apart(
	library: ClientLibrary,
	url: ClientSignature["url"] = "argument",
): ClientSignature {
	return { ...onPage(library, url), speaks: "other" };
}
