import type { Library } from "../../facts/library.js";
import type { Resolution } from "../../value/evaluator.js";
import { folderOf, foldersUp, join } from "./paths.js";

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
		const base = join(folder, dotted.replaceAll(".", "/"));
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
		const found = new Set<string>();
		let isFolder = false;
		for (const folder of foldersUp(folderOf(from))) {
			if (library.has(join(folder, "__init__.py") ?? "")) continue;
			const file = moduleAt(folder, specifier);
			if (file) found.add(file);
			const asFolder = join(folder, specifier.replaceAll(".", "/"));
			isFolder ||=
				asFolder !== undefined &&
				asFolder !== "" &&
				library.hasFolder(asFolder);
		}
		const [only] = found;
		if (only === undefined)
			return isFolder
				? {
						kind: "unknown",
						reason: `${specifier} is a folder without __init__.py`,
					}
				: { kind: "external", name: specifier };
		return found.size === 1
			? { kind: "file", file: only }
			: {
					kind: "unknown",
					reason: `${specifier} may be ${[...found].join(" or ")}`,
				};
	}

	return (from, specifier) =>
		specifier.startsWith(".")
			? relative(from, specifier)
			: absolute(from, specifier);
}
