/**
 * Paths inside a tree: relative to its root, forward slashes on every
 * platform, no leading `./`; the root itself is "".
 */

/** Folder of a path; "" for a path at the root. */
export function folderOf(path: string): string {
	const slash = path.lastIndexOf("/");
	return slash < 0 ? "" : path.slice(0, slash);
}

/** Last segment of a path. */
export function nameOf(path: string): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

/**
 * `relative` as seen from `folder`, with `.` and `..` resolved;
 * undefined when it leads outside the tree or is absolute.
 */
export function joinPath(folder: string, relative: string): string | undefined {
	if (/^([A-Za-z]:)?[\\/]/.test(relative)) return undefined;
	const segments = folder === "" ? [] : folder.split("/");
	for (const segment of relative.split("/")) {
		if (segment === "" || segment === ".") continue;
		if (segment !== "..") segments.push(segment);
		else if (segments.pop() === undefined) return undefined;
	}
	return segments.join("/");
}

/** Every folder above a path, nearest first, ending with "" (the root). */
export function* foldersAbove(path: string): Generator<string> {
	let folder = path;
	while (folder !== "") {
		folder = folderOf(folder);
		yield folder;
	}
}

/** A folder and all above it, nearest first, ending with "" (the root). */
export function foldersUp(folder: string): readonly string[] {
	return [folder, ...foldersAbove(folder)];
}

/** By UTF-16 code units: the same order on every machine, whatever its locale. */
export function sortPaths(paths: Iterable<string>): string[] {
	return [...new Set(paths)].sort();
}
