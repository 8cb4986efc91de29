import type { Sources } from "../sources.js";

/** Role of every file (`app`, `test`, `example` …) by path. */
export function rolesOf(sources: Sources): ReadonlyMap<string, string> {
	return new Map(sources.files.map((f) => [f.path, f.role]));
}
