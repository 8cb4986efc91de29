import type { Graph, Listen } from "../../graph/graph.js";

/** Where the programs of a compose service listen on a port; empty where the host is no service, or nothing is known to listen. */
export function listensOfService(
	{ containers }: Graph,
	host: string,
	port: number,
): readonly Listen[] {
	const service = containers.find(
		({ name, aliases }) => name === host || aliases.includes(host),
	);
	return (service?.runs ?? []).flatMap((it) =>
		"listens" in it ? it.listens.items.filter((l) => l.port === port) : [],
	);
}
