import type { Unreadable } from "../facts/index.js";
import { git } from "./git.js";
import { tooLarge, unreadable } from "./text.js";

/** Bytes asked of one `git cat-file` process at most. */
const BATCH_BYTES = 64_000_000;

/** Git's blobs by id, fetched in batches and kept. */
export interface Blobs {
	/** Fetches blobs of at most `limit` bytes with as few processes as possible. */
	fetch(ids: Iterable<string>, limit: number): void;
	read(id: string, limit: number): Uint8Array | Unreadable;
}

export function blobsIn(root: string): Blobs {
	const sizes = new Map<string, number | undefined>();
	const contents = new Map<string, Uint8Array>();

	function measure(ids: readonly string[]): void {
		const unknown = ids.filter((id) => !sizes.has(id));
		if (unknown.length === 0) return;
		const format = "--batch-check=%(objectname) %(objecttype) %(objectsize)";
		const answer = git(root, ["cat-file", format], `${unknown.join("\n")}\n`);
		const lines = answer.toString("latin1").split("\n");
		unknown.forEach((id, n) => {
			const size = / blob (\d+)$/.exec(lines[n] ?? "")?.[1];
			sizes.set(id, size === undefined ? undefined : Number(size));
		});
	}

	function load(ids: readonly string[]): void {
		const answer = git(root, ["cat-file", "--batch"], `${ids.join("\n")}\n`);
		let at = 0;
		for (const id of ids) {
			const header = answer.indexOf(10, at);
			const size = sizes.get(id) ?? 0;
			contents.set(id, answer.subarray(header + 1, header + 1 + size));
			at = header + 1 + size + 1;
		}
	}

	function fetch(wanted: Iterable<string>, limit: number): void {
		const ids = [...new Set(wanted)].filter((id) => !contents.has(id));
		measure(ids);
		let batch: string[] = [];
		let bytes = 0;
		for (const id of ids) {
			const size = sizes.get(id);
			if (size === undefined || size > limit) continue;
			if (bytes + size > BATCH_BYTES && batch.length > 0) {
				load(batch);
				batch = [];
				bytes = 0;
			}
			batch.push(id);
			bytes += size;
		}
		if (batch.length > 0) load(batch);
	}

	return {
		fetch,
		read(id, limit) {
			if (!contents.has(id)) fetch([id], limit);
			const size = sizes.get(id);
			if (size === undefined)
				return unreadable("is not in this clone's object store");
			if (size > limit) return tooLarge(size, limit);
			return contents.get(id) ?? unreadable("cannot be read from git");
		},
	};
}
