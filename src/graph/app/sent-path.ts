import { isHoleCharacter, Text } from "../../value/text.js";
import { type Options, preferred } from "./options.js";

/** Options of a proxy entry that change the path. */
export interface Rewriting {
	readonly rewrite?: Options;
	readonly ignorePath: boolean;
	readonly prependPath: boolean;
}

/**
 * Path and query that reach the target: `rewrite` first, then the target's own
 * path in front (P11). Undefined when either is not known statically.
 */
export function sentPath(
	path: string,
	target: Text | undefined,
	rewriting: Rewriting,
): string | undefined {
	const own = rewriting.rewrite ? rewritten(path, rewriting.rewrite) : path;
	const prefix = rewriting.prependPath ? targetPath(target) : "/";
	if (own === undefined || prefix === undefined) return undefined;
	return joinedPath(prefix, rewriting.ignorePath ? "" : normalised(own));
}

/** What the rewrite function gives for one path; it must be the same in every alternative. */
function rewritten(path: string, rewrite: Options): string | undefined {
	const fn = preferred(rewrite.values)?.value;
	if (fn?.v !== "function") return undefined;
	const origin = { kind: "computed", at: rewrite.at } as const;
	const results = rewrite.evaluator
		.call(fn, [{ v: "text", text: Text.of(path, origin) }], rewrite.at)
		.map((a) => (a.value.v === "text" ? a.value.text.value : undefined));
	const [only] = results;
	return results.every((r) => r === only) ? only : undefined;
}

/** Path and query of a target; undefined when a part of it is not known. */
function targetPath(target: Text | undefined): string | undefined {
	if (!target) return undefined;
	const found = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*([^#]*)/i.exec(target.flat)?.[1];
	// Node's URL takes a target without scheme apart in ways nobody means (P22).
	if (found === undefined) return undefined;
	if ([...found].some((c) => isHoleCharacter(c.charCodeAt(0))))
		return undefined;
	return normalised(found === "" ? "/" : found);
}

/** As `new URL` normalises it: dot segments resolved, spaces encoded. */
function normalised(path: string): string {
	if (path === "" || path.startsWith("?")) return path;
	const rooted = path.startsWith("//") ? `http://base.invalid${path}` : path;
	if (!URL.canParse(rooted, "http://base.invalid")) return path;
	const url = new URL(rooted, "http://base.invalid");
	return withHoles(url.pathname + url.search);
}

/** The stand-ins of unknown parts, which encoding turned into %EE%80%80 and so on. */
function withHoles(path: string): string {
	return path.replace(/%EE%8[0-9A-F]%[89AB][0-9A-F]/g, (encoded) => {
		const character = decodeURIComponent(encoded);
		return isHoleCharacter(character.charCodeAt(0)) ? character : encoded;
	});
}

/** Joins paths with one slash between; the queries go to the end. */
function joinedPath(...parts: readonly string[]): string {
	const queries: string[] = [];
	let path = "";
	for (const part of parts) {
		const [own = "", ...query] = part.split("?");
		if (query.length > 0 && query.join("?") !== "")
			queries.push(query.join("?"));
		if (own === "") continue;
		if (path.endsWith("/")) path += own.startsWith("/") ? own.slice(1) : own;
		else path += own.startsWith("/") ? own : `/${own}`;
	}
	return queries.length === 0 ? path : `${path}?${queries.join("&")}`;
}
