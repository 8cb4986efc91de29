import type { Server } from "../../../src/graph/graph.js";
import { findServers } from "../../../src/graph/server/index.js";
import { sourcesOf } from "../app/sources.js";

type Files = Readonly<Record<string, string>>;

/** All servers of an in-memory project. */
export async function serversOf(
	files: Files,
	ignored: readonly string[] = [],
): Promise<readonly Server[]> {
	return findServers(await sourcesOf(files, {}, ignored));
}

/** The only server of an in-memory project. */
export async function serverOf(
	files: Files,
	ignored: readonly string[] = [],
): Promise<Server> {
	const [server, ...others] = await serversOf(files, ignored);
	if (!server) throw new Error("no server was found");
	if (others.length > 0)
		throw new Error(`${others.length + 1} servers were found`);
	return server;
}

/** Paths of its socket routes, sorted. */
export function paths(server: Server): readonly string[] {
	return server.routes.items.map((r) => r.path).sort();
}

/** `port` or `port service`, without repeats, in order of finding. */
export function ports(server: Server): readonly string[] {
	return [
		...new Set(
			server.listens.items.map((l) =>
				l.service === undefined ? `${l.port}` : `${l.port} ${l.service}`,
			),
		),
	];
}

/** Entries of its first origin list. */
export function origins(server: Server): readonly string[] | undefined {
	return server.origins[0]?.entries.items.map((e) => e.value);
}
