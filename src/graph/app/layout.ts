import type { PackageManifest } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import { folderOf, foldersAbove, nameOf } from "../../tree/paths.js";
import type { Sources } from "../sources.js";

/** A folder with a package.json. */
export interface Package {
	/** "" for the root. */
	readonly folder: string;
	/** Path of the manifest. */
	readonly file: string;
	readonly manifest: PackageManifest;
}

/** Which files and packages there are; computed once per `Sources`. */
export interface Layout {
	readonly packages: readonly Package[];
	/** Whether the tree holds this path. */
	has(path: string): boolean;
	/** Paths that stand directly in a folder. */
	filesIn(folder: string): readonly string[];
	/** Nearest package at or above a folder. */
	packageOf(folder: string): Package | undefined;
}

const layouts = new WeakMap<Sources, Layout>();

export function layoutOf(sources: Sources): Layout {
	const known = layouts.get(sources);
	if (known) return known;
	const layout = readLayout(sources);
	layouts.set(sources, layout);
	return layout;
}

function readLayout(sources: Sources): Layout {
	const byFolder = new Map<string, string[]>();
	const paths = new Set<string>();
	for (const { path } of sources.files) {
		paths.add(path);
		const folder = folderOf(path);
		const siblings = byFolder.get(folder);
		if (siblings) siblings.push(path);
		else byFolder.set(folder, [path]);
	}
	const packages = new Map<string, Package>();
	// A pnpm-workspace.yaml is a manifest too; it only names workspaces.
	for (const [file, fact] of sources.facts)
		if (fact.kind === "package" && nameOf(file) === "package.json")
			packages.set(folderOf(file), {
				folder: folderOf(file),
				file,
				manifest: fact,
			});
	return {
		packages: [...packages.values()],
		has: (path) => paths.has(path),
		filesIn: (folder) => byFolder.get(folder) ?? [],
		packageOf(folder) {
			const own = packages.get(folder);
			if (own) return own;
			for (const above of foldersAbove(folder)) {
				const found = packages.get(above);
				if (found) return found;
			}
			return undefined;
		},
	};
}

/** The range a package declares for a dependency, as written; looks in the packages above it too (hoisting). */
function rangeOf(
	layout: Layout,
	folder: string,
	name: string,
): string | undefined {
	let from: string | undefined = folder;
	while (from !== undefined) {
		const nearest: Package | undefined = layout.packageOf(from);
		if (!nearest) return undefined;
		const range = nearest.manifest.dependencies[name]?.range;
		if (range !== undefined) return range;
		from = nearest.folder === "" ? undefined : folderOf(nearest.folder);
	}
	return undefined;
}

/** Whether the folder's own package (no hoisting) depends on `name`. */
export function dependsOn(of: Package | undefined, name: string): boolean {
	return of !== undefined && Object.hasOwn(of.manifest.dependencies, name);
}

/** Major version by the lockfile, else the lowest one the range allows; undefined for `latest` and the like. */
export function majorOf(
	sources: Sources,
	folder: string,
	name: string,
): number | undefined {
	const layout = layoutOf(sources);
	const nearest = layout.packageOf(folder)?.folder ?? folder;
	const version =
		sources.lockedVersion(nearest, name) ?? rangeOf(layout, folder, name);
	const major = /^(?:npm:[^@]*@)?[\^~>=v\s]*(\d+)/.exec(version ?? "")?.[1];
	return major === undefined ? undefined : Number(major);
}

/** The version that is installed for certain: the lockfile's, or the one the manifest pins. */
export function versionOf(
	sources: Sources,
	of: Package,
	name: string,
): string | undefined {
	const range = of.manifest.dependencies[name]?.range;
	return (
		sources.lockedVersion(of.folder, name) ??
		(/^\d+\.\d+\.\d+$/.test(range ?? "") ? range : undefined)
	);
}

/** Place of a dependency's package: the manifest as a whole. */
export function manifestPlace(of: Package): Place {
	return { file: of.file, span: [0, 0] };
}

/** `web (Vite 5)`. */
export function titleOf(
	sources: Sources,
	root: string,
	tool: string,
	major: number | undefined,
): string {
	const own = layoutOf(sources).packageOf(root);
	const name =
		root === ""
			? (own?.manifest.name ?? "app")
			: root.slice(root.lastIndexOf("/") + 1);
	return `${name} (${major === undefined ? tool : `${tool} ${major}`})`;
}
