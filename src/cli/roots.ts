import { statSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import { nearest } from "../engine/nearest.js";
import { UsageError } from "./usage-error.js";

/** Absolute path of the folder to lint. Throws `UsageError` when it is none. */
export function rootFolder(cwd: string, root: string | undefined): string {
	const folder = resolve(cwd, root ?? ".");
	const found = statSync(folder, { throwIfNoEntry: false });
	if (!found) throw new UsageError(`there is no folder ${root ?? "."}`);
	if (!found.isDirectory())
		throw new UsageError(`--root ${root ?? "."} is a file, not a folder`);
	return folder;
}

const COMMANDS = ["lint", "trace", "explain", "rules"];

/**
 * Paths of the command line as the tree names them: relative to the root, ""
 * for the root itself. Throws `UsageError` for a path that does not exist or
 * lies outside.
 */
export function pathsBelow(
	root: string,
	cwd: string,
	paths: readonly string[],
): string[] {
	return paths.map((path) => {
		const absolute = resolve(cwd, path);
		if (!statSync(absolute, { throwIfNoEntry: false })) {
			const command = nearest(path, COMMANDS);
			throw new UsageError(
				`there is no file, folder or command \`${path}\`${command ? `; did you mean \`wslint ${command}\`?` : ""}`,
			);
		}
		const below = relative(root, absolute);
		if (below === ".." || below.startsWith(`..${sep}`))
			throw new UsageError(
				`${path} lies outside the linted folder ${root}; choose another with --root`,
			);
		return below.split(sep).join("/");
	});
}
