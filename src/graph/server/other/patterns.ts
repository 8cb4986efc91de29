import type { PathStyle } from "../../../facts/server-source.js";
import { exactPath, expressPattern, prefixPath } from "../route-pattern.js";

/**
 * Matcher of a path as the framework compares it. Slash redirects do not count:
 * a browser's socket does not follow them.
 */
export function pathPattern(
	style: PathStyle,
	route: string,
): (path: string) => boolean {
	switch (style) {
		case "exact":
			return exactPath(route);
		case "prefix":
			return prefixPath(route);
		case "mounted":
			return matching(`${escaped(route.replace(/\/$/, ""))}(?:/.*)?`);
		case "servemux":
			return route.endsWith("/")
				? matching(`${segments(route)}.*`)
				: matching(segments(route.replace(/\{\$\}$/, "")));
		case "braces":
			return matching(segments(route));
		case "colons":
			return matching(
				route
					.split(/(:\w+|\*\w*)/)
					.map((part) =>
						part.startsWith(":")
							? "[^/]+"
							: part.startsWith("*")
								? ".*"
								: escaped(part),
					)
					.join(""),
			);
		case "loose-colons":
			return expressPattern(route.replace(/\+\d*/g, "*"));
		case "ant":
			return matching(`${antSource(route)}/?`);
		case "sockjs":
			return matching(
				`${antSource(route.replace(/\/$/, ""))}(?:/[^/.]+/[^/.]+)?/websocket`,
			);
	}
}

/** `{name}`, `{name...}`, `{name:regex}` and a `*` at the end. */
function segments(route: string): string {
	return route
		.split(/(\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|\*$)/)
		.map((part) => {
			if (part === "*") return ".*";
			const name = /^\{([\s\S]*)\}$/.exec(part)?.[1];
			if (name === undefined) return escaped(part);
			if (name.endsWith("...")) return ".*";
			const expression = /^\w+:([\s\S]+)$/.exec(name)?.[1];
			// A regular expression of Go is not run here: any text may match it.
			return expression === undefined ? "[^/]+" : ".+";
		})
		.join("");
}

function antSource(route: string): string {
	return route
		.split(/(\{[^}]*\}|\/\*\*|\*+|\?)/)
		.map((part) => {
			if (part === "/**") return "(?:/.*)?";
			if (part.startsWith("**")) return ".*";
			if (part === "*") return "[^/]*";
			if (part === "?") return "[^/]";
			return part.startsWith("{") ? "[^/]+" : escaped(part);
		})
		.join("");
}

function matching(source: string): (path: string) => boolean {
	const pattern = new RegExp(`^(?:${source})$`, "s");
	return (path) => pattern.test(path.replace(/[?#].*$/s, ""));
}

function escaped(text: string): string {
	return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
