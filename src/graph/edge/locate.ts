import type { NginxStatement } from "../../facts/index.js";
import { isHoleCharacter } from "../../value/text.js";
import { regexOf } from "./pattern.js";
import { argument, type Chain, named } from "./statements.js";

/** One `location`, its modifier and pattern apart. */
export interface Location {
	readonly statement: NginxStatement;
	/** `""` for a plain prefix; `@` for a name that no path matches. */
	readonly modifier: "" | "=" | "^~" | "~" | "~*" | "@";
	readonly pattern: string;
	/** Its own statements and those around it. */
	readonly chain: Chain;
}

export type Located =
	| { readonly kind: "location"; readonly location: Location }
	/** nginx adds the missing slash by a redirect, which no browser follows for a socket (H9). */
	| { readonly kind: "redirect"; readonly location: Location }
	| { readonly kind: "none" }
	| { readonly kind: "unknown"; readonly reason: string };

/** The locations that stand in the innermost block of a chain. */
export function locationsIn(chain: Chain): readonly Location[] {
	return named(chain[0] ?? [], "location").map((statement) => {
		const [first = "", second] = statement.args.map((a) => a.text);
		const [, glued = "", rest = first] =
			/^(=|\^~|~\*|~|@)(.+)$/.exec(first) ?? [];
		const modifier = second === undefined ? glued : first;
		return {
			statement,
			modifier: (/^(=|\^~|~\*?|@)$/.test(modifier)
				? modifier
				: "") as Location["modifier"],
			pattern: second ?? rest,
			chain: [statement.block ?? [], ...chain],
		};
	});
}

/**
 * The location that takes a path, by nginx's order: exact, then the missing
 * slash, then the longest prefix if it says `^~`, then the first regular
 * expression, then the longest prefix. Inner locations come before outer
 * regular expressions (ngx_http_core_find_location).
 */
export function locate(chain: Chain, path: string): Located {
	if (/\/\/|%|\/\.\.?(\/|$)/.test(path))
		return unknown("nginx normalises the path first");
	const all = locationsIn(chain);
	const open = all.find((l) => /\$\{|\{\{/.test(l.pattern));
	if (open) return unknown(`the location ${open.pattern} is filled in later`);
	const exact = all.find((l) => l.modifier === "=" && l.pattern === path);
	if (exact) return { kind: "location", location: exact };
	const prefixes = all.filter((l) => l.modifier === "" || l.modifier === "^~");
	const slashed = prefixes.find(
		(l) => l.pattern === `${path}/` && forwards(l.statement),
	);
	if (slashed) return { kind: "redirect", location: slashed };
	const longest = prefixes
		.filter((l) => path.startsWith(l.pattern))
		.reduce<Location | undefined>(
			(best, l) => (best && best.pattern.length >= l.pattern.length ? best : l),
			undefined,
		);
	const head = path.slice(0, firstHole(path));
	if (
		head !== path &&
		all.some(
			(l) =>
				!l.modifier.startsWith("~") &&
				l.pattern.length > head.length &&
				l.pattern.startsWith(head),
		)
	)
		return unknown("a part of the path is known only at run time");
	const inner = longest ? locate(longest.chain, path) : undefined;
	if (inner && (inner.kind === "unknown" || inner.kind === "redirect"))
		return inner;
	if (inner?.kind === "location") {
		const { modifier } = inner.location;
		if (modifier !== "" || longest?.modifier === "^~") return inner;
	}
	const fallback: Located =
		inner?.kind === "location"
			? inner
			: longest
				? { kind: "location", location: longest }
				: { kind: "none" };
	if (longest?.modifier === "^~") return fallback;
	for (const location of all) {
		if (!location.modifier.startsWith("~")) continue;
		const regex = regexOf(location.pattern, location.modifier === "~*");
		if (!regex) return unknown(`the pattern ${location.pattern} is not read`);
		const [plain, number] = ["x", "1"].map((text) =>
			regex.test(withoutHoles(path, text)),
		);
		if (plain !== number)
			return unknown("a part of the path is known only at run time");
		if (plain) return { kind: "location", location };
	}
	return fallback;
}

function unknown(reason: string): Located {
	return { kind: "unknown", reason };
}

function forwards(location: NginxStatement): boolean {
	return (location.block ?? []).some((s) => /_pass$/.test(s.name));
}

function firstHole(path: string): number {
	for (let i = 0; i < path.length; i++)
		if (isHoleCharacter(path.charCodeAt(i))) return i;
	return path.length;
}

function withoutHoles(path: string, put: string): string {
	return [...path]
		.map((c) => (isHoleCharacter(c.charCodeAt(0)) ? put : c))
		.join("");
}

/** The location of that name (`@backend`) in a server. */
export function namedLocation(
	server: Chain,
	name: string,
): Location | undefined {
	return locationsIn(server).find(
		(l) => argument(l.statement, 0) === name || `@${l.pattern}` === name,
	);
}
