import type {
	Container,
	EdgeLocation,
	Graph,
	Listen,
	Server,
} from "../../graph/graph.js";

/** A location of production's proxy whose target port the service it names does not open. */
export interface StrayForward {
	readonly location: EdgeLocation;
	readonly host: string;
	readonly port: number;
	/** What the service opens instead. */
	readonly listens: readonly Listen[];
	/** Services that do open the port. */
	readonly others: readonly Container[];
}

/**
 * Locations that pass sockets on to a compose service, whoever dials them. The
 * service is what contradicts them: its servers' ports are all known, and
 * neither they nor its published ports name the one that is forwarded to.
 */
export function* strayForwards(graph: Graph): Iterable<StrayForward> {
	for (const edge of graph.edges)
		for (const location of edge.forwarding) {
			if (location.upgrade.kind !== "forwarded") continue;
			const target = /^https?:\/\/([\w.-]+):(\d+)(?:\/|$)/.exec(
				location.target?.value ?? "",
			);
			const [, host = "", digits] = target ?? [];
			const port = Number(digits);
			const named = graph.containers.filter((c) => isNamed(c, host));
			const listens = named.flatMap((c) => listensOf(c) ?? []);
			if (
				listens.length > 0 &&
				named.every((c) => listensOf(c) !== undefined && !opens(c, port))
			)
				yield {
					location,
					host,
					port,
					listens,
					others: graph.containers.filter((c) => opens(c, port)),
				};
		}
}

function isNamed(container: Container, host: string): boolean {
	return container.name === host || container.aliases.includes(host);
}

/** Undefined where not every port of what runs in it is known. */
function listensOf(container: Container): readonly Listen[] | undefined {
	const servers = container.runs.filter(isServer);
	return servers.length > 0 &&
		servers.length === container.runs.length &&
		servers.every((s) => s.listens.complete)
		? servers.flatMap((s) =>
				s.listens.items.filter(
					(l) => l.service === undefined || l.service === container.name,
				),
			)
		: undefined;
}

function opens(container: Container, port: number): boolean {
	return (
		container.ports.some((p) => p.container === port) ||
		container.runs
			.filter(isServer)
			.some((s) => s.listens.items.some((l) => l.port === port))
	);
}

function isServer(thing: Container["runs"][number]): thing is Server {
	return "listens" in thing;
}
