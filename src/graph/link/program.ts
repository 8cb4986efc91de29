import type { Library } from "../../facts/library.js";
import type { CallSite, Program, Resolution } from "../../value/evaluator.js";
import { callsByName } from "./calls.js";
import { folderOf, join } from "./paths.js";
import { javascriptResolver } from "./resolve-javascript.js";
import { pythonResolver } from "./resolve-python.js";

/** Files searched for the callers of one name. */
const MOST_CALLER_FILES = 60;

const BARRELS = [
	"index.ts",
	"index.tsx",
	"index.js",
	"index.mjs",
	"__init__.py",
];

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
	const importers = new Map<string, readonly string[]>();
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
		const key = `${isPython ? from : folderOf(from)}\n${specifier}`;
		const known = resolutions.get(key);
		if (known) return known;
		const found = isPython
			? python(from, specifier)
			: javascript(from, specifier);
		resolutions.set(key, found);
		return found;
	};

	/** Files that may refer to something in `definedIn` by `name`: they name its module, or the folder whose index re-exports it. */
	const candidates = (name: string, definedIn: string): readonly string[] => {
		const stems = [stemOf(definedIn)];
		const folder = folderOf(definedIn);
		if (BARRELS.some((barrel) => library.has(join(folder, barrel) ?? "")))
			stems.push(stemOf(`${folder}/index`));
		// One search per module, not one per name: names are looked for in what it leaves.
		return unique([
			definedIn,
			...stems.flatMap((stem) => library.mentioning(stem)),
		])
			.filter((file) => library.mentions(file, name))
			.slice(0, MOST_CALLER_FILES);
	};

	function importersOf(file: string): readonly string[] {
		const known = importers.get(file);
		if (known) return known;
		const stem = stemOf(file);
		const found = library.mentioning(stem).filter(
			(other) =>
				other !== file &&
				library.specifiers(other, stem).some((specifier) => {
					const target = resolve(other, specifier);
					return target.kind === "file" && target.file === file;
				}),
		);
		importers.set(file, found);
		return found;
	}

	return {
		code: (file) => library.code(file),
		resolve,
		callsNamed: (name, definedIn) =>
			candidates(name, definedIn).flatMap((file) => callsIn(file, name)),
		callsOfDefault: (file) =>
			importersOf(file)
				.slice(0, MOST_CALLER_FILES)
				.flatMap((importer) => callsIn(importer, "default"))
				.filter(({ file: importer, fact }) => {
					const { callee } = fact.call;
					if (callee.k !== "import") return false;
					const target = resolve(importer, callee.from);
					return target.kind === "file" && target.file === file;
				}),
		importersOf,
		callsInSeeds: (name) =>
			[...library.facts.keys()].sort().flatMap((file) => callsIn(file, name)),
	};
}

/** How importers name a module: its file's name, or its folder's for an index. */
function stemOf(file: string): string {
	const name = file.slice(file.lastIndexOf("/") + 1).replace(/\.[^/]*$/, "");
	if (name !== "index" && name !== "__init__") return name;
	const folder = folderOf(file);
	return folder.slice(folder.lastIndexOf("/") + 1) || name;
}

function unique(files: readonly string[]): readonly string[] {
	return [...new Set(files)];
}
