import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { GitError, git } from "../tree/index.js";
import { draftOf } from "./disk.js";
import type { TextEdit } from "./edit.js";

/** What a run of repairs writes, noted before the first file changes. */
export interface Journal {
	readonly version: 1;
	/** Absolute path of the linted root. */
	readonly root: string;
	/** `writing` until every file is in place: found at the next run, it tells of an interruption. */
	readonly state: "writing" | "written";
	readonly files: readonly JournalFile[];
}

export interface JournalFile {
	readonly path: string;
	/** Content id before; absent for a file that was created. */
	readonly before?: string;
	/** Content id after. */
	readonly after: string;
	/** Edits that lead from the new text back to the old one. */
	readonly reverse: readonly TextEdit[];
}

/**
 * Where the journal of a root lies: in the git folder, which no build, editor
 * or commit looks into; without git in the user's cache folder.
 */
export function journalPath(root: string): string {
	try {
		const said = git(root, ["rev-parse", "--absolute-git-dir", "--show-prefix"])
			.toString()
			.split("\n");
		const [folder = "", prefix = ""] = said;
		return join(folder, "wslint", prefix, "journal.json");
	} catch (error) {
		if (!(error instanceof GitError)) throw error;
		const name = createHash("sha256").update(root).digest("hex").slice(0, 16);
		return join(cacheFolder(), "wslint", name, "journal.json");
	}
}

function cacheFolder(): string {
	const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
	if (XDG_CACHE_HOME) return XDG_CACHE_HOME;
	if (process.platform === "win32" && LOCALAPPDATA) return LOCALAPPDATA;
	return process.platform === "darwin"
		? join(homedir(), "Library", "Caches")
		: join(homedir(), ".cache");
}

/** The journal of the last run; undefined when there is none that can be read. */
export function readJournal(root: string): Journal | undefined {
	try {
		const read: unknown = JSON.parse(
			fs.readFileSync(journalPath(root), "utf8"),
		);
		return isJournal(read) && read.root === root ? read : undefined;
	} catch {
		return undefined;
	}
}

function isJournal(value: unknown): value is Journal {
	const { version, root, state, files } = partsOf(value);
	return (
		version === 1 &&
		typeof root === "string" &&
		(state === "writing" || state === "written") &&
		Array.isArray(files) &&
		files.every(isFile)
	);
}

function isFile(value: unknown): value is JournalFile {
	const { path, before, after, reverse } = partsOf(value);
	return (
		typeof path === "string" &&
		(before === undefined || typeof before === "string") &&
		typeof after === "string" &&
		Array.isArray(reverse) &&
		reverse.every(isEdit)
	);
}

function isEdit(value: unknown): value is TextEdit {
	const { start, end, text } = partsOf(value);
	return (
		typeof start === "number" &&
		typeof end === "number" &&
		typeof text === "string"
	);
}

function partsOf(value: unknown): Readonly<Record<string, unknown>> {
	return typeof value === "object" && value !== null ? { ...value } : {};
}

/** Readable by its owner only. Throws when it cannot be written: then nothing else may be. */
export function writeJournal(journal: Journal): void {
	const path = journalPath(journal.root);
	const draft = draftOf(path);
	fs.mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
	fs.rmSync(draft, { force: true });
	fs.writeFileSync(draft, `${JSON.stringify(journal)}\n`, {
		mode: 0o600,
		flush: true,
	});
	fs.renameSync(draft, path);
}

export function removeJournal(root: string): void {
	fs.rmSync(journalPath(root), { force: true });
}
