import type { Sources } from "../sources.js";

const known = new WeakMap<Sources, ReadonlyMap<string, string>>();

/** Role of every file (`app`, `test`, `example` …) by path. */
export function rolesOf(sources: Sources): ReadonlyMap<string, string> {
	const found =
		known.get(sources) ?? new Map(sources.files.map((f) => [f.path, f.role]));
	known.set(sources, found);
	return found;
}

/** Whether a file's servers count at all: those in tests, mocks and stories do not. */
export function isJudged(sources: Sources, file: string): boolean {
	return !["test", "mock", "story"].includes(roleOf(sources, file));
}

/** Whether a file belongs to an example or to documentation: nothing there runs by itself. */
export function isShown(sources: Sources, file: string): boolean {
	return ["example", "docs"].includes(roleOf(sources, file));
}

function roleOf(sources: Sources, file: string): string {
	return rolesOf(sources).get(file) ?? "app";
}
