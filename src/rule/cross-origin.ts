import type { Graph, OriginList, Server, Stated } from "../graph/graph.js";
import type { Scenario } from "../value/world.js";
import {
	type AbsoluteDial,
	type Dial,
	isAbsolute,
	requests,
	sockets,
} from "./dials.js";
import { isLoopback } from "./hosts.js";

/** A page's call to another origin that CORS governs: an HTTP call, or Socket.IO's polling. Never a plain socket (C1). */
export interface CrossOriginCall {
	readonly dial: AbsoluteDial;
	/** `http://localhost:5173`, and what says so. */
	readonly page: Stated<string>;
	readonly scenario: Scenario;
	/** `http://localhost:8000`. */
	readonly target: string;
	readonly kind: Extract<OriginList["kind"], "http-cors" | "socket.io-cors">;
	/** Every server that may answer. Never empty. */
	readonly servers: readonly Server[];
}

/** All such calls whose page origin and server are known. */
export function* crossOriginCalls(graph: Graph): Iterable<CrossOriginCall> {
	for (const dial of requests(graph)) yield* callsOf(graph, dial, "http-cors");
	for (const dial of sockets(graph))
		if (dial.attempt.connection.speaks === "socket.io")
			yield* callsOf(graph, dial, "socket.io-cors");
}

function* callsOf(
	graph: Graph,
	dial: Dial,
	kind: CrossOriginCall["kind"],
): Iterable<CrossOriginCall> {
	if (dial.runtime !== "browser" || !dial.app || !isAbsolute(dial)) return;
	const target = originOf(dial);
	const servers = target === undefined ? [] : answering(graph, dial);
	if (target === undefined || servers.length === 0) return;
	for (const { scenario, ...page } of dial.app.origins)
		if (scenario === dial.scenario && page.value !== target)
			yield { dial, page, scenario, target, kind, servers };
}

/** The target's origin as a browser writes it: default ports are dropped. */
function originOf({ address }: AbsoluteDial): string | undefined {
	const scheme = address.scheme.value?.toLowerCase().replace(/^ws/, "http");
	const host = address.host.value?.toLowerCase();
	const port = address.port ? address.port.value : "";
	if (!scheme || !host || port === undefined) return undefined;
	const usual = scheme === "https" ? "443" : "80";
	return `${scheme}://${host}${port === "" || port === usual ? "" : `:${port}`}`;
}

/** On this machine the port tells the server; a public host is the repository's only server, if it has just one. */
function answering(graph: Graph, dial: AbsoluteDial): readonly Server[] {
	const live = graph.servers.filter((s) => s.live);
	const { host, port } = dial.address;
	if (isLoopback(host.value ?? ""))
		return dial.scenario === "production"
			? []
			: live.filter((s) =>
					s.listens.items.some(
						(l) => !l.service && String(l.port) === port?.value,
					),
				);
	return dial.scenario === "production" && live.length === 1 ? live : [];
}
