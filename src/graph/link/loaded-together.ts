import type { Sources } from "../sources.js";

/** Importers followed upwards at most. */
const MOST_FILES = 60;

/**
 * Whether a module imports both files, by itself or through others; each file
 * counts as its own importer. A file that takes over all names of the other
 * (layers of settings) replaces what it states again: those two are one.
 */
export function loadedTogether(
	sources: Sources,
	one: string,
	other: string,
): boolean {
	if (takesOver(sources, one, other) || takesOver(sources, other, one))
		return false;
	const loaders = loadersOf(sources, one);
	return [...loadersOf(sources, other)].some((file) => loaders.has(file));
}

/** `from other import *`. */
function takesOver(sources: Sources, file: string, other: string): boolean {
	return sources.program.code(file).some((code) =>
		code.starExports.some((specifier) => {
			const target = sources.program.resolve(file, specifier);
			return target.kind === "file" && target.file === other;
		}),
	);
}

function loadersOf(sources: Sources, file: string): ReadonlySet<string> {
	const found = new Set([file]);
	for (const next of found) {
		if (found.size > MOST_FILES) break;
		for (const importer of sources.importersOf(next)) found.add(importer);
	}
	return found;
}
