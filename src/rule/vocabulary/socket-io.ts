import type {
	Attempt,
	Connection,
	Graph,
	Server,
	SocketIoEngine,
} from "../../graph/graph.js";
import { isHoleCharacter } from "../../value/text.js";
import type { Scenario } from "../../value/world.js";

/** A Socket.IO client that meets a Socket.IO server of the repository. */
export interface Encounter {
	readonly attempt: Attempt;
	readonly connection: Connection;
	readonly scenario: Scenario;
	readonly server: Server;
}

/** Such a pair where the server is one of Node. */
export interface Meeting extends Encounter {
	readonly engine: SocketIoEngine;
}

/** Every such pair of the application's own code, where the server is one of Node. */
export function* meetings(graph: Graph): Iterable<Meeting> {
	for (const encounter of encounters(graph)) {
		const { engine } = encounter.server;
		if (engine) yield { ...encounter, engine };
	}
}

/** Every client of the application's own code that meets a Socket.IO server. */
export function* encounters(graph: Graph): Iterable<Encounter> {
	for (const connection of graph.connections) {
		if (connection.role !== "app" || connection.speaks !== "socket.io")
			continue;
		for (const attempt of connection.attempts) {
			const { verdict, scenario } = attempt;
			if (verdict.kind !== "reaches" || !verdict.server) continue;
			yield { attempt, connection, scenario, server: verdict.server };
		}
	}
}

/** The namespace that a URL given to `io()` names: its path (N14). Undefined where that is not wholly known. */
export function namespaceOf({ url }: Attempt): string | undefined {
	const path = url.flat
		.replace(/^[^:/?#]*:\/\/[^/?#]*/, "")
		.replace(/[?#].*$/s, "");
	if ([...path].some((c) => isHoleCharacter(c.charCodeAt(0)))) return undefined;
	if (path === "") return startsWithHole(url.flat) ? undefined : "/";
	return path.startsWith("/") ? path : undefined;
}

/** A base that is not known may bring a path along. */
function startsWithHole(flat: string): boolean {
	return isHoleCharacter(flat.charCodeAt(0));
}

/** The engine's path as it arrives at the server, behind any proxy; holes as their stand-ins. */
export function arrivingPath({ attempt }: Encounter): string | undefined {
	const hop = attempt.hops.findLast((h) => h.kind === "dev-server");
	if (hop) return hop.pathAfter?.replace(/[?#].*$/s, "");
	return "path" in attempt.address ? attempt.address.path.flat : undefined;
}

/** The engine path of the client is one the server answers; undefined where either is not known. */
export function pathsMeet(meeting: Encounter): boolean | undefined {
	const path = arrivingPath(meeting);
	const { routes } = meeting.server;
	// In production somebody unknown may stand in front and change the path.
	if (!meeting.attempt.hops.some((h) => h.kind === "server")) return undefined;
	if (path === undefined || !routes.complete) return undefined;
	if ([...path].some((c) => isHoleCharacter(c.charCodeAt(0)))) return undefined;
	const engines = routes.items.filter((r) => r.protocol === "socket.io");
	return engines.length === 0
		? undefined
		: engines.some((r) => r.matches(path));
}

/** The namespaces that a client asks for and the server does not have, with the name. */
export function* missingNamespaces(
	graph: Graph,
): Iterable<
	Meeting & { readonly namespace: string; readonly isPath: boolean }
> {
	for (const meeting of meetings(graph)) {
		const { engine, server, attempt } = meeting;
		const namespace = namespaceOf(attempt);
		if (namespace === undefined || !engine.namespaces.complete) continue;
		const asked = rooted(namespace);
		if (asked === "/") continue;
		if (
			engine.namespaces.items.some((n) =>
				n.matches ? n.matches(asked) : rooted(n.value) === asked,
			)
		)
			continue;
		const isPath = server.routes.items.some(
			(r) => r.protocol === "socket.io" && r.matches(asked),
		);
		yield { ...meeting, namespace: asked, isPath };
	}
}

/** The server puts the first slash in front and compares the rest as it is, a last slash too (socket.io, Client.connect). */
function rooted(namespace: string): string {
	return namespace.startsWith("/") ? namespace : `/${namespace}`;
}
