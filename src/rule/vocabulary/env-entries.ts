import type { EnvEntry } from "../../facts/index.js";
import type { App, EnvFileNode, EnvRead, Graph } from "../../graph/graph.js";
import type { Evidence, Fix, Message } from "../finding.js";
import { sockets } from "./dials.js";
import { isProvided, type KeyReads } from "./env-keys.js";
import { isOnTheWay } from "./provenance.js";

/** A line of an env file that does not give its key the value it seems to give. */
export interface LostEntry {
	readonly entry: EnvEntry;
	readonly part: "key" | "value";
	readonly message: Message;
	readonly evidence?: readonly Evidence[];
	readonly fixes?: readonly Fix[];
	/** The socket that is dialled without the value. */
	readonly connection?: string;
}

/** The lines of a live env file whose keys are read, and whose values do not arrive. */
export function* lostEntries(
	graph: Graph,
	file: EnvFileNode,
): Iterable<LostEntry> {
	const isRead = readerOf(graph, file);
	const entries = file.entries.filter((e) => !e.commentedOut && isRead(e.key));
	for (const [index, entry] of entries.entries()) {
		const later = entries.slice(index + 1).find((e) => e.key === entry.key);
		const lost = isUnseen(file.app, entry)
			? colon(graph, file, entry)
			: later
				? duplicate(file, entry, later)
				: shadowed(graph, file, entry);
		if (lost) yield lost;
		if (!later)
			yield* [cutOff(file, entry), semicolon(file, entry)].flatMap(given);
		if (!later) yield* emptied(graph, file, entry);
	}
}

function given<T>(found: T | undefined): readonly T[] {
	return found === undefined ? [] : [found];
}

/** Whether code that gets its keys from this file reads a key; nothing is known of Python's readers here. */
function readerOf(graph: Graph, file: EnvFileNode): (key: string) => boolean {
	const { app, server } = file;
	const folder = server?.root === "" ? "" : `${server?.root}/`;
	const isReader = (read: EnvRead) =>
		app
			? read.app === app
			: server?.world.runtime === "node" &&
				read.runtime === "node" &&
				read.at.file.startsWith(folder);
	const keys = new Set(graph.envReads.filter(isReader).map((r) => r.key));
	return (key) => keys.has(key);
}

/** Node's own parser, which Vite uses since version 8, does not see the key (E11). */
export function isUnseen(app: App | undefined, entry: EnvEntry): boolean {
	return (
		app?.framework === "vite" &&
		(app.major ?? 0) >= 8 &&
		entry.dotenv !== undefined &&
		entry.node === undefined
	);
}

/** A live env file of the app has the key, and its reader does not see it. */
export function isOverlooked(
	graph: Graph,
	{ key, app }: Pick<KeyReads, "key" | "app">,
): boolean {
	return graph.envFiles.some(
		(file) =>
			file.role === "live" &&
			file.app === app &&
			file.entries.some((e) => e.key === key && isUnseen(app, e)),
	);
}

function colon(
	graph: Graph,
	file: EnvFileNode,
	entry: EnvEntry,
): LostEntry | undefined {
	// A byte order mark hides the first key of a file in the same way.
	if (file.bom) return undefined;
	const reads = graph.envReads.filter((read) => read.key === entry.key);
	const dial = [...sockets(graph)].find((socket) =>
		reads.some((read) => isOnTheWay(read, socket)),
	);
	return {
		entry,
		part: "key",
		message: {
			what: `Vite ${file.app?.major} does not see ${entry.key}: behind the key stands a colon.`,
			why: "Since version 8 Vite reads env files with Node's own parser, which knows `NAME=value` only. Nothing says so; the key is undefined.",
			do: `Write ${entry.key}= in place of the colon.`,
		},
		...(dial && { connection: dial.attempt.connection.id }),
	};
}

function duplicate(
	file: EnvFileNode,
	entry: EnvEntry,
	later: EnvEntry,
): LostEntry | undefined {
	if (entry.raw === later.raw) return undefined;
	return {
		entry,
		part: "key",
		message: {
			what: `${entry.key} is set again further down, to another value: this line has no effect.`,
			why: "Of several lines for one key the last one counts, and nothing says so.",
			do: "Keep one of the two.",
		},
		evidence: [{ at: file.placeOf(later, "key"), message: "this one counts" }],
	};
}

/**
 * `.env.local` loses to `.env.[mode]` in Vite and its kin (E2). Where every mode
 * has the key in a file of its own, editing `.env.local` changes nothing.
 */
function shadowed(
	graph: Graph,
	file: EnvFileNode,
	entry: EnvEntry,
): LostEntry | undefined {
	const { app } = file;
	if (!app || !file.local || file.mode !== undefined) return undefined;
	if (!/^(vite|vue-cli|sveltekit|astro)$/.test(app.framework)) return undefined;
	const stronger = graph.envFiles.filter(
		(other) =>
			other.app === app &&
			other.role === "live" &&
			other.mode !== undefined &&
			other.entries.some((e) => !e.commentedOut && e.key === entry.key),
	);
	const modes = new Set(app.worlds.map((world) => world.mode));
	const everywhere = [...modes].every((mode) =>
		stronger.some((other) => other.mode === mode),
	);
	if (modes.size === 0 || !everywhere) return undefined;
	return {
		entry,
		part: "key",
		message: {
			what: `${entry.key} is set again for every mode: this line has no effect.`,
			why: ".env.[mode] beats .env.local, unlike in other tools. Editing the value here changes nothing, and nothing says so.",
			do: "Set it in .env.[mode].local, which beats both.",
		},
		evidence: stronger.flatMap((other) =>
			other.entries
				.filter((e) => !e.commentedOut && e.key === entry.key)
				.map((e) => ({
					at: other.placeOf(e, "key"),
					message: `counts in ${other.mode}`,
				})),
		),
	};
}

/** Older readers than Vite's kept an unquoted # (dotenv before 15). */
function cutOff(file: EnvFileNode, entry: EnvEntry): LostEntry | undefined {
	if (!entry.cut || file.app?.framework !== "vite") return undefined;
	return {
		entry,
		part: "key",
		message: {
			what: `The value of ${entry.key} ends at the # that stands in it.`,
			why: "Without quotes a # begins a comment, even where no blank is in front of it. What follows is lost.",
			do: "Put the value in quotes.",
		},
	};
}

const WHOLE_URL = /^(?:wss?|https?):\/\/[^\s;]+;$/;

function semicolon(file: EnvFileNode, entry: EnvEntry): LostEntry | undefined {
	if (!WHOLE_URL.test(entry.raw) || entry.secret) return undefined;
	return {
		entry,
		part: "value",
		message: {
			what: `The semicolon belongs to the value of ${entry.key}.`,
			why: "Env files have no end of statement: the URL ends with a semicolon, and so does the path that is asked for.",
			do: "Take it away.",
		},
		fixes: [
			{
				title: `Take the semicolon off ${entry.key}`,
				safety: "unsafe",
				intents: [
					{
						do: "replace-text",
						at: file.placeOf(entry, "value"),
						text: entry.raw.slice(0, -1),
					},
				],
			},
		],
	};
}

/** `https://$BACKEND/api` where nothing sets BACKEND: what is missing becomes empty (E10). */
function* emptied(
	graph: Graph,
	file: EnvFileNode,
	entry: EnvEntry,
): Iterable<LostEntry> {
	const host = /^[a-z]+:\/\/\$(?:\{(\w+)\}|(\w+))/i.exec(entry.raw);
	const name = host?.[1] ?? host?.[2];
	if (name === undefined || file.app?.framework !== "vite") return;
	if (isSetSomewhere(graph, name)) return;
	// A socket URL without host is reported as such.
	const inSocket = graph.envReads.some(
		(read) =>
			read.app === file.app && read.key === entry.key && read.inSocketUrl,
	);
	if (inSocket) return;
	yield {
		entry,
		part: "key",
		message: {
			what: `${entry.key} has no host: nothing in this repository sets $${name}.`,
			why: "A variable that is missing becomes empty when the file is read, without a warning.",
			do: `Set ${name} above it, write the host, or give it a default: \${${name}:-localhost}.`,
		},
	};
}

/** Set in a file, or named in any other place that may set it. */
function isSetSomewhere(graph: Graph, name: string): boolean {
	return (
		isProvided(name) ||
		graph.mentions(name).length > 0 ||
		graph.envFiles.some((file) =>
			file.entries.some((e) => e.key === name && !e.commentedOut),
		)
	);
}
