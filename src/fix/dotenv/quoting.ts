export type Quote = '"' | "'" | "`" | "";

const QUOTES: readonly Quote[] = ['"', "'", "`"];

/**
 * Ways to write a value, the best first: quoted as it was (`before`); for a new
 * value bare where nothing in it is special to any reader, a shell included.
 */
export function quotings(
	value: string,
	before: Quote | undefined,
): readonly Quote[] {
	const isPlain = /^[^\s#'"`\\]*$/.test(value);
	const all: readonly Quote[] = isPlain ? ["", ...QUOTES] : [...QUOTES, ""];
	return before === undefined ? all : [before, ...all];
}
