import type { Code } from "./code.js";
import type { Fact } from "./index.js";
import type { Place } from "./place.js";

/**
 * The facts of a tree, extracted on demand and once. Files that something
 * must always see (manifests, env files, seeds) are extracted at the start;
 * another module is extracted when a value leads to it.
 */
export interface Library {
	/** Facts extracted so far, by path. Grows while the graph is built. */
	readonly facts: ReadonlyMap<string, Fact>;
	/** Paths of code and markup files, sorted. */
	readonly codePaths: readonly string[];
	has(path: string): boolean;
	/** True when the path is a folder that holds files. */
	hasFolder(path: string): boolean;
	/** Facts of one file; undefined when nothing reads its kind, or the bound of files is reached. */
	fact(path: string): Fact | undefined;
	/** The code blocks of a file; empty when it is not code. */
	code(path: string): readonly Code[];
	/** Code and markup files of the app itself, tests and the like left out, in path order. */
	readonly ownCode: readonly string[];
	/** Module specifiers of a file, told from its text without extracting it. */
	specifiers(path: string): readonly string[];
	/** Whether one file's text holds `needle`. */
	mentions(path: string, needle: string): boolean;
	/**
	 * Where `word` stands as a whole word in code, configuration, compose files,
	 * Dockerfiles, scripts and workflows. Env files, prose and type declarations
	 * are not searched.
	 */
	placesOf(word: string): readonly Place[];
	/** Where a README names `word`; undefined where none does. */
	inReadme(word: string): Place | undefined;
}
