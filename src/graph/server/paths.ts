import { posix } from "node:path";
import type { Fact } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";

/** Folder of a file, "" for the linted root. */
export function folderOf(path: string): string {
	const folder = posix.dirname(path);
	return folder === "." ? "" : folder;
}

/** Joins path parts below the linted root; "" for the root itself, `../x` when it leads out. */
export function join(...parts: readonly string[]): string {
	const joined = posix.normalize(posix.join(...parts.filter((p) => p !== "")));
	return joined === "." ? "" : joined.replace(/\/$/, "").replace(/^\//, "");
}

/** The folder and all above it, nearest first, ending with "". */
export function ancestors(folder: string): readonly string[] {
	const found = [folder];
	let at = folder;
	while (at !== "") {
		at = folderOf(at);
		found.push(at);
	}
	return found;
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
