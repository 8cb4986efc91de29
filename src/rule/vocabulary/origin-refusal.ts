import type { Graph, OriginList, Server } from "../../graph/graph.js";
import { type CrossOriginCall, crossOriginCalls } from "./cross-origin.js";
import { allows } from "./origin-list.js";

/** A call that the server certainly refuses to the page. */
export interface Refusal {
	readonly call: CrossOriginCall;
	readonly server: Server;
	/** Absent when the server sends no CORS headers at all. */
	readonly list: OriginList | undefined;
}

/** Calls that every server which may answer certainly refuses. */
export function* refusals(graph: Graph): Iterable<Refusal> {
	for (const call of crossOriginCalls(graph)) {
		const published = publishedOrigins(graph, call.page.value);
		const refused = call.servers.map((server) =>
			refusalBy(server, call, published),
		);
		const [first] = refused;
		if (first && refused.every((r) => r !== undefined)) yield first;
	}
}

/** Where compose publishes the port of a local page: the page may be opened there only. */
function publishedOrigins(graph: Graph, page: string): readonly string[] {
	const [, scheme, digits] =
		/^(https?):\/\/localhost(?::(\d+))?$/.exec(page) ?? [];
	if (scheme === undefined) return [];
	const standard = scheme === "https" ? 443 : 80;
	const port = digits === undefined ? standard : Number(digits);
	return graph.containers
		.flatMap((c) => c.ports)
		.flatMap(({ host, container }) =>
			container !== port || host === undefined
				? []
				: [`${scheme}://localhost${host === standard ? "" : `:${host}`}`],
		);
}

function refusalBy(
	server: Server,
	call: CrossOriginCall,
	published: readonly string[],
): Refusal | undefined {
	if (call.skipsPolling && server.engine) return undefined;
	const lists = server.origins.filter((l) => l.kind === call.kind);
	if (lists.some((l) => allows(l, call.page.value) !== false)) return undefined;
	if (lists.some((l) => published.some((origin) => allows(l, origin))))
		return undefined;
	const [list] = lists;
	return list || sendsNoHeaders(server, call)
		? { call, server, list }
		: undefined;
}

/** Absence needs a closed set: an app object whose every part was followed. A bare Socket.IO server is another rule's. */
function sendsNoHeaders(server: Server, call: CrossOriginCall): boolean {
	const known = server.kind === "fastapi" || server.kind === "starlette";
	return known && call.kind === "http-cors" && server.routes.complete;
}
