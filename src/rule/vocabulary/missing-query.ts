import type { Attempt, Graph, Route, Server } from "../../graph/graph.js";
import { isHoleCharacter, type Text } from "../../value/text.js";
import type { Evidence } from "../finding.js";

/** A socket whose URL certainly lacks a query parameter that its endpoint demands. */
export interface UnsentParameter {
	readonly attempt: Attempt;
	readonly server: Server;
	readonly route: Route;
	readonly name: string;
	readonly demandedAt: Evidence;
	/** Server, route and demand are all certain. */
	readonly proven: boolean;
}

/** Every demanded parameter that an attempt of the app's own sockets does not send. */
export function* unsentParameters(graph: Graph): Iterable<UnsentParameter> {
	for (const connection of graph.connections) {
		if (connection.role !== "app") continue;
		for (const attempt of connection.attempts) {
			const end = endpointOf(graph, attempt);
			if (!end || !("query" in attempt.address)) continue;
			const { server, route, certain } = end;
			const sent = namesIn(attempt.address.query);
			if (!sent || endsOpen(attempt.address.path, route)) continue;
			for (const demand of demandsOf(route))
				if (
					![demand.name, ...demand.instead].some((n) => sent.includes(n)) &&
					!isSentOtherwise(attempt, demand.name)
				)
					yield {
						attempt,
						server,
						route,
						name: demand.name,
						demandedAt: demand.at,
						proven:
							certain &&
							demand.always &&
							!hasHole(attempt.address.path.flat) &&
							attempt.status === "taken",
					};
		}
	}
}

/** The same socket sends it in another case, which a test at run time chooses: the code knows of it. */
function isSentOtherwise(
	{ connection, scenario, when }: Attempt,
	name: string,
): boolean {
	return (
		when.some((c) => c.kind === "choice") &&
		connection.attempts.some(
			(other) =>
				other.scenario === scenario &&
				"query" in other.address &&
				namesIn(other.address.query)?.includes(name),
		)
	);
}

interface Demand {
	readonly name: string;
	readonly at: Evidence;
	readonly always: boolean;
	/** Parameters of which one is as good. */
	readonly instead: readonly string[];
}

function demandsOf(route: Route): readonly Demand[] {
	const bySignature = route.requiredQuery.map((name) => ({
		name,
		at: { at: route.at, message: `the endpoint of ${route.path} demands it` },
		always: true,
		instead: [],
	}));
	const byCode = (route.checkedQuery ?? [])
		.filter(({ value }) => !route.requiredQuery.includes(value))
		.map(({ value, at, always, instead = [] }) => ({
			name: value,
			at: { at, message: `sockets without ${value} are refused here` },
			always,
			instead,
		}));
	return [...bySignature, ...byCode];
}

/**
 * The route an attempt reaches. Where only the port of the server is not
 * known, the repository's only route of exactly this path is meant.
 */
function endpointOf(
	graph: Graph,
	{ verdict, address }: Attempt,
):
	| {
			readonly server: Server;
			readonly route: Route;
			readonly certain: boolean;
	  }
	| undefined {
	if (verdict.kind === "reaches")
		return verdict.server && verdict.route
			? { server: verdict.server, route: verdict.route, certain: true }
			: undefined;
	if (verdict.kind !== "unknown" || address.form !== "absolute")
		return undefined;
	const path = address.path.value;
	if (path === undefined || path.split("/").length < 3 || !address.host.known)
		return undefined;
	const found = graph.servers
		.filter((s) => s.live)
		.flatMap((server) =>
			server.routes.items
				.filter((r) => r.path === path)
				.map((route) => ({ server, route, certain: false })),
		);
	return found.length === 1 && found[0]?.server.listens.items.length === 0
		? found[0]
		: undefined;
}

/** Names of the parameters in a query; undefined where a part may be a name that is not known. */
function namesIn(query: Text): readonly string[] | undefined {
	const names: string[] = [];
	for (const part of query.flat.split("&")) {
		const name = part.split("=", 1)[0] ?? "";
		if (hasHole(name)) return undefined;
		names.push(name);
	}
	return names;
}

/** Text that is not known at the end of a URL may bring a query along, unless it stands for a parameter of the route. */
function endsOpen(path: Text, route: Route): boolean {
	const last = path.flat.split("/").at(-1) ?? "";
	if (!hasHole(last)) return false;
	return !(last.length === 1 && /\{[^}]*\}$/.test(route.path));
}

function hasHole(text: string): boolean {
	return [...text].some((c) => isHoleCharacter(c.charCodeAt(0)));
}
