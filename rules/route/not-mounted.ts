import { samePlace } from "../../src/facts/place.js";
import type { Attempt, Graph, Route, Server } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Evidence } from "../../src/rule/finding.js";
import {
	connectionOf,
	dialledAt,
	type Failure,
	failures,
} from "../../src/rule/vocabulary/failure.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

interface Orphans {
	readonly server: Server;
	readonly routes: readonly Route[];
}

export default defineRule({
	id: "route/not-mounted",
	summary:
		"A socket route is declared on a router or app that no running server includes.",
	severity: "warning",
	since: "0.1.0",
	facts: ["F13", "F14", "F17"],
	*check(graph) {
		const dialled = [...failures(graph, "not-mounted")];
		for (const { server, routes } of orphanedRoutes(graph, dialled)) {
			const [first] = routes;
			if (!first) continue;
			const callers = dialled.filter((f) =>
				routes.some((r) => samePlace(r.at, f.fault.route.at)),
			);
			const paths = listed(routes.map((r) => r.path));
			yield {
				at: first.at,
				scenario: scenariosOf(callers),
				message: {
					what: `The socket ${routes.length > 1 ? "routes" : "route"} ${paths} ${routes.length > 1 ? "are" : "is"} declared, but ${server.title} never includes the router.`,
					why: `A router that is not included serves nothing: the handshake is rejected with status ${server.missSymptom}, as for a path that does not exist.`,
					do: "Include the router in the app that is served, before any catch-all mount, or delete it.",
				},
				evidence: witnesses(
					first.at,
					dialledAt(callers),
					turnedAway(graph, server, routes),
					[{ at: server.at, message: `${server.title} is created here` }],
					routes.slice(1).map((r) => ({
						at: r.at,
						message: `${r.path} is on the same router`,
					})),
				),
				...connectionOf(callers),
			};
		}
	},
});

/** Sockets whose path is an orphan's, wherever they are dialled, and those that reach a server without any socket route. */
function turnedAway(
	graph: Graph,
	server: Server,
	orphans: readonly Route[],
): readonly Evidence[] {
	const bare = server.routes.items.length === 0;
	const isMeant = ({ address, hops, verdict }: Attempt) =>
		verdict.kind !== "reaches" &&
		(("path" in address && orphans.some((r) => r.matches(address.path.flat))) ||
			(bare && hops.some((h) => h.kind === "server" && h.server === server)));
	return graph.connections
		.filter((c) => c.role === "app" && c.attempts.some(isMeant))
		.map((c) => ({
			at: c.urlAt ?? c.at,
			message: `this socket was written for ${server.title}`,
		}));
}

/** Routes nobody mounts, by file; only below servers whose routes are all known. */
function orphanedRoutes(
	graph: Graph,
	dialled: readonly Failure<"not-mounted">[],
): readonly Orphans[] {
	const byFile = new Map<string, { server: Server; routes: Route[] }>();
	for (const [server, route] of candidates(graph, dialled)) {
		const group = byFile.get(route.at.file) ?? { server, routes: [] };
		if (!group.routes.some((r) => samePlace(r.at, route.at)))
			group.routes.push(route);
		byFile.set(route.at.file, group);
	}
	return [...byFile.values()];
}

function* candidates(
	graph: Graph,
	dialled: readonly Failure<"not-mounted">[],
): Iterable<readonly [Server, Route]> {
	for (const { fault } of dialled) yield [fault.server, fault.route];
	const live = graph.servers.filter((s) => s.live);
	const all = live.every((s) => s.routes.complete);
	for (const server of all ? live : [])
		for (const route of server.unmounted)
			if (
				!live.some((s) => s.routes.items.some((r) => samePlace(r.at, route.at)))
			)
				yield [server, route];
}
