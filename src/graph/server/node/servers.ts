import { posix } from "node:path";
import type { Expr } from "../../../value/expr.js";
import type { OriginList, Server } from "../../graph.js";
import type { Sources } from "../../sources.js";
import { proposedValues } from "../examples.js";
import { foreignName } from "../foreign.js";
import { listensOf } from "../listens.js";
import { originChecks } from "../origin-check.js";
import type { Projects } from "../project.js";
import { isShown } from "../roles.js";
import { joined } from "./engine.js";
import { readExpressCors, readExpressWs } from "./express.js";
import { type NodeHost, NodeHosts } from "./hosts.js";
import { readNest } from "./nest.js";
import { readRouters } from "./routers.js";
import { readRuntimes } from "./runtimes.js";
import { readSocketIo } from "./socket-io.js";
import { readWorkers } from "./workers.js";
import { readWs } from "./ws.js";

const NAMES: Partial<Record<Server["kind"], string>> = {
	ws: "ws",
	"socket.io": "Socket.IO",
	"express-ws": "express-ws",
	express: "Express",
	other: "Node",
};

/** Servers of Node: HTTP servers with what answers sockets on them, and socket servers with ports of their own. */
export function nodeServers(projects: Projects): readonly Server[] {
	const hosts = new NodeHosts(projects);
	readWs(hosts);
	readSocketIo(hosts);
	readExpressWs(hosts);
	readExpressCors(hosts);
	readNest(hosts);
	readRuntimes(hosts, readRouters(hosts));
	readWorkers(hosts);
	readStrangers(hosts);
	const checks = originChecks(projects);
	const all = judged([...hosts.hosts.values()]);
	return all.map((host) => {
		const { file } = host.made.site;
		const siblings = all.filter((h) => h.project.root === host.project.root);
		const origins: OriginList[] = [];
		const server = serverOf(host, origins, projects.sources);
		for (const list of host.origins) origins.push(list(server));
		for (const check of checks)
			if (
				check.root === server.root &&
				(siblings.length === 1 || check.file === file)
			)
				origins.push(check.list(server));
		return server;
	});
}

/** Hosts that are servers: an Express app that nothing listens on is none beside one that listens. */
function judged(hosts: readonly NodeHost[]): readonly NodeHost[] {
	const listening = (h: NodeHost) => h.openings.length + h.portGaps.length > 0;
	return hosts.filter(
		(host) =>
			listening(host) ||
			host.routes.length > 0 ||
			(host.kinds.size > 0 &&
				!hosts.some((h) => h.project === host.project && listening(h))),
	);
}

function serverOf(
	host: NodeHost,
	origins: OriginList[],
	sources: Sources,
): Server {
	const { file } = host.made.site;
	const sockets = host.routes.some((r) => r.protocol === "websocket");
	const engines = host.routes.some((r) => r.protocol === "socket.io");
	const listens = listensOf(host.openings, (key) =>
		proposedValues(sources, host.project.root, key),
	);
	const [gap] = host.gaps;
	const [portGap] = host.portGaps;
	const kind = kindOf(host);
	const engine = joined(host.engines);
	return {
		kind,
		at: host.made.site,
		title: `${posix.basename(host.project.root) || posix.basename(file).replace(/\.\w+$/, "")} (${(kind === "other" ? host.stack : undefined) ?? NAMES[kind] ?? "Node"})`,
		root: host.project.root,
		routes: {
			items: host.routes,
			complete: gap === undefined,
			...(gap !== undefined && { reason: gap }),
		},
		unmounted: [],
		listens:
			portGap === undefined
				? listens
				: { items: listens.items, complete: false, reason: portGap },
		speaks: sockets
			? engines
				? "both"
				: "websocket"
			: engines
				? "socket.io"
				: "none",
		matching: kind === "express-ws" ? "loose" : "exact",
		missSymptom:
			kind === "ws"
				? "400"
				: kind === "socket.io"
					? "Connection closed before receiving a handshake response"
					: "404",
		...(engine && { engine }),
		...(host.pages.length > 0 && { pages: host.pages }),
		origins,
		scenario: host.openings.some((o) => o.service)
			? ["dev", "preview", "production", "container"]
			: ["dev", "preview", "production"],
		world: host.project.world,
		live:
			!isShown(sources, file) &&
			host.openings.length + host.portGaps.length > 0,
	};
}

function kindOf(host: NodeHost): Server["kind"] {
	for (const kind of ["socket.io", "express-ws", "ws", "express"] as const)
		if (host.kinds.has(kind)) return kind;
	return "other";
}

/** Calls of known packages that take an HTTP server and answer no sockets beyond what is read. */
const KNOWN =
	/^(?:https?|http2|fastify|fastify-plugin|hono|@hono\/[\w-]+|elysia|bun|uWebSockets\.js|express|express-ws|koa|(?:isomorphic-)?ws|socket\.io|cors|@nestjs\/\w[\w-]*|http-terminator|stoppable|http-graceful-shutdown|http-shutdown|util|events|assert|@apollo\/server\/plugin\/drainHttpServer|apollo-server-core|express-rate-limit)#/;

/** Whatever else is given an HTTP server may answer sockets on it: its routes are not all known then. */
function readStrangers(hosts: NodeHosts): void {
	for (const call of hosts.calls) {
		const stranger = call.externals.find(
			(name) => !name.startsWith("global#") && !KNOWN.test(name),
		);
		if (stranger === undefined) continue;
		for (const expr of call.made.call.args.flatMap(candidates))
			for (const { value } of call.evaluator.evaluate(expr, call.made.scope)) {
				if (
					value.v !== "made" ||
					!/#createServer$|\.listen$/.test(foreignName(value.by))
				)
					continue;
				hosts
					.hostOf(value)
					?.gaps.push(
						`${stranger.replace("#", " ").trim()} is given the HTTP server and may answer sockets`,
					);
			}
	}
}

/** Arguments that may be an HTTP server: names and entries that say so. */
function candidates(expr: Expr): readonly Expr[] {
	if (expr.k === "ref" || expr.k === "import")
		return /server|http/i.test(expr.name) ? [expr] : [];
	if (expr.k !== "object") return [];
	return expr.entries.flatMap((e) =>
		"key" in e && typeof e.key === "string" && /server/i.test(e.key)
			? [e.value]
			: [],
	);
}
