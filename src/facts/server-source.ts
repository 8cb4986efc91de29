import type { Directive } from "./code.js";
import type { Span } from "./place.js";

/**
 * What a source file of a server language says about sockets: the light reading
 * of languages whose expressions are not followed. Only literals count; what is
 * written otherwise is a gap, so that nothing rests on a file half understood.
 */
export interface ServerSource {
	readonly kind: "server-source";
	readonly language: ServerLanguage;
	/** A program starts here (`package main`, `@SpringBootApplication`, an endpoint). */
	readonly entry: boolean;
	readonly routes: readonly RegisteredRoute[];
	/** Named functions of a language whose routes name their handlers; empty elsewhere. */
	readonly functions: readonly ServerFunction[];
	/** Routers handed to a function: `setupRoutes(api)`. */
	readonly handed: readonly HandedRouter[];
	readonly listens: readonly WrittenListen[];
	/** Prefix of every path of the program (`server.servlet.context-path`). */
	readonly basePath?: Literal;
	/** Numeric defaults of configuration fields, read from the environment (`envDefault:"4444"`). */
	readonly portFields: readonly PortField[];
	readonly origins: readonly WrittenOrigins[];
	/** Why routes, or all of the file, may be more than what is listed. */
	readonly gaps: readonly ServerGap[];
	readonly directives: readonly Directive[];
	readonly syntaxError?: { readonly message: string; readonly at: Span };
}

/** `properties`: the settings of a Spring program. */
export type ServerLanguage = "go" | "java" | "ruby" | "elixir" | "properties";

/** A text in the source; `at` covers the literal with its quotes. */
export interface Literal {
	readonly value: string;
	readonly at: Span;
}

/** How a framework compares a path with a registered one. */
export type PathStyle =
	/** The whole path, no parameters. */
	| "exact"
	/** Everything that begins with it. */
	| "prefix"
	/** It, and everything below it. */
	| "mounted"
	/** `{name}` is one segment, `{name...}` the rest; a pattern ending in `/` is a prefix (Go's ServeMux). */
	| "servemux"
	/** `{name}` or `{name:regex}` is one segment (gorilla/mux, chi), `*` at the end is the rest. */
	| "braces"
	/** `:name` is one segment, `*name` the rest (gin, echo, httprouter). */
	| "colons"
	/** `:name` is one segment; case and a slash at the end do not matter (fiber's defaults). */
	| "loose-colons"
	/** Ant patterns: `*` in a segment, `**` over segments, `{name}`. */
	| "ant"
	/** SockJS: raw sockets under `/websocket` and `/<server>/<session>/websocket` only. */
	| "sockjs";

/** A path that handlers are put on. */
export interface RegisteredRoute {
	/** The path's last part, or where it would stand. */
	readonly at: Span;
	/** Literal prefixes of groups, then its own path; undefined when a part is not literal. */
	readonly parts: readonly Literal[] | undefined;
	/** What the router it is registered on stands below. */
	readonly base: RouterBase;
	readonly style: PathStyle;
	/** Names of functions and types in the handler expression. */
	readonly handlers: readonly string[];
	/** The registration itself shows that it is a socket's. */
	readonly socket: boolean;
	/** For people: `gin`, `gorilla/mux`. */
	readonly framework: string;
}

/** What stands before the paths of a router. */
export type RouterBase =
	| { readonly kind: "root" }
	/** The router is this parameter (from 0) of a function: whoever calls it decides. */
	| { readonly kind: "parameter"; readonly fn: string; readonly index: number }
	| { readonly kind: "unknown" };

/** A named function, by what it does about sockets. */
export interface ServerFunction {
	readonly name: string;
	/** It turns a request into a socket itself. */
	readonly upgrades: boolean;
	/** Last names of what it calls. */
	readonly calls: readonly string[];
}

/** A call that gives a function a router. */
export interface HandedRouter {
	readonly fn: string;
	readonly index: number;
	readonly parts: readonly Literal[] | undefined;
	readonly base: RouterBase;
}

/** A place where a program begins to listen. */
export interface WrittenListen {
	readonly at: Span;
	/** Port numbers that stand there, defaults among them. */
	readonly ports: readonly { readonly port: number; readonly at: Span }[];
	/** Environment key that replaces them. */
	readonly env?: string;
	/** Configuration field it is read from (`Port` of `cfg.Port`). */
	readonly field?: string;
	/** Something not followed may replace them, or is all there is. */
	readonly open: boolean;
	readonly tls: boolean;
}

/** A configuration field that holds a port. */
export interface PortField {
	readonly field: string;
	readonly port: number;
	readonly env: string;
	readonly at: Span;
}

/** Origins that are let in. */
export interface WrittenOrigins {
	readonly kind: "http-cors" | "origin-check";
	readonly at: Span;
	readonly entries: readonly Literal[];
	/** False when more than these literals may be let in. */
	readonly complete: boolean;
}

/** Something that keeps a reading from being whole. */
export interface ServerGap {
	readonly at: Span;
	/** A sentence fragment: "it answers sockets through centrifuge". */
	readonly reason: string;
}
