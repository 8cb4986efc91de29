import { ignoreRules } from "../tree/ignore-rules.js";
import { folderOf, foldersAbove, nameOf } from "../tree/paths.js";
import type { Skip } from "../tree/skip.js";
import type { Tree } from "../tree/tree.js";
import { type FileKind, kindOf } from "./kinds.js";

/** The files that something reads, and the packages they belong to. */
export interface Manifest {
	/** In path order. */
	readonly files: readonly ManifestFile[];
	/** Folders with a manifest of their own, in path order; "" is the root. */
	readonly packages: readonly string[];
	/** What was left out, by the tree and by the configuration. */
	readonly skipped: readonly Skip[];
	/** Nearest folder above the path that is a package; "" when there is none. */
	packageOf(path: string): string;
	/** Paths of one kind, in path order. */
	ofKind(kind: FileKind): readonly string[];
}

export interface ManifestFile {
	readonly path: string;
	readonly kind: FileKind;
}

/**
 * Sorts a tree's files by kind, from their paths alone.
 * `ignore`: patterns in `.gitignore` notation, relative to the root.
 */
export function discover(
	tree: Tree,
	options: { readonly ignore?: readonly string[] } = {},
): Manifest {
	const excluded = options.ignore?.length
		? ignoreRules(options.ignore)
		: undefined;
	const files: ManifestFile[] = [];
	const skipped: Skip[] = [...tree.skipped];
	const present = new Set(tree.paths);
	for (const path of tree.paths) {
		const kind = kindOf(path);
		if (!kind) continue;
		if (excluded?.ignores(path))
			skipped.push({ path, reason: "excluded by the configuration" });
		else if (isCompiled(path, present))
			skipped.push({ path, reason: "compiled from the TypeScript beside it" });
		else files.push({ path, kind });
	}
	const packages = packageFolders(files);
	const byKind = new Map<FileKind, string[]>();
	for (const { path, kind } of files) {
		const paths = byKind.get(kind);
		if (paths) paths.push(path);
		else byKind.set(kind, [path]);
	}
	return {
		files,
		packages: [...packages].sort(),
		skipped,
		packageOf(path) {
			for (const folder of foldersAbove(path))
				if (packages.has(folder)) return folder;
			return "";
		},
		ofKind: (kind) => byKind.get(kind) ?? [],
	};
}

/** `chat.js` beside `chat.ts` is what the compiler made of it. Of two config files tools read the JavaScript one. */
function isCompiled(path: string, present: ReadonlySet<string>): boolean {
	const [, stem, kind, x] = /^(.+)\.([mc]?)js(x?)$/.exec(path) ?? [];
	if (stem === undefined || /\.config$/.test(stem)) return false;
	return present.has(`${stem}.${kind}ts${x}`) || present.has(`${stem}.tsx`);
}

function packageFolders(files: readonly ManifestFile[]): Set<string> {
	const folders = new Set<string>();
	for (const { path, kind } of files) {
		const folder = folderOf(path);
		if (kind === "package") folders.add(folder);
		if (kind !== "python-requirements") continue;
		// `requirements/dev.txt` belongs to the folder above it.
		folders.add(nameOf(folder) === "requirements" ? folderOf(folder) : folder);
	}
	return folders;
}
