import { blobId } from "./blob-id.js";
import { sortPaths } from "./paths.js";
import { tooLarge } from "./text.js";
import { type Tree, treeOf } from "./tree.js";

/**
 * A tree with edits in memory: path → new whole text (with its byte order mark,
 * if it has one), or null where the file is deleted. The tree below is unchanged.
 */
export function overlay(
	base: Tree,
	edits: ReadonlyMap<string, string | null>,
): Tree {
	const written = new Map<string, Buffer>();
	for (const [path, text] of edits)
		if (text !== null) written.set(path, Buffer.from(text, "utf8"));
	const remaining = base.paths.filter((path) => !edits.has(path));
	return treeOf({
		root: base.root,
		paths: sortPaths([...remaining, ...written.keys()]),
		skipped: base.skipped,
		ignored: base.ignored,
		id(path) {
			const bytes = written.get(path);
			return bytes ? blobId(bytes) : base.id(path);
		},
		read(path, limit) {
			const bytes = written.get(path);
			if (!bytes) return base.read(path, limit);
			return bytes.length > limit ? tooLarge(bytes.length, limit) : bytes;
		},
		prefetch: (paths) =>
			base.prefetch([...paths].filter((path) => !edits.has(path))),
	});
}
