import { parse } from "smol-toml";
import { nestsTooDeeply } from "../../facts/nesting.js";

/** A table of a TOML file. */
export type Table = Readonly<Record<string, unknown>>;

/** The root table of a TOML text; undefined for a broken one. Never throws. */
export function parseToml(text: string): Table | undefined {
	if (nestsTooDeeply(text)) return undefined;
	try {
		return parse(text.replace(/^\uFEFF/, ""));
	} catch {
		return undefined;
	}
}

/** The value as a table; an empty one for anything else. */
export function tableOf(value: unknown): Table {
	return typeof value === "object" && value !== null && !Array.isArray(value)
		? (value as Table)
		: {};
}
