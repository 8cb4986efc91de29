import type { Alternative, Value } from "../../../value/value.js";
import { agree, textsOf } from "../answers.js";
import { argument } from "../foreign.js";
import type { Project, Projects } from "../project.js";
import type { AsgiMap } from "./asgi-node.js";
import { AsgiNodes, trimSlash } from "./asgi-nodes.js";
import { type PythonCall, pythonCalls } from "./calls.js";
import { functionOf } from "./required-query.js";

/** Declarations of a socket route: method → index of the endpoint argument, absent for decorators. */
const ROUTE_METHODS: Readonly<Record<string, number | undefined>> = {
	websocket: undefined,
	websocket_route: undefined,
	add_api_websocket_route: 1,
	add_websocket_route: 1,
};

/** Libraries that put pages with sockets of their own into an app. */
const STRANGERS = ["mount_gradio_app", "mount_chainlit", "run_with"];

/** Reads every app, router, include and mount of the repository's Python code. */
export function readAsgi(projects: Projects): AsgiMap {
	const reading = new Reading(projects);
	for (const name of ["FastAPI", "Starlette", "APIRouter", "Router"])
		reading.creations(name);
	for (const name of Object.keys(ROUTE_METHODS)) reading.routes(name);
	reading.creations("ASGIApp");
	reading.includes();
	reading.mounts();
	reading.socketManagers();
	for (const name of STRANGERS) reading.strangers(name);
	const { all, strays } = reading;
	return { nodes: all.nodes, strays, nodeOf: (value) => all.nodeOf(value) };
}

class Reading {
	readonly all: AsgiNodes;
	readonly strays: { project: Project; reason: string }[] = [];

	constructor(readonly projects: Projects) {
		this.all = new AsgiNodes(projects);
	}

	creations(name: string): void {
		for (const { made, evaluator } of pythonCalls(this.projects, name))
			for (const { value } of evaluator.evaluate(made.call, made.scope))
				this.all.nodeOf(value);
	}

	routes(method: string): void {
		const index = ROUTE_METHODS[method];
		for (const call of pythonCalls(this.projects, method)) {
			const { made, evaluator } = call;
			const path = argument(made, 0, "path");
			if (!path) continue;
			const given =
				index === undefined
					? undefined
					: (argument(made, index, "endpoint") ??
						argument(made, index, "route"));
			const endpoint =
				call.decorated ??
				(given
					? evaluator.force(given).flatMap((a) => functionOf(a.value))[0]
					: undefined);
			for (const receiver of this.#receivers(call)) {
				const node = this.all.nodeOf(receiver.value);
				if (node)
					this.all.addRoutes(
						node,
						textsOf(evaluator, path, receiver),
						endpoint,
					);
			}
		}
	}

	includes(): void {
		for (const call of pythonCalls(this.projects, "include_router")) {
			const { made, evaluator } = call;
			const router = argument(made, 0, "router");
			if (!router) continue;
			for (const receiver of this.#receivers(call)) {
				const parent = this.all.nodeOf(receiver.value);
				if (made.call.openEnded)
					parent?.gaps.push(
						"an include_router() takes arguments that are not followed",
					);
				const prefix = argument(made, -1, "prefix");
				for (const included of evaluator.force(router))
					if (parent && agree(receiver, included) && isThing(included.value))
						this.all.attach(parent, included, prefix, evaluator, made);
			}
		}
	}

	mounts(): void {
		for (const call of pythonCalls(this.projects, "mount")) {
			const { made, evaluator } = call;
			const app = argument(made, 1, "app");
			const path = argument(made, 0, "path");
			if (!app || !path || made.call.callee.k !== "member") continue;
			for (const receiver of evaluator.evaluate(
				made.call.callee.of,
				made.scope,
			)) {
				const parent = this.all.nodeOf(receiver.value);
				for (const mounted of parent ? evaluator.force(app) : [])
					if (parent && agree(receiver, mounted) && isThing(mounted.value))
						this.all.attach(parent, mounted, path, evaluator, made);
			}
		}
	}

	/** `SocketManager(app, mount_location="/ws", socketio_path="socket.io")` of fastapi-socketio. */
	socketManagers(): void {
		for (const { made, evaluator } of pythonCalls(
			this.projects,
			"SocketManager",
		)) {
			const app = argument(made, 0, "app");
			const stated = (name: string, standard: string): string | undefined => {
				const asked = argument(made, -1, name);
				if (!asked) return standard;
				const { known, open } = textsOf(evaluator, asked);
				return open === undefined ? known[0]?.value : undefined;
			};
			const mount = stated("mount_location", "/ws");
			const path = stated("socketio_path", "socket.io");
			for (const { value } of app ? evaluator.force(app) : []) {
				const node = this.all.nodeOf(value);
				if (mount === undefined || path === undefined)
					node?.gaps.push("the path of a SocketManager is not known");
				else
					node?.engines.push({
						path: {
							value: `${trimSlash(mount)}/${path}`,
							at: made.site,
							steps: [],
						},
						made,
					});
			}
		}
	}

	strangers(name: string): void {
		for (const { made, evaluator } of pythonCalls(this.projects, name))
			for (const expr of [
				...made.call.args,
				...Object.values(made.call.named ?? {}),
			])
				for (const { value } of evaluator.evaluate(expr, made.scope))
					if (value.v === "made" || value.v === "instance")
						this.all
							.nodeOf(value)
							?.gaps.push(`${name}() adds sockets of its own`);
	}

	/** What stands before the dot of a method call; what cannot be told is noted as a stray. */
	#receivers({ made, evaluator, project }: PythonCall): readonly Alternative[] {
		const { callee } = made.call;
		if (callee.k !== "member") return [];
		const found = evaluator.evaluate(callee.of, made.scope);
		for (const { value } of found)
			if (MAY_BE_APP.has(value.v) && !this.all.nodeOf(value))
				this.strays.push({
					project,
					reason: `${made.site.file} calls ${callee.name}() on something that is not known${value.v === "unknown" ? ` (${value.reason})` : ""}`,
				});
		return found;
	}
}

/** Kinds of values that may turn out to be an app or a router. */
const MAY_BE_APP: ReadonlySet<Value["v"]> = new Set([
	"unknown",
	"instance",
	"property",
]);

/** Not `None`: `router = None` after a failed import includes nothing. */
function isThing(value: Value): boolean {
	return value.v !== "scalar";
}
