import type { Library } from "../../facts/library.js";
import { folderOf, foldersUp, joinPath } from "../../tree/paths.js";
import type { Resolution } from "../../value/evaluator.js";

/**
 * Resolves Python module names over the path list. An absolute name is looked
 * for below every ancestor folder that can stand on `sys.path` (one that is no
 * package itself); two different files are `unknown`.
 */
export function pythonResolver(
	library: Library,
): (from: string, specifier: string) => Resolution {
	const moduleAt = (
		folder: string | undefined,
		dotted: string,
	): string | undefined => {
		if (folder === undefined) return undefined;
		const base = joinPath(folder, dotted.replaceAll(".", "/"));
		if (base === undefined) return undefined;
		return [
			`${base}.py`,
			base === "" ? "__init__.py" : `${base}/__init__.py`,
		].find((p) => library.has(p));
	};

	function relative(from: string, specifier: string): Resolution {
		const dots = /^\.+/.exec(specifier)?.[0].length ?? 1;
		const folder = foldersUp(folderOf(from))[dots - 1];
		const found = moduleAt(folder, specifier.slice(dots));
		return found
			? { kind: "file", file: found }
			: { kind: "unknown", reason: `the module ${specifier} was not found` };
	}

	function absolute(from: string, specifier: string): Resolution {
		const [outside, inside] = rootsOf(from);
		const found = [outside, inside, startOf(from, specifier)]
			.map((folders) => filesBelow(folders, specifier))
			.find((files) => files.length > 0);
		const [only, other] = found ?? [];
		if (only === undefined)
			return [...outside, ...inside].some((folder) =>
				isFolder(folder, specifier),
			)
				? {
						kind: "unknown",
						reason: `${specifier} is a folder without __init__.py`,
					}
				: { kind: "external", name: specifier };
		return other === undefined
			? { kind: "file", file: only }
			: { kind: "unknown", reason: `${specifier} may be ${only} or ${other}` };
	}

	/** Folders that may stand on `sys.path`: those that are no package and the tree's own root, then packages that somebody may start Python in. The file's own folder is no root of the second kind: a sibling `logging.py` is not the library. */
	function rootsOf(from: string): readonly [string[], string[]] {
		const folder = folderOf(from);
		const outside: string[] = [];
		const inside: string[] = [];
		for (const above of foldersUp(folder)) {
			const isPackage =
				above !== "" && library.has(joinPath(above, "__init__.py") ?? "");
			if (!isPackage) outside.push(above);
			else if (above !== folder) inside.push(above);
		}
		return [outside, inside];
	}

	/** The folder of a program that is started beside its packages, though it is a package itself: a path of several names that ends in a file is no library's by chance. */
	function startOf(from: string, specifier: string): readonly string[] {
		return specifier.includes(".") ? [folderOf(from)] : [];
	}

	function filesBelow(
		folders: readonly string[],
		specifier: string,
	): readonly string[] {
		return [...new Set(folders.flatMap((f) => moduleAt(f, specifier) ?? []))];
	}

	function isFolder(folder: string, specifier: string): boolean {
		const path = joinPath(folder, specifier.replaceAll(".", "/"));
		return path !== undefined && path !== "" && library.hasFolder(path);
	}

	return (from, specifier) =>
		specifier.startsWith(".")
			? relative(from, specifier)
			: absolute(from, specifier);
}
