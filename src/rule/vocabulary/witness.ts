import { type Place, samePlace } from "../../facts/place.js";
import type { Listen, Route, Server } from "../../graph/graph.js";
import type { Evidence } from "../finding.js";

const MOST = 6;

/** Evidence without repeats and without the finding's own place, at most six. */
export function witnesses(
	at: Place,
	...lists: readonly (readonly Evidence[])[]
): readonly Evidence[] {
	const kept: Evidence[] = [];
	for (const evidence of lists.flat())
		if (
			!samePlace(evidence.at, at) &&
			!kept.some((k) => samePlace(k.at, evidence.at))
		)
			kept.push(evidence);
	return kept.slice(0, MOST);
}

/** The socket routes a server does have. */
export function servedRoutes(server: Server): readonly Evidence[] {
	return server.routes.items.map((route) => ({
		at: route.at,
		message: `${server.title} serves ${route.path}`,
	}));
}

/** The socket routes that answer a path (no query), of any server. */
export function servedAt(
	servers: readonly Server[],
	path: string,
): readonly Evidence[] {
	return servers.flatMap((server) =>
		server.routes.items
			.filter((route) => server.live && route.matches(path))
			.map((route) => ({
				at: route.at,
				message: `${server.title} serves ${route.path}`,
			})),
	);
}

/** One route, and the prefixes it is composed of. */
export function servedRoute(server: Server, route: Route): readonly Evidence[] {
	return [
		{ at: route.at, message: `${server.title} serves ${route.path}` },
		...route.via.map((step) => ({ at: step.at, message: step.label })),
	];
}

/** Where the ports are chosen that servers listen on. */
export function listenedAt(listens: readonly Listen[]): readonly Evidence[] {
	return listens.map((l) => ({
		at: l.at,
		message: `a server listens on port ${l.port}`,
	}));
}

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly (string | number)[]): string {
	const all = [...new Set(words.map(String))];
	const last = all.pop();
	return all.length > 0 ? `${all.join(", ")} and ${last}` : (last ?? "");
}

/** What a browser prints when a server has no such route. FastAPI's 403 reads like a refused login (F13). */
export function refusal({ missSymptom: status }: Server): string {
	const printed = `The browser prints "Error during WebSocket handshake: Unexpected response code: ${status}".`;
	return status === "403"
		? `${printed} From FastAPI that means "no such socket route" as often as "refused".`
		: printed;
}
