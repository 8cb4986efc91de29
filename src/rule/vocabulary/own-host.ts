import type { Graph } from "../../graph/graph.js";
import type { Evidence } from "../finding.js";
import { type AbsoluteDial, type Dial, dials, sockets } from "./dials.js";
import { isIpAddress } from "./hosts.js";
import { envOf, followsPage } from "./provenance.js";
import { isSameHost } from "./same-host.js";

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

/** An HTTP call or socket in live code of the same app that does not write its host: the host could follow too. */
export function siblingEvidence(
	graph: Graph,
	dial: Dial,
): Evidence | undefined {
	for (const other of dials(graph)) {
		if (other.app !== dial.app || other.urlAt === dial.urlAt) continue;
		if (other.reached === false) continue;
		const follows = followed(other);
		if (follows)
			return { at: other.urlAt, message: `this one follows ${follows}` };
	}
	return undefined;
}

/** The app also opens a socket to the host and port of this request: the request belongs to the service the socket needs. */
export function hasSocketToSameHost(graph: Graph, dial: AbsoluteDial): boolean {
	return [...sockets(graph)].some(
		({ app, address }) => app === dial.app && isSameHost(address, dial.address),
	);
}

/**
 * A port of the visitor's machine on which no server of this repository is
 * known to listen: a program of the visitor's own (a local model, an agent) may
 * be meant to answer there. Only where the servers' ports are known.
 */
export function isOthersPort(graph: Graph, { address }: AbsoluteDial): boolean {
	const port = Number(address.port?.value);
	const live = graph.servers.filter((s) => s.live);
	return (
		live.length > 0 &&
		live.every((s) => s.listens.complete) &&
		!live.some((s) => s.listens.items.some((l) => l.port === port)) &&
		!graph.containers.some((c) => c.ports.some((p) => p.host === port))
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
	for (const name of graph.deployedNames)
		if (isNamed(host, name.value))
			return { at: name.at, message: `this is deployed as ${host}` };
	for (const file of graph.envFiles)
		for (const entry of file.entries)
			if (!entry.secret && names(entry.raw))
				return {
					at: file.placeOf(entry, "value"),
					message: `${entry.key} names the same host`,
				};
	return undefined;
}

/** Whether a host is what a deployment is called; `*` in the name is one label, `?` one character. */
function isNamed(host: string, name: string): boolean {
	const pattern = name
		.toLowerCase()
		.replace(/[^\w*?-]/g, "\\$&")
		.replaceAll("*", "[^.]+")
		.replaceAll("?", "[a-z0-9]");
	return new RegExp(`^${pattern}$`).test(host.toLowerCase());
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

/**
 * A socket route of this repository answers the path and names it by a word
 * that not everybody uses; or one that answers only some paths belongs to the
 * server that sends this very page.
 */
function servedHere(graph: Graph, dial: AbsoluteDial): Evidence | undefined {
	const path = dial.address.path.flat;
	const asked = segments(path);
	for (const server of graph.servers)
		for (const route of server.routes.items) {
			if (route.protocol !== "websocket" || !route.matches(path)) continue;
			const named = segments(route.path).some(
				(word, i) => word === asked[i] && !EVERYBODYS.test(word),
			);
			const sendsPage = server.pages?.includes(dial.at.file) ?? false;
			if (named || (sendsPage && route.path !== "*"))
				return {
					at: route.at,
					message: named
						? `${server.title} of this repository serves ${route.path}`
						: `${server.title} sends this page, and serves ${route.path} itself`,
				};
		}
	return undefined;
}

/** Words that paths of unrelated services have in common. */
const EVERYBODYS =
	/^(?:wss?|sockets?|websockets?|graphql|api|v\d+|socket\.io|streams?|events?|live|realtime|cable|subscriptions?|public|[*:{].*)$/i;

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
