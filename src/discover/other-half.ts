import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { GitError, git } from "../tree/index.js";
import { leaveOut } from "../tree/skip.js";
import { roleOf } from "./roles.js";

/** What a repository holds beside the folder that is linted. Never judged, only named. */
export interface OtherHalf {
	/** Files outside, relative to the linted folder (`../api/main.py`), in path order. */
	readonly files: readonly string[];
	/** The repository's top, relative to the linted folder (`..`). */
	readonly top: string;
}

/** Extended regular expressions of git, and where to look for them. */
const HALVES = {
	clients: {
		pattern:
			"new (window[.])?WebSocket[(]|['\"](socket[.]io-client|reconnecting-websocket|partysocket|graphql-ws|sockjs-client)|useWebSocket[(<]",
		in: ["js", "jsx", "mjs", "ts", "tsx", "mts", "vue", "svelte", "astro"],
	},
	servers: {
		pattern:
			"@[A-Za-z_.]+[.]websocket[(]|WebSocketRoute[(]|SocketIO[(]|socketio[.](Async)?Server|websockets[.]serve|WebsocketConsumer|WebSocketServer|WebSocket[.]Server|['\"]socket[.]io['\"]",
		in: ["py", "js", "mjs", "cjs", "ts", "mts"],
	},
} as const;

/**
 * Tracked files that open or serve sockets in the repository around `root`, but
 * outside it; undefined when there are none, `root` is the top of its
 * repository or in none, or git does not answer. One git process at most.
 */
export function otherHalf(
	root: string,
	half: keyof typeof HALVES,
): OtherHalf | undefined {
	const top = repositoryAbove(root);
	if (!top) return undefined;
	const below = relative(top, root).split(sep).join("/");
	const { pattern, in: endings } = HALVES[half];
	const files = grep(top, pattern, [
		...endings.map((ending) => `:(top,glob)**/*.${ending}`),
		`:(top,exclude,literal)${below}`,
	]);
	const own = leaveOut(files).kept.filter((path) => roleOf(path) === "app");
	if (own.length === 0) return undefined;
	const up = relative(root, top).split(sep).join("/");
	return { files: own.map((path) => `${up}/${path}`), top: up };
}

/** The nearest folder above that holds a repository; undefined when `root` itself does. */
function repositoryAbove(root: string): string | undefined {
	for (let folder = root; ; folder = dirname(folder)) {
		if (existsSync(join(folder, ".git")))
			return folder === root ? undefined : folder;
		if (folder === dirname(folder)) return undefined;
	}
}

function grep(top: string, pattern: string, where: string[]): string[] {
	try {
		return git(top, ["grep", "-I", "-l", "-z", "-E", pattern, "--", ...where])
			.toString()
			.split("\0")
			.filter((path) => path !== "");
	} catch (error) {
		// Nothing found is a failure to git.
		if (error instanceof GitError) return [];
		throw error;
	}
}
