import type { NginxStatement } from "../../facts/index.js";

/** The statements of a block and of the blocks around it, innermost first. */
export type Chain = readonly (readonly NginxStatement[])[];

/** The statements of one name in a block itself, in order. */
export function named(
	block: readonly NginxStatement[],
	name: string,
): readonly NginxStatement[] {
	return block.filter((s) => s.name === name);
}

/** Text of an argument; "" where there is none. */
export function argument(statement: NginxStatement, n: number): string {
	return statement.args[n]?.text ?? "";
}

/** Includes of nginx's own tables, of certificates and of whole sites bring no header and no location. */
const HARMLESS =
	/(mime\.types|(fastcgi|uwsgi|scgi)[\w.]*|[^/]*(ssl|tls|gzip|brotli|letsencrypt|security|logging)[^/]*|modules-enabled\/.*|modules\/.*|sites-enabled\/.*|conf\.d\/\*(\.conf)?)$/i;

/** True when an include may add statements that matter, or a template decides what stands here. */
export function isOpen(block: readonly NginxStatement[]): boolean {
	return block.some(
		(s) =>
			(s.name === "include" && !HARMLESS.test(argument(s, 0))) ||
			s.name.startsWith("{%") ||
			s.name.includes("{{") ||
			s.name.includes("${"),
	);
}

/** A variable's text where `set` gives it a plain one on the way out; undefined otherwise. */
export function variable(name: string, chain: Chain): string | undefined {
	for (const block of chain) {
		const set = named(block, "set").filter((s) => argument(s, 0) === name);
		const [only] = set;
		if (only) return set.length === 1 ? argument(only, 1) : undefined;
	}
	return undefined;
}
