import type { EnvEntry } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import type {
	Attempt,
	Connection,
	EnvFileNode,
	Graph,
	ProxyEntry,
	Route,
	Server,
} from "../../graph/graph.js";
import { editToward, nearestRoute } from "../../graph/route-distance.js";
import type { Text } from "../../value/text.js";
import type { Intent } from "../finding.js";
import { isLoopback } from "./hosts.js";
import { portRange } from "./url-parts.js";

/** A value in an example env file that would dial a route no server has. */
export interface ExampleMiss {
	readonly at: Place;
	readonly key: string;
	/** As the server would see it, without query. */
	readonly path: string;
	readonly server: Server;
	readonly nearest: Route | undefined;
	readonly repair: Intent | undefined;
	/** The socket that reads the key. */
	readonly dialledAt: Place;
	readonly connection: string;
}

/** How a socket's URL is made of an env value: what stands before and after it. */
interface Use {
	readonly connection: Connection;
	readonly before: string;
	readonly after: string;
}

/** Example values of keys that sockets dial, compared with the routes of the server they would reach. One per entry. */
export function* exampleMisses(graph: Graph): Iterable<ExampleMiss> {
	for (const file of graph.envFiles) {
		if (file.role !== "example") continue;
		for (const entry of file.entries) {
			if (entry.commentedOut || entry.secret || !entry.dotenv) continue;
			for (const use of usesOf(graph, file, entry.key)) {
				const miss = missOf(graph, file, entry, use);
				if (!miss) continue;
				yield miss;
				break;
			}
		}
	}
}

function missOf(
	graph: Graph,
	file: EnvFileNode,
	entry: EnvEntry,
	{ connection, before, after }: Use,
): ExampleMiss | undefined {
	const value = entry.dotenv ?? "";
	const url = before + value + after;
	const dialled = pathIn(url);
	const arrival = dialled && arrivalOf(graph, connection, url, dialled.path);
	if (!dialled || !arrival) return undefined;
	const { path, servers } = arrival;
	const [server] = servers;
	if (!server || !servers.every((s) => s.routes.complete)) return undefined;
	const routes = servers.flatMap((s) => s.routes.items);
	if (routes.length === 0 || routes.some((r) => r.matches(path)))
		return undefined;
	const nearest = nearestRoute(path, routes);
	const edit =
		nearest && path === dialled.path
			? editToward(path, nearest.path)
			: undefined;
	const start = edit && dialled.start + edit.start - before.length;
	const end = edit && dialled.start + edit.end - before.length;
	const inside =
		start !== undefined &&
		end !== undefined &&
		start >= 0 &&
		end <= value.length;
	// A fault of what the code puts around the value is not the example's.
	if (edit ? !inside : /^[^?#]/.test(after)) return undefined;
	const at = file.placeOf(entry, "value");
	const owner =
		servers.find((s) => nearest && s.routes.items.includes(nearest)) ?? server;
	const plain = entry.raw === value;
	return {
		at,
		key: entry.key,
		path,
		server: owner,
		nearest,
		repair:
			edit && inside && plain
				? {
						do: "replace-text",
						at,
						text: value.slice(0, start) + edit.text + value.slice(end),
						reason: `${owner.title} serves this path`,
					}
				: undefined,
		dialledAt: connection.urlAt ?? connection.at,
		connection: connection.id,
	};
}

/** The sockets of the application whose URL holds the key's value unabridged, or would if something set it. */
function* usesOf(graph: Graph, file: EnvFileNode, key: string): Iterable<Use> {
	for (const connection of graph.connections) {
		if (connection.role !== "app" || connection.speaks !== "websocket")
			continue;
		if (file.app && connection.app !== file.app) continue;
		for (const attempt of connection.attempts) {
			const around = aroundKey(attempt, key);
			if (around) {
				yield { connection, ...around };
				break;
			}
		}
	}
}

function aroundKey(
	{ url }: Attempt,
	key: string,
): { readonly before: string; readonly after: string } | undefined {
	const { segments } = url;
	const first = segments.findIndex((s) => isOf(s, key));
	const run = segments[first];
	if (!run || segments.some((s, i) => i > first && isOf(s, key)))
		return undefined;
	if (
		run.text !== undefined &&
		run.origin.at.span[1] - run.origin.at.span[0] !== run.text.length
	)
		return undefined;
	const start = segments
		.slice(0, first)
		.reduce((n, s) => n + (s.text?.length ?? 1), 0);
	const end = start + (run.text?.length ?? 1);
	return { before: url.flat.slice(0, start), after: url.flat.slice(end) };
}

function isOf(segment: Text["segments"][number], key: string): boolean {
	return segment.hole
		? segment.hole.kind === "env" && segment.hole.name === key
		: segment.origin.kind === "env" && segment.origin.key === key;
}

/** Where a URL's path begins; undefined for what is neither absolute nor rooted. */
function pathIn(
	url: string,
): { readonly path: string; readonly start: number } | undefined {
	const parts = /^((?:(?:wss?|https?):\/\/[^/?#]+)?)(\/[^?#]*)/.exec(url);
	const [, authority, path] = parts ?? [];
	return authority === undefined || path === undefined
		? undefined
		: { path, start: authority.length };
}

/** The path as it arrives, and the servers that may listen there; undefined where that is not known. */
function arrivalOf(
	graph: Graph,
	connection: Connection,
	url: string,
	path: string,
): { readonly path: string; readonly servers: readonly Server[] } | undefined {
	const parts = /^[a-z]+:\/\/(\[[^\]]*\]|[^/?#:]*)(?::(\d+))?/.exec(url);
	const dev = connection.app?.devServer;
	const port = parts?.[2] === undefined ? undefined : Number(parts[2]);
	if (parts && (!isLoopback(parts[1] ?? "") || port === undefined))
		return undefined;
	if (port !== undefined && port !== dev?.port?.value)
		return { path, servers: listeningOn(graph, port) };
	const entry = dev?.proxy.items.find(
		(e) => e.forwardsUpgrades === true && e.matches(path),
	);
	const sent = entry?.rewrite(path);
	const target = entry && targetPort(entry);
	return sent === undefined || target === undefined
		? undefined
		: { path: sent, servers: listeningOn(graph, target) };
}

function targetPort(entry: ProxyEntry): number | undefined {
	const target = entry.target?.value;
	const range = target && portRange(target);
	return range && Number(target.flat.slice(range.start, range.end));
}

function listeningOn(graph: Graph, port: number): readonly Server[] {
	return graph.servers.filter(
		(s) => s.live && s.listens.items.some((l) => l.port === port && !l.service),
	);
}
