import {
	discover,
	roleOf,
	workspacePackages,
} from "../../../src/discover/index.js";
import { openLibrary } from "../../../src/extract/library.js";
import { linkSources } from "../../../src/graph/link/sources.js";
import type { Settings, Sources } from "../../../src/graph/sources.js";
import type { Tree } from "../../../src/tree/index.js";
import { memoryTree } from "../../rules/memory-tree.js";

/** Linked sources of files given by path; `ignored` are on disk but not tracked. */
export async function sourcesOf(
	files: Readonly<Record<string, string>>,
	settings: Settings = {},
	ignored: readonly string[] = [],
): Promise<Sources> {
	return linked(memoryTree(Object.entries(files)), settings, new Set(ignored));
}

/** Linked sources of a tree. */
export async function linked(
	tree: Tree,
	settings: Settings = {},
	ignored: ReadonlySet<string> = new Set(),
): Promise<Sources> {
	const manifest = discover(tree);
	const library = await openLibrary(tree, manifest);
	const packages = [...library.facts].flatMap(([path, fact]) =>
		fact.kind === "package"
			? [
					{
						folder: path.slice(0, Math.max(0, path.lastIndexOf("/"))),
						...(fact.name !== undefined && { name: fact.name }),
						workspaces: fact.workspaces,
					},
				]
			: [],
	);
	return linkSources({
		library,
		files: manifest.files.map(({ path, kind }) => ({
			path,
			kind,
			role: roleOf(path),
			tracked: !ignored.has(path) && !tree.ignored.has(path),
		})),
		settings,
		workspacePackages: workspacePackages(packages),
	});
}
