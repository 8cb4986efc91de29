import type {
	Attempt,
	DevServer,
	Graph,
	ProxyEntry,
	Server,
} from "../../graph/graph.js";
import type { Scenario } from "../../value/world.js";

/** A socket of the application that passes a proxy entry and reaches a server. */
export interface Proxied {
	readonly attempt: Attempt;
	readonly connection: Attempt["connection"];
	readonly scenario: Scenario;
	readonly entry: ProxyEntry;
	readonly server: Server;
}

/** Every dev server with its proxy entries, each server once. */
export function* devEntries(
	graph: Graph,
): Iterable<{ readonly devServer: DevServer; readonly entry: ProxyEntry }> {
	for (const { devServer } of graph.apps)
		for (const entry of devServer?.proxy.items ?? [])
			if (devServer) yield { devServer, entry };
}

/** Sockets in development that arrive through a proxy entry. */
export function* proxiedSockets(graph: Graph): Iterable<Proxied> {
	for (const connection of graph.connections) {
		if (connection.role !== "app") continue;
		for (const attempt of connection.attempts) {
			const { verdict, scenario, hops } = attempt;
			if (scenario !== "dev" || verdict.kind !== "reaches" || !verdict.server)
				continue;
			const hop = hops.find((h) => h.kind === "dev-server");
			if (hop?.entry)
				yield {
					attempt,
					connection,
					scenario,
					entry: hop.entry,
					server: verdict.server,
				};
		}
	}
}
