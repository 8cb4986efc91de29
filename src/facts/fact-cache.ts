import type { Fact } from "./index.js";

/** Facts of files by their content, kept between runs. A fact is a pure function of kind, name and content. */
export interface FactCache {
	/** The fact of a file of this kind, name and content; undefined when none is kept. */
	get(kind: string, path: string, bytes: Uint8Array): Fact | undefined;
	/** Takes note of a fact. One of a text that holds what looks like a secret is not kept. */
	put(kind: string, path: string, bytes: Uint8Array, fact: Fact): void;
	/** Writes what is new, by rename. Never throws: a run without its cache is a slower run. */
	save(): void;
}
