import { resolve } from "node:path";
import { blobsIn } from "./blobs.js";
import { git } from "./git.js";
import { followEnvLinks } from "./links.js";
import { sortPaths } from "./paths.js";
import { leaveOut } from "./skip.js";
import { SOURCE_LIMIT, unreadable } from "./text.js";
import { isUnreadable, type Tree, treeOf } from "./tree.js";

/**
 * What the next commit would hold, below `root`. Honours `GIT_INDEX_FILE`, which
 * git sets in hooks of partial commits. Of a merge conflict our side is read.
 * Throws `GitError` outside a repository.
 */
export function indexTree(root: string): Tree {
	// mode SP id SP stage TAB path
	const listing = git(root, ["ls-files", "-s", "-z"]).toString();
	const entries = new Map<string, Entry>();
	for (const [, mode = "", id = "", stage = "", path = ""] of listing.matchAll(
		/(\d+) ([0-9a-f]+) (\d)\t([^\0]*)\0/g,
	))
		if (stage === "0" || stage === "2") entries.set(path, { mode, id });
	return treeOfBlobs(resolve(root), entries);
}

/** What `revision` (a commit, tag, branch, `HEAD~2`) holds below `root`. Throws `GitError`. */
export function commitTree(root: string, revision: string): Tree {
	const commit = git(root, [
		"rev-parse",
		"--verify",
		"--end-of-options",
		`${revision}^{commit}`,
	])
		.toString()
		.trim();
	// mode SP type SP id TAB path
	const listing = git(root, ["ls-tree", "-r", "-z", commit]).toString();
	const entries = new Map<string, Entry>();
	for (const [, mode = "", id = "", path = ""] of listing.matchAll(
		/(\d+) blob ([0-9a-f]+)\t([^\0]*)\0/g,
	))
		entries.set(path, { mode, id });
	return treeOfBlobs(resolve(root), entries);
}

interface Entry {
	/** `100644`, `100755`, `120000` (link), `160000` (submodule). */
	readonly mode: string;
	readonly id: string;
}

function treeOfBlobs(root: string, entries: ReadonlyMap<string, Entry>): Tree {
	const blobs = blobsIn(root);
	const ids = new Map<string, string>();
	const links: string[] = [];
	for (const [path, { mode, id }] of entries)
		if (mode === "120000") links.push(path);
		else if (mode !== "160000") ids.set(path, id);

	const { followed, skipped } = followEnvLinks(
		links,
		new Set(ids.keys()),
		(link) => {
			const target = blobs.read(entries.get(link)?.id ?? "", SOURCE_LIMIT);
			return isUnreadable(target) ? undefined : Buffer.from(target).toString();
		},
	);
	for (const [link, file] of followed) ids.set(link, ids.get(file) ?? "");
	const left = leaveOut(sortPaths(ids.keys()));

	return treeOf({
		root,
		paths: left.kept,
		skipped: [...left.skipped, ...skipped],
		id: (path) => ids.get(path),
		read(path, limit) {
			const id = ids.get(path);
			return id ? blobs.read(id, limit) : unreadable("does not exist");
		},
		prefetch(paths) {
			const wanted = [...paths].flatMap((path) => ids.get(path) ?? []);
			blobs.fetch(wanted, SOURCE_LIMIT);
		},
	});
}
