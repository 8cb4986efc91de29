import type { Sources } from "./sources.js";
import type { Stated } from "./stated.js";

/**
 * Hosts that this repository's own files deploy to, in path order; `*` stands
 * for one label and `?` for one character that is not known.
 */
export function deployedNames(sources: Sources): readonly Stated<string>[] {
	return [...sources.facts].flatMap(([file, fact]) =>
		fact.kind === "wrangler" || fact.kind === "platform"
			? fact.hosts.map(({ value, at }) => ({
					value,
					at: { file, span: at },
					steps: [],
				}))
			: [],
	);
}
