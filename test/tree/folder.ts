import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A fresh folder with these files, removed when the test ends. */
export function folderWith(
	files: Readonly<Record<string, string | Uint8Array>>,
): string {
	const folder = mkdtempSync(join(tmpdir(), "wslint-tree-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	for (const [path, content] of Object.entries(files)) {
		mkdirSync(dirname(join(folder, path)), { recursive: true });
		writeFileSync(join(folder, path), content);
	}
	return folder;
}

/** Runs git in a folder, with an identity and without the caller's settings. */
export function git(folder: string, ...args: string[]): string {
	return execFileSync("git", args, {
		cwd: folder,
		env: {
			PATH: process.env.PATH,
			HOME: folder,
			GIT_AUTHOR_NAME: "a",
			GIT_AUTHOR_EMAIL: "a@example.test",
			GIT_COMMITTER_NAME: "a",
			GIT_COMMITTER_EMAIL: "a@example.test",
		},
	}).toString();
}

/** The folder as a repository with everything committed. */
export function commitAll(folder: string): string {
	git(folder, "init", "-q");
	git(folder, "add", "-A");
	git(folder, "commit", "-q", "-m", "all");
	return folder;
}
