import * as fs from "node:fs";
import type { Unreadable } from "../facts/index.js";
import { tooLarge, unreadable } from "./text.js";

/** Opening a named pipe would otherwise wait for its writer. Undefined on Windows. */
const FLAGS = fs.constants.O_RDONLY | (fs.constants.O_NONBLOCK ?? 0);

/** Bytes of a regular file of at most `limit` bytes. */
export function readFromDisk(
	file: string,
	limit: number,
): Uint8Array | Unreadable {
	let handle: number | undefined;
	try {
		handle = fs.openSync(file, FLAGS);
		const stats = fs.fstatSync(handle);
		if (!stats.isFile()) return unreadable("is not a regular file");
		if (stats.size > limit) return tooLarge(stats.size, limit);
		const bytes = Buffer.allocUnsafe(stats.size);
		const length = fs.readSync(handle, bytes, 0, stats.size, 0);
		return length === stats.size ? bytes : bytes.subarray(0, length);
	} catch (error) {
		return unreadable(whyNot(error));
	} finally {
		if (handle !== undefined) fs.closeSync(handle);
	}
}

function whyNot(error: unknown): string {
	switch (errorCode(error)) {
		case "EACCES":
		case "EPERM":
			return "cannot be read: permission denied";
		case "ENOENT":
			return "does not exist";
		case "ELOOP":
			return "is a symbolic link that leads to itself";
		default:
			return `cannot be read: ${errorCode(error) ?? "unknown error"}`;
	}
}

function errorCode(error: unknown): string | undefined {
	return error instanceof Error && "code" in error
		? String(error.code)
		: undefined;
}

/** Entries of a folder; none when it cannot be listed. */
export function listFolder(folder: string): fs.Dirent[] {
	try {
		return fs.readdirSync(folder, { withFileTypes: true });
	} catch {
		return [];
	}
}

/** Names in a folder; none when it cannot be listed. */
export function namesIn(folder: string): string[] {
	try {
		return fs.readdirSync(folder);
	} catch {
		return [];
	}
}

/** Where a symbolic link leads, as written, with forward slashes. */
export function linkTarget(link: string): string | undefined {
	try {
		return fs.readlinkSync(link).replaceAll("\\", "/");
	} catch {
		return undefined;
	}
}

/** What lies at a path, a link itself not followed. */
export function typeOnDisk(path: string): "file" | "folder" | "link" | "none" {
	const stats = fs.lstatSync(path, { throwIfNoEntry: false });
	if (stats?.isFile()) return "file";
	if (stats?.isDirectory()) return "folder";
	return stats?.isSymbolicLink() ? "link" : "none";
}
