import type { Unreadable } from "../facts/index.js";
import type { Skip } from "./skip.js";
import { decodeText, SOURCE_LIMIT, type Text } from "./text.js";

/**
 * The only way to read a project: a list of files and their bytes. The work
 * tree, the git index, a commit and edits in memory all look like this, and
 * nothing after discovery can tell them apart. All reading is synchronous;
 * nothing here throws for a file that is missing or cannot be read.
 */
export interface Tree {
	/** Absolute path of the linted root in the platform's notation. */
	readonly root: string;
	/** Files, relative to the root, forward slashes, sorted by code unit. */
	readonly paths: readonly string[];
	/** What was left out, and why. */
	readonly skipped: readonly Skip[];
	/** Listed files that ignore rules exclude (env files): they exist on this machine only. */
	readonly ignored: ReadonlySet<string>;
	has(path: string): boolean;
	/** Bytes of a file; `limit` in bytes, 1.5 MB unless told. */
	read(path: string, limit?: number): Uint8Array | Unreadable;
	/** Decoded text; offsets count a byte order mark (see `Text`). */
	readText(path: string, limit?: number): Text | Unreadable;
	/** Git blob id of the content; undefined when it cannot be read. */
	id(path: string): string | undefined;
	/** Announces reads to come, so that a git tree can fetch them with one process. */
	prefetch(paths: Iterable<string>): void;
}

/** What an implementation supplies; the rest of a tree follows from it. */
export interface TreeSource {
	readonly root: string;
	/** Sorted, without duplicates. */
	readonly paths: readonly string[];
	readonly skipped: readonly Skip[];
	readonly ignored?: ReadonlySet<string>;
	read(path: string, limit: number): Uint8Array | Unreadable;
	id(path: string): string | undefined;
	prefetch?(paths: Iterable<string>): void;
}

export function treeOf(source: TreeSource): Tree {
	const listed = new Set(source.paths);
	const read = (path: string, limit = SOURCE_LIMIT) =>
		listed.has(path) ? source.read(path, limit) : NO_SUCH_FILE;
	return {
		root: source.root,
		paths: source.paths,
		skipped: source.skipped,
		ignored: source.ignored ?? new Set(),
		has: (path) => listed.has(path),
		read,
		readText(path, limit) {
			const bytes = read(path, limit);
			return isUnreadable(bytes) ? bytes : decodeText(bytes);
		},
		id: (path) => (listed.has(path) ? source.id(path) : undefined),
		prefetch: (paths) => source.prefetch?.(paths),
	};
}

const NO_SUCH_FILE: Unreadable = {
	kind: "unreadable",
	reason: "does not exist",
};

/** Tells a failed read from its bytes or text. */
export function isUnreadable(
	read: Uint8Array | Text | Unreadable,
): read is Unreadable {
	return "kind" in read && read.kind === "unreadable";
}
