import type { Library } from "../../facts/library.js";
import { folderOf } from "../../tree/paths.js";
import type { CallSite, Program, Resolution } from "../../value/evaluator.js";
import { autoImports } from "./auto-imports.js";
import { callsByName } from "./calls.js";
import { importIndex } from "./imports.js";
import { javascriptResolver } from "./resolve-javascript.js";
import { pythonResolver } from "./resolve-python.js";

/** Files searched for the callers of one name, and how many of them may be extracted for it. */
const MOST_CALLER_FILES = 60;
const MOST_NEW_FILES = 8;

/** A program with the questions only the graph asks. */
export interface LinkedProgram extends Program {
	/** Calls in the files extracted so far; extracts none. */
	callsInSeeds(name: string): readonly CallSite[];
	/** Code files that import a file. */
	importersOf(file: string): readonly string[];
}

/**
 * The program over a library: modules resolved, calls indexed. Files are
 * extracted when something leads to them (docs/decisions/002).
 */
export function linkProgram(
	library: Library,
	workspacePackages: ReadonlyMap<string, string>,
): LinkedProgram {
	const javascript = javascriptResolver(library, workspacePackages);
	const python = pythonResolver(library);
	const resolutions = new Map<string, Resolution>();
	const indexes = new Map<string, ReadonlyMap<string, readonly CallSite[]>>();

	const callsIn = (file: string, name: string): readonly CallSite[] => {
		let index = indexes.get(file);
		if (!index) {
			index = callsByName(file, library.code(file));
			indexes.set(file, index);
		}
		return index.get(name) ?? [];
	};

	const resolve = (from: string, specifier: string): Resolution => {
		const isPython = from.endsWith(".py");
		// What a specifier means depends on the folder alone, in both languages.
		const key = `${isPython} ${folderOf(from)}\n${specifier}`;
		const known = resolutions.get(key);
		if (known) return known;
		const found = isPython
			? python(from, specifier)
			: javascript(from, specifier);
		resolutions.set(key, found);
		return found;
	};

	const importersOf = importIndex(library, resolve);
	const auto = autoImports(library);

	/**
	 * Files that may call something defined in a file: the file, what imports it,
	 * and what imports that (an instance or a re-export is used one module on).
	 */
	const neighbours = (definedIn: string): readonly string[] => {
		const near = importersOf(definedIn);
		return [
			...new Set([
				definedIn,
				...near,
				...near.flatMap(importersOf),
				...auto.users(definedIn),
			]),
		];
	};

	/** What is extracted already, and a limited number of what is not. */
	const affordable = (files: readonly string[]): readonly string[] => {
		let fresh = 0;
		return files
			.filter((file) => library.facts.has(file) || ++fresh <= MOST_NEW_FILES)
			.slice(0, MOST_CALLER_FILES);
	};

	return {
		code: (file) => library.code(file),
		get extracted() {
			return library.facts.size;
		},
		resolve,
		callsNamed(name, definedIn, beside = name) {
			const files = neighbours(definedIn).filter(
				(file) =>
					library.mentions(file, name) &&
					(beside === name || library.mentions(file, beside)),
			);
			const searched = affordable(files);
			return {
				sites: searched.flatMap((file) => callsIn(file, name)),
				complete: searched.length === files.length,
			};
		},
		callsOfDefault(file) {
			const files = importersOf(file);
			const searched = affordable(files);
			return {
				sites: searched
					.flatMap((importer) => callsIn(importer, "default"))
					.filter(({ file: importer, fact }) => {
						const { callee } = fact.call;
						if (callee.k !== "import") return false;
						const target = resolve(importer, callee.from);
						return target.kind === "file" && target.file === file;
					}),
				complete: searched.length === files.length,
			};
		},
		classesExtending(name, definedIn) {
			const files = neighbours(definedIn).filter((file) =>
				library.mentions(file, `extends ${name}`),
			);
			return affordable(files).flatMap((file) =>
				library
					.code(file)
					.flatMap(({ classes }, block) =>
						classes.flatMap(({ bases }, cls) =>
							bases.length > 0 ? [{ file, block, cls }] : [],
						),
					),
			);
		},
		importersOf,
		undeclared: (from, name) => auto.meaning(from, name),
		callsInSeeds: (name) =>
			[...library.facts.keys()].sort().flatMap((file) => callsIn(file, name)),
	};
}
