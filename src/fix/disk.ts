import * as fs from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { blobId } from "../tree/index.js";

/** Files were not written, or not all: nothing is left half done. The message says what to do. */
export class WriteRefused extends Error {
	override readonly name = "WriteRefused";
}

/** Git blob id of a file's bytes; undefined when there is no file. */
export function idOnDisk(file: string): string | undefined {
	const stats = fs.lstatSync(file, { throwIfNoEntry: false });
	return stats?.isFile() ? blobId(fs.readFileSync(file)) : undefined;
}

/** Git blob id of a text written as UTF-8. */
export function idOfText(text: string): string {
	return blobId(Buffer.from(text, "utf8"));
}

/**
 * Absolute path of a file below the root. Throws `WriteRefused` where it lies
 * outside, by its name or through a linked folder, is a link itself, or is no
 * regular file.
 */
export function placeBelow(root: string, path: string): string {
	const file = resolve(root, path);
	const real = fs.realpathSync(root);
	const folder = dirname(file);
	if (!fs.existsSync(folder))
		throw new WriteRefused(`the folder of ${path} does not exist any more`);
	const inside = `${fs.realpathSync(folder)}${sep}`;
	if (!inside.startsWith(real.endsWith(sep) ? real : `${real}${sep}`))
		throw new WriteRefused(`${path} lies outside the linted folder`);
	const stats = fs.lstatSync(file, { throwIfNoEntry: false });
	if (stats && !stats.isFile())
		throw new WriteRefused(`${path} is no regular file`);
	return file;
}

/** Path of the file in which a new content is prepared, in the folder of the file it will replace. */
export function draftOf(file: string): string {
	return join(dirname(file), `.${basename(file)}.wslint-draft`);
}

/** Writes a new content beside the file, with the file's mode. */
export function writeDraft(file: string, text: string): void {
	const draft = draftOf(file);
	const mode = fs.lstatSync(file, { throwIfNoEntry: false })?.mode;
	fs.rmSync(draft, { force: true });
	const handle = fs.openSync(draft, "wx", mode ?? 0o666);
	try {
		fs.writeFileSync(handle, text);
		if (mode !== undefined) fs.fchmodSync(handle, mode & 0o7777);
		fs.fsyncSync(handle);
	} finally {
		fs.closeSync(handle);
	}
}

/** Puts a prepared content in the place of the file: whoever reads sees the old or the new, never a part. */
export function adoptDraft(file: string): void {
	fs.renameSync(draftOf(file), file);
}

export function removeFile(file: string): void {
	fs.rmSync(file, { force: true });
}
