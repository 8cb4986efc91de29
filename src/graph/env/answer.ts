import type { EnvAnswer } from "../../value/world.js";
import type { Builder, EnvTable } from "./supplied.js";

/**
 * What reading `key` gives: set, unset where the repository itself makes the
 * build and sets sibling keys, unsupplied otherwise (DESIGN §4).
 */
export function answerFrom(
	table: EnvTable,
	builder: Builder | undefined,
	key: string,
): EnvAnswer {
	const supplied = table.get(key);
	if (supplied) return { state: "set", text: supplied.text };
	if (builder)
		return {
			state: "unset",
			why: `${builder.why} and does not set ${key}`,
			evidence: builder.at,
		};
	return {
		state: "unsupplied",
		why: `nothing in this repository sets ${key}`,
	};
}
