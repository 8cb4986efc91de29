/** Folder of a path, "" for the root. Paths are relative with forward slashes. */
export function folderOf(path: string): string {
	const slash = path.lastIndexOf("/");
	return slash < 0 ? "" : path.slice(0, slash);
}

/** The folder and all above it, nearest first, ending with "". */
export function foldersUp(folder: string): readonly string[] {
	const up = [folder];
	while (folder !== "") {
		folder = folderOf(folder);
		up.push(folder);
	}
	return up;
}

/** `a/b` + `../c` → `a/c`; undefined when it leaves the root. */
export function join(folder: string, relative: string): string | undefined {
	const parts = folder === "" ? [] : folder.split("/");
	for (const part of relative.split("/")) {
		if (part === "" || part === ".") continue;
		if (part !== "..") parts.push(part);
		else if (parts.pop() === undefined) return undefined;
	}
	return parts.join("/");
}
