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
import {
	type Journal,
	readJournal,
	removeJournal,
	writeJournal,
} from "./journal.js";
import type { Plan } from "./plan.js";
import { reverseEdits } from "./reverse.js";

interface Target {
	readonly path: string;
	readonly file: string;
	readonly before: string | undefined;
	readonly after: string;
}

/**
 * Writes a plan: every file, or none. The journal is written first; then each
 * new content beside its file; then each takes its file's place. Throws
 * `WriteRefused` when a file changed since it was read, lies outside the root
 * or cannot be written; what was already in place is put back.
 */
export function writePlan(plan: Plan): void {
	if (plan.files.size === 0) return;
	if (readJournal(plan.root)?.state === "writing")
		throw new WriteRefused(
			"an earlier run was interrupted while it wrote; roll it back first",
		);
	const targets = [...plan.files].map(
		([path, after]): Target => ({
			path,
			after,
			file: placeBelow(plan.root, path),
			before: plan.originals.get(path),
		}),
	);
	targets.forEach(refuseChanged);
	const journal = journalOf(plan.root, targets);
	writeJournal(journal);
	const done: Target[] = [];
	try {
		for (const { file, after } of targets) writeDraft(file, after);
		targets.forEach(refuseChanged);
		for (const target of targets) {
			adoptDraft(target.file);
			done.push(target);
		}
	} catch (error) {
		putBack(done, targets);
		removeJournal(plan.root);
		if (error instanceof WriteRefused) throw error;
		const cause = error instanceof Error ? error.message : String(error);
		throw new WriteRefused(`nothing was written: ${cause}`);
	}
	writeJournal({ ...journal, state: "written" });
}

function refuseChanged({ path, file, before }: Target): void {
	const expected = before === undefined ? undefined : idOfText(before);
	if (idOnDisk(file) !== expected)
		throw new WriteRefused(
			`nothing was written: ${path} changed since it was read`,
		);
}

function journalOf(root: string, targets: readonly Target[]): Journal {
	return {
		version: 1,
		root,
		state: "writing",
		files: targets.map(({ path, before, after }) => ({
			path,
			...(before === undefined ? {} : { before: idOfText(before) }),
			after: idOfText(after),
			reverse: reverseEdits(before ?? "", after),
		})),
	};
}

function putBack(done: readonly Target[], targets: readonly Target[]): void {
	for (const { file, before } of done)
		if (before === undefined) removeFile(file);
		else {
			writeDraft(file, before);
			adoptDraft(file);
		}
	for (const { file } of targets) removeFile(draftOf(file));
}
