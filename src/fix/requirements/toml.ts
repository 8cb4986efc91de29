import type { Span } from "../../facts/place.js";
import type { CommaList } from "../layout/comma-list.js";

/** What stands below a `[name]` header, up to the next one; undefined when there is none. */
export function tableAt(text: string, name: string): Span | undefined {
	const header = new RegExp(
		`^[ \\t]*\\[\\s*${name.replaceAll(".", "\\s*\\.\\s*")}\\s*\\][^\\n]*`,
		"m",
	).exec(text);
	if (!header) return undefined;
	const start = header.index + header[0].length;
	const next = /^[ \t]*\[/m.exec(text.slice(start));
	return [start, next ? start + next.index : text.length];
}

/** End of the last line of a table that is not blank. */
export function endOfTable(text: string, name: string): number | undefined {
	const table = tableAt(text, name);
	if (!table) return undefined;
	return table[0] + text.slice(...table).trimEnd().length;
}

/** Strings, comments and brackets of an array. */
const TOKEN = /"(?:\\.|[^"\\])*"|'[^']*'|#[^\n]*|[[\]]/g;

/** The array of strings that a key of a table holds. */
export function arrayIn(
	text: string,
	[from, to]: Span,
	key: string,
): Pick<CommaList, "open" | "close" | "items"> | undefined {
	const begin = new RegExp(`^[ \\t]*${key}\\s*=\\s*\\[`, "m").exec(
		text.slice(from, to),
	);
	if (!begin) return undefined;
	const open = from + begin.index + begin[0].length;
	const items: Span[] = [];
	for (const token of text.slice(open).matchAll(TOKEN)) {
		const start = open + token.index;
		if (token[0] === "]") return { open, close: start, items };
		if (token[0] === "[") return undefined;
		if (!token[0].startsWith("#")) items.push([start, start + token[0].length]);
	}
	return undefined;
}
