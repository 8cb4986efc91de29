import type { Library } from "../../facts/library.js";
import type { Resolution } from "../../value/evaluator.js";

type Importers = ReadonlyMap<string, readonly string[]>;

/**
 * Who imports a file (or a package, by its name), in path order. The index of a language is made when it
 * is first asked for, from the files' text.
 */
export function importIndex(
	library: Library,
	resolve: (from: string, specifier: string) => Resolution,
): (file: string) => readonly string[] {
	const indexes = new Map<boolean, Importers>();
	return (file) => {
		const python = file.endsWith(".py");
		const index =
			indexes.get(python) ??
			reversed(
				library.ownCode.filter((path) => path.endsWith(".py") === python),
			);
		indexes.set(python, index);
		return index.get(file) ?? [];
	};

	function reversed(files: readonly string[]): Importers {
		const importers = new Map<string, string[]>();
		for (const file of files)
			for (const specifier of library.specifiers(file)) {
				const target = resolve(file, specifier);
				if (target.kind === "unknown") continue;
				const name = target.kind === "file" ? target.file : target.name;
				if (name === file) continue;
				const known = importers.get(name);
				if (!known) importers.set(name, [file]);
				else if (known.at(-1) !== file) known.push(file);
			}
		return importers;
	}
}
