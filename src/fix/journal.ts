import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { z } from "zod";
import { GitError, git } from "../tree/index.js";
import { draftOf } from "./disk.js";

const EDIT = z.object({
	start: z.number(),
	end: z.number(),
	text: z.string(),
});

const JOURNAL = z.object({
	version: z.literal(1),
	/** Absolute path of the linted root. */
	root: z.string(),
	/** `writing` until every file is in place: found at the next run, it tells of an interruption. */
	state: z.enum(["writing", "written"]),
	files: z.array(
		z.object({
			path: z.string(),
			/** Content id before; absent for a file that was created. */
			before: z.string().optional(),
			/** Content id after. */
			after: z.string(),
			/** Edits that lead from the new text back to the old one. */
			reverse: z.array(EDIT),
		}),
	),
});

/** What a run of repairs writes, noted before the first file changes. */
export type Journal = z.infer<typeof JOURNAL>;
export type JournalFile = Journal["files"][number];

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
		const text = fs.readFileSync(journalPath(root), "utf8");
		const journal = JOURNAL.safeParse(JSON.parse(text));
		return journal.success && journal.data.root === root
			? journal.data
			: undefined;
	} catch {
		return undefined;
	}
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
