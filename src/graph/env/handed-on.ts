import type { Place } from "../../facts/place.js";
import type { Sources } from "../sources.js";

/** Kinds of files that start, build or ship a program and may hand a key on to it. A Dockerfile's ARG only asks for one. */
const HANDERS: ReadonlySet<string> = new Set([
	"compose",
	"commands",
	"workflow",
	"platform",
]);

/**
 * Where the repository itself hands a key on to a build or program: a compose
 * file's `${KEY}`, a workflow's `env:`, a platform's settings, a script that
 * writes an env file. Whoever runs that has to supply it; undefined where
 * nothing of the kind names the key.
 */
export function handedOn(sources: Sources, key: string): Place | undefined {
	const kinds = kindsOf(sources);
	return sources
		.placesOf(key)
		.find(({ file }) => HANDERS.has(kinds.get(file) ?? ""));
}

const cache = new WeakMap<Sources, ReadonlyMap<string, string>>();

function kindsOf(sources: Sources): ReadonlyMap<string, string> {
	const known =
		cache.get(sources) ?? new Map(sources.files.map((f) => [f.path, f.kind]));
	cache.set(sources, known);
	return known;
}
