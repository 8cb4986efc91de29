import { posix } from "node:path";
import type { OriginList, Server } from "../../graph.js";
import type { Sources } from "../../sources.js";
import { proposedValues } from "../examples.js";
import { launches } from "../launch.js";
import { listensOf } from "../listens.js";
import { type Projects, serverCode } from "../project.js";
import { isShown } from "../roles.js";
import { readAiohttp } from "./aiohttp.js";
import { readBlueprints } from "./blueprints.js";
import { readChannels } from "./channels.js";
import { readAttached } from "./engine-attach.js";
import { engineOrigin } from "./engine-origin.js";
import { readFlask } from "./flask.js";
import { type PlainHost, PlainHosts } from "./plain-host.js";
import { readLaunches } from "./plain-launches.js";
import { launchedFiles } from "./target.js";
import { readTornado } from "./tornado.js";
import { readWebsockets } from "./websockets.js";
import { wsRuntimeOf } from "./ws-runtime.js";

/**
 * Servers of Flask, aiohttp, Django Channels, Tornado, Sanic, Quart and the
 * `websockets` package. `beside` are the
 * ASGI servers: a script that nothing starts or imports is no live server in a
 * project that has one.
 */
export function plainServers(
	projects: Projects,
	beside: readonly Server[],
): readonly Server[] {
	const hosts = new PlainHosts(projects);
	const packages = importedPackages(projects);
	if (packages.has("flask")) readFlask(hosts);
	if (packages.has("aiohttp")) readAiohttp(hosts);
	if (packages.has("websockets")) readWebsockets(hosts);
	if (packages.has("channels")) readChannels(hosts);
	if (packages.has("tornado")) readTornado(hosts);
	if (packages.has("sanic") || packages.has("quart")) readBlueprints(hosts);
	if (packages.has("socketio")) readAttached(hosts);
	if (hosts.all.size > 0) readLaunches(hosts);
	const used = usedFiles(projects);
	const found = [...hosts.all.values()];
	return found.map((host) => {
		const { file } = host.made.site;
		const { root } = host.project;
		const rivals =
			found.some((h) => h !== host && h.project === host.project) ||
			beside.some((s) => s.live && s.root === root);
		const live =
			!isShown(projects.sources, file) && (used.has(file) || !rivals);
		return serverOf(host, live, projects.sources);
	});
}

function importedPackages(projects: Projects): ReadonlySet<string> {
	return new Set(
		serverCode(projects.sources, "python").flatMap(({ code }) =>
			code.imports.map((i) => i.from.split(".")[0] ?? ""),
		),
	);
}

/** Python files that a command starts or another file imports. */
function usedFiles(projects: Projects): ReadonlySet<string> {
	const { sources } = projects;
	const used = new Set(
		launches(sources).flatMap((launch) => launchedFiles(projects, launch)),
	);
	for (const { file, code } of serverCode(sources, "python"))
		for (const { from, names } of code.imports)
			for (const specifier of [from, ...names.map((n) => `${from}.${n}`)]) {
				const target = sources.program.resolve(file, specifier);
				if (target.kind === "file") used.add(target.file);
			}
	return used;
}

function serverOf(host: PlainHost, live: boolean, sources: Sources): Server {
	const { file } = host.made.site;
	const origins: OriginList[] = [];
	const engines = host.routes.some((r) => r.protocol === "socket.io");
	const sockets = host.routes.some((r) => r.protocol === "websocket");
	const name =
		engines && host.library === "Flask" ? "Flask-SocketIO" : host.library;
	const [gap] = host.gaps;
	const server: Server = {
		kind: engines ? "python-socketio" : "other",
		at: host.made.site,
		title: `${posix.basename(host.project.root) || posix.basename(file, ".py")} (${name})`,
		root: host.project.root,
		routes: {
			items: host.routes,
			complete: gap === undefined,
			...(gap !== undefined && { reason: gap }),
		},
		unmounted: [],
		listens: listensOf(host.openings, (key) =>
			proposedValues(sources, host.project.root, key),
		),
		speaks: engines
			? sockets
				? "both"
				: "socket.io"
			: sockets
				? "websocket"
				: "none",
		matching: "exact",
		missSymptom: host.library === "Django Channels" ? "500" : "404",
		...(engines && engineOrigin(sources, host.project.root)),
		...(sockets && runtimeOf(host, sources)),
		origins,
		scenario: host.openings.some((o) => o.service)
			? ["dev", "preview", "production", "container"]
			: ["dev", "preview", "production"],
		world: host.project.world,
		live,
	};
	for (const list of host.origins) origins.push(list(server));
	return server;
}

/** Libraries whose apps are ASGI: gunicorn can only serve their sockets through uvicorn's worker. */
const ASGI = new Set<PlainHost["library"]>(["Django Channels", "Quart"]);

/** An ASGI app that uvicorn is told to serve; what no command starts may run in Daphne. */
function runtimeOf(
	{ library, launchedBy, made }: PlainHost,
	sources: Sources,
): Pick<Server, "wsRuntime"> {
	const uvicorn = launchedBy.has("uvicorn") || launchedBy.has("gunicorn");
	const wsRuntime =
		ASGI.has(library) && uvicorn
			? wsRuntimeOf(sources, made.site.file, true)
			: undefined;
	return wsRuntime ? { wsRuntime } : {};
}
