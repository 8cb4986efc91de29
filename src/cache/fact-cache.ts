import {
	mkdirSync,
	readFileSync,
	renameSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { deserialize, serialize } from "node:v8";
import { crc32 } from "node:zlib";
import type { FactCache } from "../facts/fact-cache.js";
import type { Fact } from "../facts/index.js";
import { secretSpans } from "../facts/mask.js";
import { blobId, nameOf } from "../tree/index.js";

/** Above this many bytes only what the last run used is kept. */
const LARGEST = 64 * 1024 * 1024;

/**
 * The cache in a file. `stamp` names what made the facts: those of another
 * stamp, and a file that is damaged or missing, count for nothing.
 */
export function openFactCache(file: string, stamp: string): FactCache {
	const before = readEntries(file, stamp);
	const used = new Map<string, Uint8Array>();
	let fresh = false;
	return {
		get(kind, path, bytes) {
			const key = keyOf(kind, path, bytes);
			const entry = before.get(key);
			if (!entry) return undefined;
			used.set(key, entry);
			return deserialize(entry) as Fact;
		},
		put(kind, path, bytes, fact) {
			if (secretSpans(Buffer.from(bytes).toString("utf8")).length > 0) return;
			used.set(keyOf(kind, path, bytes), serialize(fact));
			fresh = true;
		},
		save() {
			if (!fresh) return;
			const all = new Map([...before, ...used]);
			writeEntries(file, stamp, sizeOf(all) > LARGEST ? used : all);
		},
	};
}

/** Extractors see the name of a file, never its folder. */
function keyOf(kind: string, path: string, bytes: Uint8Array): string {
	return `${kind} ${nameOf(path)} ${blobId(bytes)}`;
}

interface Stored {
	readonly stamp: string;
	readonly entries: ReadonlyMap<string, Uint8Array>;
}

function readEntries(
	file: string,
	stamp: string,
): ReadonlyMap<string, Uint8Array> {
	try {
		const bytes = readFileSync(file);
		const body = bytes.subarray(4);
		if (bytes.readUInt32LE(0) !== crc32(body)) return new Map();
		const stored = deserialize(body) as Stored;
		return stored.stamp === stamp ? stored.entries : new Map();
	} catch {
		return new Map();
	}
}

function writeEntries(
	file: string,
	stamp: string,
	entries: ReadonlyMap<string, Uint8Array>,
): void {
	const draft = `${file}.${process.pid}`;
	try {
		const body = serialize({ stamp, entries } satisfies Stored);
		const sum = Buffer.alloc(4);
		sum.writeUInt32LE(crc32(body));
		mkdirSync(dirname(file), { recursive: true });
		writeFileSync(draft, Buffer.concat([sum, body]), { mode: 0o600 });
		renameSync(draft, file);
	} catch {
		discard(draft);
	}
}

function discard(draft: string): void {
	try {
		unlinkSync(draft);
	} catch {
		// It was never made.
	}
}

function sizeOf(entries: ReadonlyMap<string, Uint8Array>): number {
	let size = 0;
	for (const entry of entries.values()) size += entry.byteLength;
	return size;
}
