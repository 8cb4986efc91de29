import { join, resolve } from "node:path";
import { blobId } from "./blob-id.js";
import { linkTarget, namesIn, readFromDisk, typeOnDisk } from "./disk.js";
import { isEnvName } from "./env-name.js";
import { listByGit } from "./git-listing.js";
import { followEnvLinks } from "./links.js";
import type { Listing } from "./listing.js";
import { foldersAbove, sortPaths } from "./paths.js";
import { leaveOut } from "./skip.js";
import { SOURCE_LIMIT } from "./text.js";
import { isUnreadable, type Tree, treeOf } from "./tree.js";
import { listByWalking } from "./walk.js";

/**
 * The files on disk below `root`: listed by git where it can, else by walking
 * with `.gitignore` honoured. Env files are listed even when ignored, since a
 * build on this machine reads them; `ignored` names those.
 */
export function workTree(root: string): Tree {
	const at = resolve(root);
	const listing = listByGit(at) ?? listByWalking(at);
	const local = ignoredEnvFiles(at, listing);
	const files = new Set([...listing.files, ...local.files]);
	const { followed, skipped } = followEnvLinks(
		[...listing.links, ...local.links],
		files,
		(link) => linkTarget(join(at, link)),
	);
	const { kept, skipped: left } = leaveOut(
		sortPaths([...files, ...followed.keys()]),
	);
	const placeOf = (path: string) => join(at, followed.get(path) ?? path);

	return treeOf({
		root: at,
		paths: kept,
		skipped: [...listing.skipped, ...left, ...skipped],
		ignored: new Set([...local.files, ...local.links]),
		read: (path, limit) => readFromDisk(placeOf(path), limit),
		id(path) {
			const bytes = readFromDisk(placeOf(path), SOURCE_LIMIT);
			return isUnreadable(bytes) ? undefined : blobId(bytes);
		},
	});
}

/** Env files that ignore rules hide, in the folders that hold listed files. */
function ignoredEnvFiles(
	root: string,
	listing: Listing,
): { files: string[]; links: string[] } {
	const known = new Set([...listing.files, ...listing.links]);
	const folders = new Set<string>([""]);
	for (const path of listing.files)
		for (const folder of foldersAbove(path)) {
			if (folders.has(folder)) break;
			folders.add(folder);
		}
	const files: string[] = [];
	const links: string[] = [];
	for (const folder of folders)
		for (const name of namesIn(join(root, folder))) {
			if (!isEnvName(name)) continue;
			const path = folder === "" ? name : `${folder}/${name}`;
			if (known.has(path)) continue;
			const type = typeOnDisk(join(root, path));
			if (type === "file") files.push(path);
			else if (type === "link") links.push(path);
		}
	return { files, links };
}
