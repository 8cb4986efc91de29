import type { Place } from "../../facts/place.js";
import type {
	App,
	Graph,
	OriginList,
	Server,
	Stated,
} from "../../graph/graph.js";
import type { Scenario } from "../../value/world.js";
import { type Dial, isAbsolute, requests, sockets } from "./dials.js";
import { isLoopback } from "./hosts.js";

/** A page's call to another origin that CORS governs: an HTTP call, or Socket.IO's polling. Never a plain socket (C1). */
export interface CrossOriginCall {
	/** What calls: the URL argument, or the read of an env key. */
	readonly at: Place;
	/** The example value that says where to, when nothing else does. */
	readonly example?: Place;
	readonly reached: boolean | undefined;
	/** Nothing about it is a guess: the URL is proven and the port is the server's. */
	readonly proven: boolean;
	/** `http://localhost:5173`, and what says so. */
	readonly page: Stated<string>;
	readonly scenario: Scenario;
	/** `http://localhost:8000`. */
	readonly target: string;
	readonly kind: Extract<OriginList["kind"], "http-cors" | "socket.io-cors">;
	/** A Socket.IO client that begins with a websocket, which no Node server refuses for its origin (C8). */
	readonly skipsPolling: boolean;
	/** Every server that may answer. Never empty. */
	readonly servers: readonly Server[];
}

/** Scheme, host and port of a URL, as written. */
interface Target {
	readonly scheme: string;
	readonly host: string;
	/** "" when none is written. */
	readonly port: string;
}

/** All such calls whose page origin and server are known. */
export function* crossOriginCalls(graph: Graph): Iterable<CrossOriginCall> {
	for (const dial of requests(graph)) yield* ofDial(graph, dial, "http-cors");
	for (const dial of sockets(graph))
		if (dial.attempt.connection.speaks === "socket.io")
			yield* ofDial(graph, dial, "socket.io-cors");
	yield* asExamplesSay(graph);
}

function* ofDial(
	graph: Graph,
	dial: Dial,
	kind: CrossOriginCall["kind"],
): Iterable<CrossOriginCall> {
	if (dial.runtime !== "browser" || !dial.app || !isAbsolute(dial)) return;
	const { scheme, host, port } = dial.address;
	if (!scheme.known || !host.known || (port && !port.known)) return;
	yield* callsTo(
		graph,
		dial.app,
		dial.scenario,
		{ scheme: scheme.flat, host: host.flat, port: port?.flat ?? "" },
		{
			at: dial.urlAt,
			reached: dial.reached,
			proven: dial.status === "taken",
			kind,
			skipsPolling:
				(dial.attempt?.connection.engine?.transports?.value[0] ?? "polling") !==
				"polling",
		},
	);
}

/** HTTP bases that only an example file tells: whoever follows it calls there in development. */
function* asExamplesSay(graph: Graph): Iterable<CrossOriginCall> {
	for (const read of graph.envReads) {
		const { app, key } = read;
		if (!app || read.runtime !== "browser" || read.role !== "app") continue;
		if (read.inSocketUrl || read.use === "test") continue;
		if (read.answers.some(({ answer }) => answer.state === "set")) continue;
		for (const file of graph.envFiles)
			for (const entry of file.entries) {
				if (file.role !== "example" || file.app !== app || entry.key !== key)
					continue;
				const target = targetIn(entry.dotenv ?? "");
				if (target && !entry.commentedOut && !entry.secret)
					yield* callsTo(graph, app, "dev", target, {
						at: read.at,
						example: file.placeOf(entry, "value"),
						reached: read.reached,
						proven: false,
						kind: "http-cors",
						skipsPolling: false,
					});
			}
	}
}

function targetIn(url: string): Target | undefined {
	const parts = /^(https?):\/\/(\[[^\]]*\]|[^/?#:]+)(?::(\d+))?/i.exec(url);
	const [, scheme, host, port = ""] = parts ?? [];
	return scheme && host ? { scheme, host, port } : undefined;
}

function* callsTo(
	graph: Graph,
	app: App,
	scenario: Scenario,
	to: Target,
	call: Omit<CrossOriginCall, "page" | "scenario" | "target" | "servers">,
): Iterable<CrossOriginCall> {
	const target = originOf(to);
	const { servers, certain } = answering(graph, to, scenario);
	if (servers.length === 0) return;
	for (const { scenario: where, ...page } of app.origins)
		if (where === scenario && page.value !== target)
			yield {
				...call,
				proven: call.proven && certain,
				page,
				scenario,
				target,
				servers,
			};
}

/** The target's origin as a browser writes it: default ports are dropped. */
function originOf({ scheme, host, port }: Target): string {
	const http = scheme.toLowerCase().replace(/^ws/, "http");
	const usual = http === "https" ? "443" : "80";
	const shown = port === "" || port === usual ? "" : `:${port}`;
	return `${http}://${host.toLowerCase()}${shown}`;
}

/**
 * On this machine the port tells the server; where no port is known the
 * repository's only server is meant. A public host is the repository's only
 * server, too.
 */
function answering(
	graph: Graph,
	{ host, port }: Target,
	scenario: Scenario,
): { readonly servers: readonly Server[]; readonly certain: boolean } {
	const live = graph.servers.filter((s) => s.live);
	const only = live.length === 1 ? live : [];
	if (!isLoopback(host))
		return { servers: scenario === "production" ? only : [], certain: false };
	if (scenario === "production") return { servers: [], certain: false };
	const listening = live.filter((s) =>
		s.listens.items.some((l) => !l.service && String(l.port) === port),
	);
	return listening.length > 0
		? { servers: listening, certain: true }
		: {
				servers: only.filter(
					(s) => s.listens.items.length === 0 && !s.listens.complete,
				),
				certain: false,
			};
}
