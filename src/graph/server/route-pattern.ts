import type { Route } from "../graph.js";

/** Starlette's path converters. */
const CONVERTERS: Readonly<Record<string, string>> = {
	str: "[^/]+",
	path: ".*",
	int: "[0-9]+",
	float: "[0-9]+(?:\\.[0-9]+)?",
	uuid: "[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}",
};

/**
 * Matcher of a Starlette or FastAPI route: the whole decoded path, exactly,
 * with case, without slash redirect (F13).
 */
export function starlettePattern(route: string): (path: string) => boolean {
	return exactly(
		route
			.split(/(\{\w+(?::\w+)?\})/)
			.map((part) => {
				const param = /^\{\w+(?::(\w+))?\}$/.exec(part);
				return param ? (CONVERTERS[param[1] ?? "str"] ?? ".*") : escaped(part);
			})
			.join(""),
		"s",
	);
}

/** Names of the path parameters of a Starlette route. */
export function pathParameters(route: string): readonly string[] {
	return [...route.matchAll(/\{(\w+)(?::\w+)?\}/g)].map((m) => m[1] ?? "");
}

/**
 * Matcher of an Express or express-ws route: without case, with an optional
 * slash at the end (W9). Patterns it cannot read match everything.
 */
export function expressPattern(route: string): (path: string) => boolean {
	if (/[()[\]\\]/.test(route)) return () => true;
	const source = route
		.replace(/\/+$/, "")
		.split(/(:\w+\??|\{\*?\w+\}|\*\w*)/)
		.map((part) => {
			if (part.startsWith(":")) return part.endsWith("?") ? "[^/]*" : "[^/]+";
			return part.startsWith("*") || part.startsWith("{")
				? ".*"
				: escaped(part);
		})
		.join("");
	return exactly(`${source}/?`, "si");
}

/**
 * Matcher of Fastify, Hono, Elysia, Bun and uWebSockets.js routes: with case and
 * with every slash; `:x` is one segment, `:x?` one or none, `*` the rest.
 */
export function colonPattern(route: string): (path: string) => boolean {
	const source = route
		.split(/(\/:\w+(?:\([^)]*\)|\{[^}]*\})?\?|:\w+(?:\([^)]*\)|\{[^}]*\})?|\*)/)
		.map((part) => {
			if (part === "*") return ".*";
			if (part.startsWith("/:")) return "(?:/[^/]+)?";
			return part.startsWith(":") ? "[^/]+" : escaped(part);
		})
		.join("");
	return exactly(source, "s");
}

/** The very path and no other (`ws` with `path`, N1). */
export function exactPath(route: string): (path: string) => boolean {
	return (path) => withoutQuery(path) === route;
}

/** Everything below a prefix. */
export function prefixPath(prefix: string): (path: string) => boolean {
	return (path) => withoutQuery(path).startsWith(prefix);
}

/** A server that does not look at the path. */
export function anyPath(): boolean {
	return true;
}

/** Socket.IO's engine path: the slash at its end is optional (N14). */
export function enginePath(route: string): (path: string) => boolean {
	const bare = `/${route.replace(/^\/+|\/+$/g, "")}`;
	return (path) => {
		const asked = withoutQuery(path);
		return asked === bare || asked.startsWith(bare === "/" ? "/" : `${bare}/`);
	};
}

function exactly(source: string, flags: string): (path: string) => boolean {
	const pattern = new RegExp(`^(?:${source})$`, flags);
	return (path) => pattern.test(decoded(withoutQuery(path)));
}

/** A path and nothing behind it. */
export function withoutQuery(path: string): string {
	return path.replace(/[?#].*$/s, "");
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** A plain socket route. */
export function socketRoute(
	path: string,
	at: Route["at"],
	matches: Route["matches"],
): Route {
	return {
		path,
		at,
		via: [],
		protocol: "websocket",
		matches,
		requiredQuery: [],
	};
}

/** A route that accepts whatever path is asked for, shown as `*`. */
export function anyRoute(at: Route["at"]): Route {
	return socketRoute("*", at, anyPath);
}
