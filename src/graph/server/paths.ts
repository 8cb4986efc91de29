import { posix } from "node:path";
import type { Fact } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";

export { folderOf, foldersUp as ancestors } from "../../tree/paths.js";

/** Joins path parts below the linted root; "" for the root itself, `../x` when it leads out. */
export function join(...parts: readonly string[]): string {
	const joined = posix.normalize(posix.join(...parts.filter((p) => p !== "")));
	return joined === "." ? "" : joined.replace(/\/$/, "").replace(/^\//, "");
}

/** True when `path` lies in `folder` or below it. */
export function within(path: string, folder: string): boolean {
	return folder === "" || path === folder || path.startsWith(`${folder}/`);
}

/** Env files that programs read: not examples, templates, editor copies. */
export function isLiveEnvFile(path: string): boolean {
	const name = posix.basename(path);
	return (
		/^(?:\.env(?:\.|$)|.*\.env$)/.test(name) &&
		!/example|sample|template|dist|default|backup|\.bak|\.old|~$/i.test(name)
	);
}

/** The last live entry of a key in an env file of the repository, as dotenv reads it. */
export function dotenvValue(
	facts: ReadonlyMap<string, Fact>,
	path: string,
	key: string,
): { readonly value: string; readonly at: Place } | undefined {
	const fact = facts.get(path);
	if (fact?.kind !== "env") return undefined;
	const entry = fact.entries.findLast((e) => e.key === key && !e.commentedOut);
	if (entry?.dotenv === undefined) return undefined;
	return { value: entry.dotenv, at: { file: path, span: entry.valueAt } };
}
