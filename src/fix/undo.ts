import { readFileSync } from "node:fs";
import {
	adoptDraft,
	draftOf,
	idOfText,
	idOnDisk,
	placeBelow,
	removeFile,
	WriteRefused,
	writeDraft,
} from "./disk.js";
import { applyEdits } from "./edit.js";
import { type JournalFile, readJournal, removeJournal } from "./journal.js";

/** What was put back. */
export interface Undone {
	/** Files that are as they were before the run. */
	readonly restored: readonly string[];
	/** Files that someone changed since: left as they are. */
	readonly left: readonly string[];
}

/** Rolls back a run that was interrupted while it wrote; undefined when there was none. */
export function recover(root: string): Undone | undefined {
	const journal = readJournal(root);
	return journal?.state === "writing"
		? rollBack(root, journal.files)
		: undefined;
}

/**
 * Takes back what the last run wrote; undefined when there is nothing to take
 * back. Throws `WriteRefused` when one of the files changed since: then none is touched.
 */
export function undo(root: string): Undone | undefined {
	const journal = readJournal(root);
	if (!journal) return undefined;
	const changed = journal.files.find(
		(file) =>
			journal.state === "written" &&
			idOnDisk(placeBelow(root, file.path)) !== file.after,
	);
	if (changed)
		throw new WriteRefused(
			`${changed.path} changed since wslint wrote it: nothing was undone`,
		);
	return rollBack(root, journal.files);
}

function rollBack(root: string, files: readonly JournalFile[]): Undone {
	const restored: string[] = [];
	const left: string[] = [];
	for (const entry of files) {
		const outcome = putBack(root, entry);
		if (outcome === "restored") restored.push(entry.path);
		else if (outcome === "left") left.push(entry.path);
	}
	removeJournal(root);
	return { restored, left };
}

function putBack(
	root: string,
	entry: JournalFile,
): "restored" | "left" | "untouched" {
	try {
		const file = placeBelow(root, entry.path);
		removeFile(draftOf(file));
		const id = idOnDisk(file);
		if (id === entry.before) return "untouched";
		return id === entry.after && restore(file, entry) ? "restored" : "left";
	} catch (error) {
		if (error instanceof WriteRefused) return "left";
		throw error;
	}
}

/** Only where the edits lead back to exactly what was there. */
function restore(file: string, { before, reverse }: JournalFile): boolean {
	if (before === undefined) {
		removeFile(file);
		return true;
	}
	const text = applyEdits(readFileSync(file, "utf8"), reverse);
	if (idOfText(text) !== before) return false;
	writeDraft(file, text);
	adoptDraft(file);
	return true;
}
