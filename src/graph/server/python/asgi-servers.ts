import { posix } from "node:path";
import type { OriginList, Server } from "../../graph.js";
import { proposedValues } from "../examples.js";
import { identity } from "../foreign.js";
import { listensOf } from "../listens.js";
import { type OriginCheck, originChecks } from "../origin-check.js";
import type { Projects } from "../project.js";
import { isShown } from "../roles.js";
import { readAsgi } from "./asgi.js";
import type { AsgiNode } from "./asgi-node.js";
import { composedRoutes, unmountedRoutes } from "./asgi-routes.js";
import { engineCors } from "./engine-cors.js";
import { engineOrigin } from "./engine-origin.js";
import { starletteCors } from "./starlette-cors.js";
import { asgiStarts, type Start } from "./starts.js";
import { wsRuntimeOf } from "./ws-runtime.js";

const NAMES: Readonly<Record<AsgiNode["kind"], string>> = {
	fastapi: "FastAPI",
	starlette: "Starlette",
	"python-socketio": "python-socketio",
};

/** Servers of FastAPI, Starlette and python-socketio's ASGI app. */
export function asgiServers(projects: Projects): readonly Server[] {
	const map = readAsgi(projects);
	const starts = asgiStarts(projects, map);
	const mounted = new Set(
		[...map.nodes.values()].flatMap((n) => n.children.map((c) => c.node)),
	);
	const apps = [...map.nodes.values()].filter(
		(n) => n.role === "app" && !mounted.has(n),
	);
	const cors = starletteCors(projects, map);
	const checks = originChecks(projects);
	return apps.map((app) => {
		const file = app.made.site.file;
		const project = projects.of(file);
		const siblings = apps.filter(
			(a) => projects.of(a.made.site.file).root === project.root,
		);
		const routes = composedRoutes(app, map, projects);
		const own = starts.filter((s) => s.node === app);
		const origins: OriginList[] = [];
		const sockets = routes.items.filter((r) => r.protocol === "websocket");
		const engines = routes.items.filter((r) => r.protocol === "socket.io");
		const server: Server = {
			kind: app.kind,
			at: app.made.site,
			title: `${titleOf(project.root, file)} (${NAMES[app.kind]})`,
			root: project.root,
			routes,
			unmounted: routes.complete ? unmountedRoutes([app], map, projects) : [],
			listens: listensOf(own, (key) =>
				proposedValues(projects.sources, project.root, key),
			),
			speaks:
				engines.length === 0
					? sockets.length === 0
						? "none"
						: "websocket"
					: sockets.length === 0
						? "socket.io"
						: "both",
			matching: "exact",
			missSymptom: "403",
			...runtimeOf(projects, file, own, sockets.length + engines.length > 0),
			...(engines.length > 0 && engineOrigin(projects.sources, project.root)),
			origins,
			scenario: scenariosOf(own),
			world: project.world,
			live: isLive(app, own, siblings, starts, projects),
		};
		for (const list of cors)
			if (belongs(list.node, app)) origins.push(list.list(server));
		for (const list of engineCors(projects, app)) origins.push(list(server));
		for (const check of checks)
			if (covers(check, server, siblings.length))
				origins.push(check.list(server));
		return server;
	});
}

function titleOf(root: string, file: string): string {
	return (
		posix.basename(root) ||
		file.split("/").at(-2) ||
		posix.basename(file, ".py")
	);
}

function belongs(node: AsgiNode, app: AsgiNode): boolean {
	return node === app;
}

/** A check belongs to the server whose socket routes stand in its file, else to the only one of the project. */
function covers(check: OriginCheck, server: Server, siblings: number): boolean {
	if (check.root !== server.root) return false;
	return (
		siblings === 1 || server.routes.items.some((r) => r.at.file === check.file)
	);
}

function runtimeOf(
	projects: Projects,
	file: string,
	starts: readonly Start[],
	sockets: boolean,
): Pick<Server, "wsRuntime"> {
	const otherServer = starts.length > 0 && starts.every((s) => !s.uvicorn);
	if (!sockets || otherServer) return {};
	const wsRuntime = wsRuntimeOf(
		projects.sources,
		file,
		starts.some((s) => s.uvicorn),
	);
	return wsRuntime ? { wsRuntime } : {};
}

function scenariosOf(starts: readonly Start[]): Server["scenario"] {
	return starts.some((s) => s.service)
		? ["dev", "preview", "production", "container"]
		: ["dev", "preview", "production"];
}

/**
 * Started by something, or the only candidate of its project. An app whose
 * name is bound again later in its module is never what `module:app` means.
 */
function isLive(
	app: AsgiNode,
	own: readonly Start[],
	siblings: readonly AsgiNode[],
	starts: readonly Start[],
	projects: Projects,
): boolean {
	if (own.length > 0) return true;
	if (isRebound(app, projects) || isShown(projects.sources, app.made.site.file))
		return false;
	const rivals = siblings.filter((s) => s !== app && !isRebound(s, projects));
	return (
		rivals.length === 0 || !rivals.some((r) => starts.some((s) => s.node === r))
	);
}

function isRebound(app: AsgiNode, projects: Projects): boolean {
	const { file, block } = app.made.scope;
	const code = projects.sources.program.code(file)[block];
	const definition = code?.defs.find(
		(d) =>
			d.fn === undefined &&
			d.value.at[0] === app.made.call.at[0] &&
			d.value.at[1] === app.made.call.at[1],
	);
	const bound = definition && code?.exports[definition.name];
	if (!bound) return false;
	return !projects
		.of(file)
		.evaluator.evaluate(bound, { file, block })
		.some(
			({ value }) =>
				value.v !== "made" ||
				identity(value.made) === app.id ||
				!/FastAPI|Starlette/.test(value.by),
		);
}
