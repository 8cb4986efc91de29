import { projectPattern } from "../../../value/project-pattern.js";

/**
 * Vite's own matching of a proxy key: `^` makes it a regular expression tested
 * against path plus query, anything else is a plain prefix (P7–P9; Vite's
 * proxy middleware).
 */
export function contextMatcher(key: string): (pathAndQuery: string) => boolean {
	if (!key.startsWith("^")) return (path) => path.startsWith(key);
	const pattern = projectPattern(key);
	// One that is not tried is taken to match: nothing is said about it then.
	return (path) => pattern?.test(path) ?? isPattern(key);
}

/** Why no path can ever match a key (P8); undefined when one can. */
export function neverMatching(key: string): string | undefined {
	if (key.startsWith("^"))
		return isPattern(key) ? undefined : "it is not a valid regular expression";
	if (key !== "" && !key.startsWith("/"))
		return "every path starts with a slash and this key does not";
	if (key.includes("*"))
		return "Vite compares keys as plain prefixes, so * is an ordinary character";
	return undefined;
}

function isPattern(source: string): boolean {
	try {
		return new RegExp(source) instanceof RegExp;
	} catch {
		return false;
	}
}
