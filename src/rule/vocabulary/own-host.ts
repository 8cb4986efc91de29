import type { Graph } from "../../graph/graph.js";
import type { Evidence } from "../finding.js";
import { type AbsoluteDial, type Dial, dials, sockets } from "./dials.js";
import { isIpAddress } from "./hosts.js";
import { envOf, followsPage } from "./provenance.js";

/**
 * What in this repository shows that a public host is its own deployment and
 * not somebody's hosted service; undefined when nothing does.
 */
export function ownHostEvidence(
	graph: Graph,
	dial: AbsoluteDial,
): Evidence | undefined {
	const host = dial.address.host.value ?? "";
	if (isIpAddress(host))
		return {
			at: dial.urlAt,
			message: "a bare address is a machine of one's own",
		};
	return (
		statedElsewhere(graph, host) ??
		samePathElsewhere(graph, dial) ??
		servedHere(graph, dial)
	);
}

/** An HTTP call or socket of the same app that does not write its host: the host could follow too. */
export function siblingEvidence(
	graph: Graph,
	dial: Dial,
): Evidence | undefined {
	for (const other of dials(graph)) {
		if (other.app !== dial.app || other.urlAt === dial.urlAt) continue;
		const follows = followed(other);
		if (follows)
			return { at: other.urlAt, message: `this one follows ${follows}` };
	}
	return undefined;
}

/** The app also opens a socket to the host and port of this request: the request belongs to the service the socket needs. */
export function hasSocketToSameHost(graph: Graph, dial: AbsoluteDial): boolean {
	return [...sockets(graph)].some(
		({ app, address }) =>
			app === dial.app &&
			address.form === "absolute" &&
			address.host.flat === dial.address.host.flat &&
			address.port?.flat === dial.address.port?.flat,
	);
}

/** What a dial's host follows: an env key, or the page. */
function followed({ address }: Dial): string | undefined {
	switch (address.form) {
		case "relative":
		case "page":
			return "the page";
		case "absolute":
			return (
				envOf(address.host)?.key ??
				(followsPage(address.host) ? "the page" : undefined)
			);
		default:
			return undefined;
	}
}

/** A page origin, an origin list or an env file names the host. */
function statedElsewhere(graph: Graph, host: string): Evidence | undefined {
	const names = (url: string) =>
		/^[a-z]+:\/\/([^/:?#]+)/i.exec(url)?.[1]?.toLowerCase() ===
		host.toLowerCase();
	for (const app of graph.apps)
		for (const origin of app.origins)
			if (names(origin.value))
				return { at: origin.at, message: "the page is served from this host" };
	for (const list of graph.originLists)
		for (const entry of list.entries.items)
			if (names(entry.value))
				return {
					at: entry.at,
					message: "the server names this host as a page of its own",
				};
	for (const file of graph.envFiles)
		for (const entry of file.entries)
			if (!entry.secret && names(entry.raw))
				return {
					at: file.placeOf(entry, "value"),
					message: `${entry.key} names the same host`,
				};
	return undefined;
}

/** A relative or page-derived dial of the same app begins with the same path. */
function samePathElsewhere(
	graph: Graph,
	dial: AbsoluteDial,
): Evidence | undefined {
	const path = segments(dial.address.path.flat);
	for (const other of dials(graph)) {
		if (
			other.app !== dial.app ||
			followed(other) !== "the page" ||
			!("path" in other.address)
		)
			continue;
		const shared = commonStart(path, segments(other.address.path.flat));
		if (shared.some((segment) => !/^(api|v\d+)$/i.test(segment)))
			return {
				at: other.urlAt,
				message: `/${shared.join("/")} is asked of the page's own host here`,
			};
	}
	return undefined;
}

/** A socket route of this repository has the path, and the path is no word that everybody uses. */
function servedHere(graph: Graph, dial: AbsoluteDial): Evidence | undefined {
	const path = dial.address.path.value;
	if (
		!path ||
		/^\/(wss?|sockets?|websocket|graphql|api|socket\.io)?\/?$/.test(path)
	)
		return undefined;
	for (const server of graph.servers)
		for (const route of server.routes.items)
			if (route.protocol === "websocket" && route.matches(path))
				return {
					at: route.at,
					message: `${server.title} of this repository serves ${route.path}`,
				};
	return undefined;
}

function segments(path: string): readonly string[] {
	return path.split("/").filter((s) => s !== "");
}

function commonStart(
	a: readonly string[],
	b: readonly string[],
): readonly string[] {
	const end = a.findIndex((s, i) => s !== b[i]);
	return a.slice(0, end < 0 ? a.length : end);
}
