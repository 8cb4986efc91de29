import { posix } from "node:path";
import type { Place } from "../../facts/place.js";
import type { Sources } from "../sources.js";
import { ancestors, folderOf } from "./paths.js";

/** A value that an example env file proposes for a key. */
export interface Proposed {
	readonly value: string;
	readonly at: Place;
}

/**
 * What the example env files of a folder and those above propose for a key.
 * They set nothing by themselves, but people copy them: a port they name is one
 * the server may well have.
 */
export function proposedValues(
	sources: Sources,
	root: string,
	key: string,
): readonly Proposed[] {
	const folders = new Set(ancestors(root));
	const found: Proposed[] = [];
	for (const [path, fact] of sources.facts) {
		if (fact.kind !== "env" || !folders.has(folderOf(path))) continue;
		if (!EXAMPLE.test(posix.basename(path))) continue;
		const entry = fact.entries.findLast((e) => e.key === key);
		if (entry?.dotenv !== undefined)
			found.push({
				value: entry.dotenv,
				at: { file: path, span: entry.valueAt },
			});
	}
	return found;
}

const EXAMPLE = /example|sample|template|dist|default/i;
