import { overlay, type Tree } from "../../src/tree/index.js";
import { treeOf } from "../../src/tree/tree.js";

/** A tree that is nowhere on disk. */
export function memoryTree(files: Iterable<readonly [string, string]>): Tree {
	const nothing = treeOf({
		root: "/project",
		paths: [],
		skipped: [],
		read: () => ({ kind: "unreadable", reason: "does not exist" }),
		id: () => undefined,
	});
	return overlay(nothing, new Map(files));
}
