import type { EnvEntry } from "../../facts/index.js";
import type { EnvFileNode, EnvRead, Graph, Listen } from "../../graph/graph.js";
import {
	answered,
	bareKey,
	examplesFor,
	isAddressKey,
	isClientKey,
	isProvided,
	isServiceKey,
	type KeyReads,
} from "./env-keys.js";
import { isLoopback } from "./hosts.js";

/** True when a newcomer learns of the key: an example names it (a commented line will do), or something that git tracks sets it. */
export function isDocumented(
	graph: Graph,
	{ key, app, reads }: KeyReads,
): boolean {
	if (examplesFor(graph, app).some((f) => f.entries.some((e) => e.key === key)))
		return true;
	if (
		graph.envFiles.some(
			(f) =>
				f.tracked &&
				f.role !== "unread" &&
				f.entries.some((e) => e.key === key),
		)
	)
		return true;
	return reads.some(
		(read) => answered(read, "hidden").length > 0 || isSetByCode(graph, read),
	);
}

/** The example deepest above a file, else the first. */
export function nearestExample(
	examples: readonly EnvFileNode[],
	file: string,
): EnvFileNode | undefined {
	const depth = ({ path }: EnvFileNode): number => {
		const folder = path.slice(0, path.lastIndexOf("/") + 1);
		return file.startsWith(folder) ? folder.length : -1;
	};
	return [...examples].sort((a, b) => depth(b) - depth(a))[0];
}

/** Supplied by a tracked file that is no env file: compose, a Dockerfile, a workflow, `define`. */
function isSetByCode(graph: Graph, read: KeyReads["reads"][0]): boolean {
	return answered(read, "set").some(({ answer }) =>
		answer.text
			.originsOf()
			.some((o) => !graph.envFiles.some((file) => file.path === o.at.file)),
	);
}

/** The example's key that was most likely meant: the same words, or most of them, in another order or with another prefix. */
export function nearestEntry(
	example: EnvFileNode,
	key: string,
): EnvEntry | undefined {
	const wanted = wordsOf(key);
	let best: { entry: EnvEntry; shared: number } | undefined;
	for (const entry of example.entries) {
		const words = wordsOf(entry.key);
		const shared =
			words.filter((word) => wanted.includes(word)).length /
			Math.max(words.length, wanted.length, 1);
		if (shared >= 0.5 && shared > (best?.shared ?? 0)) best = { entry, shared };
	}
	return best?.entry;
}

/** `VITE_WS_URL` → `WS`: the word for an address says nothing about which one. */
function wordsOf(key: string): readonly string[] {
	return bareKey(key)
		.split("_")
		.filter((word) => !/^(URL|URI|HOST|PORT|API|BASE|SERVER)$/.test(word));
}

/**
 * The loopback port of an example's URL, when no server, container or dev
 * server of the repository has it and every port is known; with what does listen.
 */
export function strandedPort(
	graph: Graph,
	entry: EnvEntry,
): { readonly port: number; readonly listens: readonly Listen[] } | undefined {
	const url =
		entry.secret || entry.commentedOut
			? null
			: /^(?:wss?|https?):\/\/([^/:]+):(\d+)/.exec(entry.dotenv ?? "");
	if (!url?.[1] || !isLoopback(url[1])) return undefined;
	if (
		!graph.envReads.some((read) => read.key === entry.key && read.inSocketUrl)
	)
		return undefined;
	const port = Number(url[2]);
	const servers = graph.servers.filter((s) => s.live && s.speaks !== "none");
	const listens = servers.flatMap((s) => s.listens.items);
	if (listens.length === 0 || !servers.every((s) => s.listens.complete))
		return undefined;
	const known = [
		...listens.map((l) => l.port),
		...graph.apps.map((app) => app.devServer?.port?.value),
		...graph.containers.flatMap((c) => c.ports.map((p) => p.host)),
	];
	const openDevPort = graph.apps.some(
		(app) => app.devServer && !app.devServer.port,
	);
	return known.includes(port) || openDevPort ? undefined : { port, listens };
}

/**
 * A read without fallback, or one that decides which service is dialled; of a
 * server's keys only those for its own address and its pages, for the others
 * lead to databases, mail and services that are optional more often than not.
 */
export function isWorthDocumenting({
	key,
	use,
	runtime,
	inSocketUrl,
}: EnvRead): boolean {
	if (isProvided(key) || use === "test") return false;
	if (runtime === "browser")
		return use === "value" ? isAddressKey(key) : isServiceKey(key);
	if (use !== "value" || !isAddressKey(key)) return false;
	return runtime === "config" || inSocketUrl || isOwnAddressKey(key);
}

/** Says where a server listens, or which pages may call it. */
function isOwnAddressKey(key: string): boolean {
	return /(^|_)(WS|WSS|WEBSOCKET|SOCKET|SOCKETIO|CORS|ORIGINS?)(_|$)|^(APP|API|BACKEND|SERVER|CLIENT|FRONTEND)_(HOST|PORT|URL)$/.test(
		key,
	);
}

/** A client key for an address that stands in an example and that no file but env files and prose names. */
export function isUnread(
	graph: Graph,
	{ key, commentedOut }: EnvEntry,
): boolean {
	return (
		!commentedOut &&
		isClientKey(graph, key) &&
		isAddressKey(key) &&
		!graph.envReads.some((read) => read.key === key) &&
		graph.mentions(key).length === 0
	);
}
