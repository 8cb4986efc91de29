import type {
	Attempt,
	Graph,
	OriginList,
	Server,
	Stated,
} from "../../graph/graph.js";
import type { Scenario } from "../../value/world.js";

/** A socket that reaches its server and is refused there for its page's origin. */
export interface ShutOut {
	readonly attempt: Attempt;
	readonly scenario: Scenario;
	readonly server: Server;
	readonly list: OriginList;
	/** The page's origin, and what says so. */
	readonly page: Stated<string>;
}

/** Sockets of known pages that a check of the server they reach leaves out. */
export function* shutOuts(graph: Graph): Iterable<ShutOut> {
	for (const connection of graph.connections) {
		if (connection.role !== "app" || connection.runtime !== "browser") continue;
		for (const attempt of connection.attempts) {
			const { scenario, verdict } = attempt;
			if (scenario !== "dev" && scenario !== "production") continue;
			if (verdict.kind !== "reaches" || !verdict.server) continue;
			if (
				attempt.hops.some((h) => h.kind === "dev-server" && h.entry?.sentOrigin)
			)
				continue;
			const { server, route } = verdict;
			const pages = connection.app?.origins.filter(
				(o) => o.scenario === scenario,
			);
			for (const list of server.origins)
				if (pages?.[0] && isAsked(list, server, route?.at.file))
					if (pages.every((page) => leavesOut(list, page.value)))
						// A page that may be http or https is shut out when neither is listed.
						yield { attempt, scenario, server, list, page: pages[0] };
		}
	}
}

/** A check in a file with socket routes speaks for those; one apart from them, for all. */
function isAsked(
	list: OriginList,
	server: Server,
	routeFile: string | undefined,
): boolean {
	if (list.kind !== "origin-check" || list.refuses !== true) return false;
	const besideRoutes = server.routes.items.some(
		(r) => r.at.file === list.at.file,
	);
	return !besideRoutes || routeFile === list.at.file;
}

/** Certainly not in the list. An empty list commonly means that everyone may come in. */
function leavesOut({ entries, shape, regex }: OriginList, origin: string) {
	const texts = entries.items.map((e) => e.value);
	return (
		entries.complete &&
		shape === "list" &&
		!regex &&
		texts.length > 0 &&
		!texts.includes(origin) &&
		!texts.some((t) => /[*^$\\]/.test(t)) &&
		texts.some((t) => /^https?:\/\//.test(t))
	);
}
