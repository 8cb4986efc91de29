import { projectPattern } from "../../value/project-pattern.js";

/** How Vite matches a proxy key: a plain prefix of path and query, or a regular expression after `^` (P7–P9). */
export function viteKeyMatches(key: string, pathAndQuery: string): boolean {
	if (!key.startsWith("^")) return pathAndQuery.startsWith(key);
	return projectPattern(key)?.test(pathAndQuery) ?? false;
}

/**
 * The key that does in Vite what this one was written for: globs become a
 * prefix or an expression, a leading slash is added, a trailing one dropped,
 * and `$` lets a query follow. Written without backslashes, so it is the same
 * inside quotes.
 */
export function mendedViteKey(key: string): string {
	if (key.startsWith("^")) return key.replace(/\$$/, "(?:[?]|$)");
	const prefix = `/${key.replace(/^\//, "")}`.replace(/\/+\**$/, "") || "/";
	return prefix.includes("*") ? `^${expression(prefix)}` : prefix;
}

function expression(glob: string): string {
	return glob
		.split("**")
		.map((part) =>
			part.replace(/[.+?()[\]{}|]/g, "[$&]").replaceAll("*", "[^/]*"),
		)
		.join(".*");
}
