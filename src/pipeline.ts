import { discover, roleOf, workspacePackages } from "./discover/index.js";
import type { Note } from "./engine/result.js";
import { openLibrary } from "./extract/library.js";
import type { FactCache } from "./facts/fact-cache.js";
import type { Fact } from "./facts/index.js";
import { buildGraph } from "./graph/build.js";
import type { Graph } from "./graph/graph.js";
import { linkSources } from "./graph/link/sources.js";
import type { Settings, Sources } from "./graph/sources.js";
import type { Tree } from "./tree/index.js";

export interface Analysis {
	readonly graph: Graph;
	readonly sources: Sources;
	/** Files that could not be read, in path order. */
	readonly notes: readonly Note[];
	/** `files`: how many the run looked at. */
	readonly stats: { readonly files: number };
}

/** discover → extract → link: everything up to the graph. Reads through the tree only. */
export async function analyse(
	tree: Tree,
	settings: Settings & { readonly ignore?: readonly string[] },
	cache?: FactCache,
): Promise<Analysis> {
	const manifest = discover(
		tree,
		settings.ignore ? { ignore: settings.ignore } : {},
	);
	const library = await openLibrary(tree, manifest, cache);
	const files = manifest.files.map(({ path, kind }) => ({
		path,
		kind,
		role: roleOf(path),
		tracked: !tree.ignored.has(path),
	}));
	const sources = linkSources({
		library,
		files,
		settings,
		workspacePackages: workspacePackages(workspaceFolders(library.facts)),
	});
	const graph = buildGraph(sources);
	const notes = [...library.troubles]
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([file, reason]): Note => ({ file, message: reason }));
	return { graph, sources, notes, stats: { files: manifest.files.length } };
}

function workspaceFolders(facts: ReadonlyMap<string, Fact>) {
	return [...facts].flatMap(([path, fact]) => {
		if (fact.kind !== "package") return [];
		const slash = path.lastIndexOf("/");
		return [
			{
				folder: slash < 0 ? "" : path.slice(0, slash),
				...(fact.name !== undefined && { name: fact.name }),
				workspaces: fact.workspaces,
			},
		];
	});
}
