import type { Literal, LiteralObject } from "../../rule/finding.js";

export type QuoteMark = '"' | "'";

/** The quotes a file uses: those of its imports, else the commoner ones. */
export function quoteMarkOf(text: string): QuoteMark {
	const [, mark] =
		/^\s*(?:import\b|export\b.*\bfrom\b|.*\brequire\().*?(["'])/m.exec(text) ??
		[];
	if (mark === '"' || mark === "'") return mark;
	const single = text.match(/'[^'"\n]*'/g)?.length ?? 0;
	const double = text.match(/"[^'"\n]*"/g)?.length ?? 0;
	return single > double ? "'" : '"';
}

/** Code for a constant. */
export function literalCode(value: Literal, mark: QuoteMark): string {
	return typeof value === "string" ? quoted(value, mark) : String(value);
}

/** Code for a string. */
export function quoted(text: string, mark: QuoteMark): string {
	const code = JSON.stringify(text);
	if (mark === '"') return code;
	return `'${code.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}

/** `{ target: "…", ws: true }`. */
export function objectCode(value: LiteralObject, mark: QuoteMark): string {
	const entries = Object.entries(value).map(
		([key, literal]) => `${keyCode(key, mark)}: ${literalCode(literal, mark)}`,
	);
	return `{ ${entries.join(", ")} }`;
}

/** A property name, quoted where it is no identifier. */
export function keyCode(key: string, mark: QuoteMark): string {
	return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quoted(key, mark);
}
