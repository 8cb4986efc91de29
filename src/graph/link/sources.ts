import type { Library } from "../../facts/library.js";
import { foldersUp } from "../../tree/paths.js";
import { createEvaluator } from "../../value/evaluate/index.js";
import type { Evaluator, Intrinsics } from "../../value/evaluator.js";
import type { World } from "../../value/world.js";
import type { Settings, SourceFile, Sources } from "../sources.js";
import { linkProgram } from "./program.js";

const NO_INTRINSICS: Intrinsics = {};

/** Links a library into what the graph is built from. */
export function linkSources(parts: {
	readonly library: Library;
	readonly files: readonly SourceFile[];
	readonly settings: Settings;
	readonly workspacePackages: ReadonlyMap<string, string>;
}): Sources {
	const { library, files, settings } = parts;
	const program = linkProgram(library, parts.workspacePackages);
	const evaluators = new WeakMap<World, Map<Intrinsics, Evaluator>>();
	return {
		files,
		facts: library.facts,
		program,
		settings,
		callsNamed: (name) => program.callsInSeeds(name),
		placesOf: (word) => library.placesOf(word),
		inReadme: (word) => library.inReadme(word),
		importersOf: (file) => program.importersOf(file),
		evaluatorFor(world, intrinsics = NO_INTRINSICS) {
			const byIntrinsics =
				evaluators.get(world) ?? new Map<Intrinsics, Evaluator>();
			evaluators.set(world, byIntrinsics);
			const known = byIntrinsics.get(intrinsics);
			if (known) return known;
			const evaluator = createEvaluator(program, world, intrinsics);
			byIntrinsics.set(intrinsics, evaluator);
			return evaluator;
		},
		lockedVersion: (folder, name) => lockedVersion(library, folder, name),
	};
}

const LOCKFILES = [
	"package-lock.json",
	"npm-shrinkwrap.json",
	"yarn.lock",
	"pnpm-lock.yaml",
	"poetry.lock",
	"uv.lock",
	"Pipfile.lock",
	"pdm.lock",
];

/** Version in the nearest lockfile at or above the folder. */
function lockedVersion(
	library: Library,
	folder: string,
	name: string,
): string | undefined {
	for (const above of foldersUp(folder))
		for (const lockfile of LOCKFILES) {
			const fact = library.fact(
				above === "" ? lockfile : `${above}/${lockfile}`,
			);
			if (fact?.kind === "lockfile" && fact.versions[name])
				return fact.versions[name];
		}
	return undefined;
}
