import type { Graph, OriginList, Server, Stated } from "../../graph/graph.js";
import { isLoopback } from "./hosts.js";
import { originFlaw } from "./origin-entry.js";

/** An origin that one list of a server names and another, which is wholly known, leaves out. */
export interface Disagreement {
	readonly server: Server;
	readonly named: Stated<string>;
	readonly naming: OriginList;
	readonly lacking: OriginList;
}

/** Origins on which the lists of one server differ, where both lists are asked for the same page. */
export function* disagreements(graph: Graph): Iterable<Disagreement> {
	for (const server of graph.servers)
		if (server.live)
			for (const lacking of server.origins)
				for (const naming of server.origins)
					if (lacking.kind !== naming.kind && isClosed(lacking))
						for (const named of lacks(lacking, naming))
							if (isAskedByBoth(server, naming, lacking, named.value))
								yield { server, named, naming, lacking };
}

/** A list of an app object that nothing serves, beside the one in the same file that is served. */
export interface DeadList {
	readonly dead: OriginList;
	readonly served: OriginList;
	readonly server: Server;
	/** What the dead list names and the served one does not. */
	readonly lost: readonly Stated<string>[];
}

/** Lists that have no effect although they name origins that the effective one leaves out. */
export function* deadLists(graph: Graph): Iterable<DeadList> {
	for (const server of graph.servers)
		for (const other of graph.servers)
			if (server.live && !other.live && other.at.file === server.at.file)
				for (const dead of other.origins)
					for (const served of server.origins) {
						if (dead.kind !== served.kind || !isClosed(served)) continue;
						const lost = [...lacks(served, dead)];
						if (lost.length > 0) yield { dead, served, server, lost };
					}
}

/** Everything in it is known and compared as a plain string, and nothing from outside replaces it. */
function isClosed({ entries, shape, regex }: OriginList): boolean {
	return (
		entries.complete &&
		entries.reason === undefined &&
		entries.items.length > 0 &&
		shape === "list" &&
		!regex &&
		!entries.items.some((e) => /[*^$\\]/.test(e.value))
	);
}

function* lacks(
	{ entries }: OriginList,
	naming: OriginList,
): Iterable<Stated<string>> {
	const listed = new Set(entries.items.map((e) => meant(e.value)));
	for (const entry of naming.entries.items)
		if (
			/^https?:\/\/[^*]+$/.test(entry.value) &&
			!listed.has(meant(entry.value))
		)
			yield entry;
}

/**
 * A check of the Origin, and python-engineio, also meet the server's own page,
 * which CORS never asks about: a deployed origin in such a list alone proves nothing.
 */
function isAskedByBoth(
	server: Server,
	naming: OriginList,
	lacking: OriginList,
	origin: string,
): boolean {
	if (meetsOwnPage(lacking) || !meetsOwnPage(naming)) return true;
	if (!URL.canParse(origin)) return false;
	const { hostname, port } = new URL(origin);
	return (
		isLoopback(hostname) &&
		!server.listens.items.some((l) => String(l.port) === port)
	);
}

function meetsOwnPage({ kind, library }: OriginList): boolean {
	return kind === "origin-check" || library === "python-socketio";
}

function meant(entry: string): string {
	return originFlaw(entry)?.mended ?? entry;
}
