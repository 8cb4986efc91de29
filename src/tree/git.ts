import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

/** A git command that failed: no repository, unknown revision, git not installed. */
export class GitError extends Error {
	override readonly name = "GitError";
}

/**
 * Variables that survive into git. Hooks export many `GIT_*` that would point
 * git at another repository; only where the index and the objects lie is kept.
 */
const KEPT =
	/^(GIT_INDEX_FILE|GIT_OBJECT_DIRECTORY|GIT_ALTERNATE_OBJECT_DIRECTORIES)$/;

function gitEnvironment(): NodeJS.ProcessEnv {
	const env: NodeJS.ProcessEnv = {};
	for (const [key, value] of Object.entries(process.env))
		if (!key.toUpperCase().startsWith("GIT_")) env[key] = value;
		// A hook's relative paths are relative to where the hook was started.
		else if (KEPT.test(key) && value) env[key] = resolve(value);
	return {
		...env,
		LC_ALL: "C",
		GIT_OPTIONAL_LOCKS: "0",
		GIT_TERMINAL_PROMPT: "0",
		// A partial clone would fetch missing blobs: reading never uses the network.
		GIT_NO_LAZY_FETCH: "1",
		GIT_ALLOW_PROTOCOL: "",
	};
}

/** Settings of the repository that would start programs of its choosing. */
const SAFE = ["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null"];

/** Output of a read-only git command run in `cwd`. Throws `GitError`. */
export function git(
	cwd: string,
	args: readonly string[],
	input?: string,
): Buffer {
	const run = spawnSync("git", [...SAFE, ...args], {
		cwd,
		env: gitEnvironment(),
		maxBuffer: 2 ** 31 - 1,
		windowsHide: true,
		...(input === undefined ? {} : { input }),
	});
	if (run.error) throw new GitError(`git cannot be run: ${run.error.message}`);
	if (run.status !== 0) {
		const said = run.stderr.toString().trim().split("\n")[0] ?? "";
		throw new GitError(said.replace(/^(fatal|error): /, "") || "git failed");
	}
	return run.stdout;
}
