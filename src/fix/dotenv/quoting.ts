export type Quote = '"' | "'" | "`" | "";

/** Ways to write a value, the likeliest first: as it was quoted, bare where nothing in it is special, then in each kind of quotes. */
export function quotings(value: string, before: Quote): readonly Quote[] {
	const all: readonly Quote[] = ["", '"', "'", "`"];
	const isPlain = /^[^\s#'"`\\]*$/.test(value);
	const preferred = before === "" && !isPlain ? '"' : before;
	return [preferred, ...all.filter((quote) => quote !== preferred)];
}
