import { join } from "node:path";
import { typeOnDisk } from "./disk.js";
import { GitError, git } from "./git.js";
import type { Listing } from "./listing.js";

/** Repositories inside repositories are followed this far. */
const DEPTH = 3;

/**
 * Tracked and untracked, not ignored files below a folder of a git work tree,
 * by one git process (one more per nested repository); undefined when git does
 * not answer: no repository, another owner's, git not installed.
 */
export function listByGit(root: string): Listing | undefined {
	const files: string[] = [];
	const links: string[] = [];
	if (!listInto("", 0)) return undefined;
	return { files, links, skipped: [] };

	function listInto(prefix: string, depth: number): boolean {
		const listing = askGit(join(root, prefix));
		if (listing === undefined) return false;
		const deleted = new Set<string>();
		const tracked: [path: string, mode: string, sparse: boolean][] = [];
		for (const line of listing.split("\0")) {
			const [, tag, mode, path] = LINE.exec(line) ?? [];
			if (path === undefined || tag === undefined) continue;
			if (tag === "R") deleted.add(path);
			else tracked.push([path, mode ?? "", tag === "S"]);
		}
		for (const [path, mode, sparse] of tracked) {
			if (deleted.has(path)) continue;
			const full = prefix + path;
			const untracked = mode === "";
			const type =
				untracked || sparse || mode === SUBMODULE
					? typeOnDisk(join(root, full))
					: mode === LINK
						? "link"
						: "file";
			if (type === "file") files.push(full);
			else if (type === "link") links.push(full);
			else if (type === "folder" && isNested(full, mode) && depth < DEPTH)
				listInto(`${full.replace(/\/$/, "")}/`, depth + 1);
		}
		return true;
	}

	/** A submodule or a clone inside the root; a linked work tree would show the same files twice. */
	function isNested(path: string, mode: string): boolean {
		return (
			mode === SUBMODULE || typeOnDisk(join(root, path, ".git")) === "folder"
		);
	}
}

/** `H 100644 id 0<TAB>path` for tracked files, `? path` for others. */
const LINE = /^(\S) (?:(\d{6}) [0-9a-f]+ \d\t)?(.+)$/s;
const LINK = "120000";
const SUBMODULE = "160000";

function askGit(folder: string): string | undefined {
	try {
		return git(folder, [
			"ls-files",
			...["-z", "-t", "-s"],
			...["--cached", "--others", "--deleted", "--exclude-standard"],
			...["--exclude=node_modules", "--exclude=__pycache__"],
		]).toString();
	} catch (error) {
		if (error instanceof GitError) return undefined;
		throw error;
	}
}
