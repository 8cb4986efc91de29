import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Where a root's cache lies: below `node_modules/.cache`, as tools of the field
 * do, else in the git folder. Undefined where neither is: nothing else of the
 * user's is written to.
 */
export function cacheFile(root: string): string | undefined {
	if (isFolder(join(root, "node_modules")))
		return join(root, "node_modules", ".cache", "wslint", "facts");
	return isFolder(join(root, ".git"))
		? join(root, ".git", "wslint", "facts")
		: undefined;
}

/** What makes the facts: the version of wslint, this very build of it, and the runtime that writes them. */
export function stampOf(version: string): string {
	const { mtimeMs, size } = statSync(fileURLToPath(import.meta.url));
	return `${version} ${mtimeMs} ${size} ${process.version}`;
}

function isFolder(path: string): boolean {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
