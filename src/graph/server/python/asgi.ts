import type { Evaluator } from "../../../value/evaluator.js";
import type { CallExpr } from "../../../value/expr.js";
import type {
	Alternative,
	Made,
	Scope,
	Thunk,
	Value,
} from "../../../value/value.js";
import type { Stated } from "../../graph.js";
import { type Answers, agree, reasonOf, textsOf } from "../answers.js";
import { argument, calleeName, identity, pythonName } from "../foreign.js";
import type { Project, Projects } from "../project.js";
import { rolesOf } from "../roles.js";
import { type FunctionRef, functionOf } from "./required-query.js";

/** An app or router object of FastAPI or Starlette, with what is attached to it. */
export interface AsgiNode {
	readonly id: string;
	readonly kind: "fastapi" | "starlette" | "python-socketio";
	readonly role: "app" | "router";
	readonly made: Made;
	/** `APIRouter(prefix=…)`; one entry per possible value. */
	readonly prefixes: readonly Stated<string>[];
	readonly routes: OwnRoute[];
	readonly children: Child[];
	/** Socket.IO servers that `ASGIApp` puts in front of it (or that are all it is). */
	readonly engines: Engine[];
	/** Why something attached to it is not known. */
	readonly gaps: string[];
}

/** A socket route as its own declaration states it. */
export interface OwnRoute {
	readonly path: Stated<string>;
	readonly endpoint: FunctionRef | undefined;
}

/** A python-socketio server and the path it answers on. */
export interface Engine {
	readonly path: Stated<string>;
	readonly made: Made;
}

/** A router included, or an app mounted, below a prefix. */
export interface Child {
	readonly prefix: Stated<string>;
	readonly node: AsgiNode;
}

/** All apps and routers of the repository's Python code. */
export interface AsgiMap {
	readonly nodes: ReadonlyMap<string, AsgiNode>;
	/** Declarations whose app or router is not known, by project root. */
	readonly strays: readonly {
		readonly project: Project;
		readonly reason: string;
	}[];
	/** The app or router that a value is (wrapped in ASGI middleware or not). */
	nodeOf(value: Value): AsgiNode | undefined;
}

const HOLDERS: Readonly<Record<string, Pick<AsgiNode, "kind" | "role">>> = {
	"fastapi#FastAPI": { kind: "fastapi", role: "app" },
	"fastapi#APIRouter": { kind: "fastapi", role: "router" },
	"starlette#Starlette": { kind: "starlette", role: "app" },
	"starlette#Router": { kind: "starlette", role: "router" },
};

/** Mountable things from outside that answer HTTP only (F17 is another matter). */
const HTTP_ONLY =
	/^(?:\w+#StaticFiles|prometheus_client#|starlette_exporter#|a2wsgi#|starlette#WSGIMiddleware|fastapi#WSGIMiddleware|fastapi_users|fastmcp#|mcp#|sqladmin#|fastapi_mcp#)/;

/** Declarations of a socket route: method → index of the endpoint argument, absent for decorators. */
const ROUTE_METHODS: Readonly<Record<string, number | undefined>> = {
	websocket: undefined,
	websocket_route: undefined,
	add_api_websocket_route: 1,
	add_websocket_route: 1,
};

/** Reads every app, router, include and mount. */
export function readAsgi(projects: Projects): AsgiMap {
	const reading = new Reading(projects);
	for (const name of ["FastAPI", "Starlette", "APIRouter", "Router"])
		reading.creations(name);
	for (const name of Object.keys(ROUTE_METHODS)) reading.routes(name);
	reading.creations("ASGIApp");
	reading.includes();
	reading.mounts();
	reading.socketManagers();
	reading.strangers();
	return reading;
}

class Reading implements AsgiMap {
	readonly nodes = new Map<string, AsgiNode>();
	readonly strays: { project: Project; reason: string }[] = [];
	readonly #roles: ReadonlyMap<string, string>;

	constructor(readonly projects: Projects) {
		this.#roles = rolesOf(projects.sources);
	}

	creations(name: string): void {
		this.#each(name, (call, scope, evaluator) => {
			for (const { value } of evaluator.evaluate(call, scope))
				this.nodeOf(value);
		});
	}

	routes(method: string): void {
		const endpointIndex = ROUTE_METHODS[method];
		this.#each(method, (call, scope, evaluator, project, decorated) => {
			const made = { site: { file: scope.file, span: call.at }, call, scope };
			const path = argument(made, 0, "path");
			const given =
				endpointIndex === undefined
					? undefined
					: (argument(made, endpointIndex, "endpoint") ??
						argument(made, endpointIndex, "route"));
			const endpoint =
				decorated ??
				(given
					? evaluator.force(given).flatMap((a) => functionOf(a.value))[0]
					: undefined);
			if (!path) return;
			for (const receiver of this.#receivers(call, scope, evaluator, project)) {
				const node = this.nodeOf(receiver.value);
				if (!node) continue;
				this.#addRoutes(node, textsOf(evaluator, path, receiver), endpoint);
			}
		});
	}

	includes(): void {
		this.#each("include_router", (call, scope, evaluator, project) => {
			const made = { site: { file: scope.file, span: call.at }, call, scope };
			const router = argument(made, 0, "router");
			if (!router) return;
			for (const receiver of this.#receivers(call, scope, evaluator, project)) {
				const parent = this.nodeOf(receiver.value);
				if (!parent) continue;
				if (call.openEnded)
					parent.gaps.push(
						"an include_router() takes arguments that are not followed",
					);
				for (const included of evaluator.force(router)) {
					if (!agree(receiver, included) || isNothing(included.value)) continue;
					this.#attach(
						parent,
						included,
						argument(made, -1, "prefix"),
						evaluator,
						made,
					);
				}
			}
		});
	}

	mounts(): void {
		this.#each("mount", (call, scope, evaluator, project) => {
			const made = { site: { file: scope.file, span: call.at }, call, scope };
			const app = argument(made, 1, "app");
			const path = argument(made, 0, "path");
			if (!app || !path) return;
			for (const receiver of this.#receivers(
				call,
				scope,
				evaluator,
				project,
				"quiet",
			)) {
				const parent = this.nodeOf(receiver.value);
				if (!parent) continue;
				for (const mounted of evaluator.force(app))
					if (agree(receiver, mounted) && !isNothing(mounted.value))
						this.#attach(parent, mounted, path, evaluator, made);
			}
		});
	}

	/** `SocketManager(app, mount_location="/ws", socketio_path="socket.io")` of fastapi-socketio. */
	socketManagers(): void {
		this.#each("SocketManager", (call, scope, evaluator) => {
			const made = { site: { file: scope.file, span: call.at }, call, scope };
			const app = argument(made, 0, "app");
			const stated = (name: string, standard: string): string | undefined => {
				const asked = argument(made, -1, name);
				const answers = asked && textsOf(evaluator, asked);
				return answers
					? answers.open
						? undefined
						: answers.known[0]?.value
					: standard;
			};
			const mount = stated("mount_location", "/ws");
			const path = stated("socketio_path", "socket.io");
			for (const { value } of app ? evaluator.force(app) : []) {
				const node = this.nodeOf(value);
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
		});
	}

	/** Libraries that put pages with sockets of their own into an app. */
	strangers(): void {
		for (const name of ["mount_gradio_app", "mount_chainlit", "run_with"])
			this.#each(name, (call, scope, evaluator) => {
				for (const expr of [...call.args, ...Object.values(call.named ?? {})])
					for (const { value } of evaluator.evaluate(expr, scope))
						if (value.v === "made" || value.v === "instance")
							this.nodeOf(value)?.gaps.push(
								`${name}() adds sockets of its own`,
							);
			});
	}

	nodeOf(value: Value, depth = 0): AsgiNode | undefined {
		const holder = this.#holder(value);
		if (holder) return this.#node(holder.made, holder);
		if (value.v !== "made" || depth > 4) return undefined;
		// An ASGI wrapper: `CORSMiddleware(app, …)`, `ASGIApp(sio, other_asgi_app=app)`.
		const { call, scope } = value.made;
		const evaluator = this.projects.of(scope.file).evaluator;
		const wrapped = [...call.args, ...Object.values(call.named ?? {})]
			.flatMap((expr) => evaluator.evaluate(expr, scope))
			.flatMap((inner) => this.nodeOf(inner.value, depth + 1) ?? [])
			.find((node) => node.role === "app");
		if (pythonName(value.by) !== "socketio#ASGIApp") return wrapped;
		const node =
			wrapped ??
			this.#node(value.made, { kind: "python-socketio", role: "app" });
		this.#addEngine(node, value.made, evaluator);
		return node;
	}

	/** `ASGIApp(sio, other_asgi_app=app, socketio_path="socket.io")`. */
	#addEngine(node: AsgiNode, made: Made, evaluator: Evaluator): void {
		const server = argument(made, 0, "socketio_server");
		const path = argument(made, -1, "socketio_path");
		const answers = path ? textsOf(evaluator, path) : undefined;
		const known = answers?.known ?? [
			{ value: "socket.io", at: made.site, steps: [] },
		];
		if (answers?.open)
			node.gaps.push(`the Socket.IO path is not known (${answers.open})`);
		for (const { value } of server ? evaluator.force(server) : [])
			for (const at of known)
				if (
					value.v === "made" &&
					!node.engines.some(
						(e) =>
							identity(e.made) === identity(value.made) &&
							e.path.value === at.value,
					)
				)
					node.engines.push({ path: at, made: value.made });
	}

	#holder(
		value: Value,
	): (Pick<AsgiNode, "kind" | "role"> & { readonly made: Made }) | undefined {
		if (value.v === "made") {
			const known = HOLDERS[pythonName(value.by)];
			return known && { ...known, made: value.made };
		}
		if (value.v !== "instance") return undefined;
		const { program } = this.projects.sources;
		const declared = program.code(value.file)[value.block]?.classes[value.cls];
		const evaluator = this.projects.of(value.file).evaluator;
		for (const base of declared?.bases ?? []) {
			const of = evaluator.single({
				expr: base,
				scope: { file: value.file, block: value.block },
			});
			const known =
				of?.v === "external" ? HOLDERS[pythonName(of.name)] : undefined;
			if (known) return { ...known, made: value.made };
		}
		return undefined;
	}

	#node(made: Made, holder: Pick<AsgiNode, "kind" | "role">): AsgiNode {
		const id = identity(made);
		const known = this.nodes.get(id);
		if (known) return known;
		const evaluator = this.projects.of(made.scope.file).evaluator;
		const prefix = argument(made, -1, "prefix");
		const answers = prefix ? textsOf(evaluator, prefix) : undefined;
		const node: AsgiNode = {
			id,
			kind: holder.kind,
			role: holder.role,
			made,
			prefixes: answers?.known ?? [{ value: "", at: made.site, steps: [] }],
			routes: [],
			children: [],
			engines: [],
			gaps: answers?.open
				? [`a router's prefix is not known (${answers.open})`]
				: [],
		};
		this.nodes.set(id, node);
		const routes = argument(
			made,
			holder.kind === "starlette" && holder.role === "router" ? 0 : -1,
			"routes",
		);
		if (routes) this.#routeList(node, routes, evaluator);
		return node;
	}

	/** `routes=[WebSocketRoute("/ws", endpoint), Mount("/api", routes=[…])]`. */
	#routeList(node: AsgiNode, list: Thunk | Value, evaluator: Evaluator): void {
		for (const { value } of evaluator.force(list)) {
			if (value.v !== "array") {
				node.gaps.push(`its list of routes is not known (${reasonOf(value)})`);
				continue;
			}
			if (!value.complete)
				node.gaps.push("its list of routes is not wholly known");
			for (const item of value.items)
				for (const { value: entry } of evaluator.force(item))
					this.#routeEntry(node, entry, evaluator);
		}
	}

	#routeEntry(node: AsgiNode, entry: Value, evaluator: Evaluator): void {
		const name = entry.v === "made" ? pythonName(entry.by) : "";
		if (entry.v !== "made") {
			node.gaps.push(
				`an entry of its routes is not known (${reasonOf(entry)})`,
			);
			return;
		}
		const path = argument(entry.made, 0, "path");
		if (/#(?:WebSocketRoute|APIWebSocketRoute)$/.test(name) && path) {
			const endpoint = argument(entry.made, 1, "endpoint");
			this.#addRoutes(
				node,
				textsOf(evaluator, path),
				endpoint &&
					evaluator.force(endpoint).flatMap((a) => functionOf(a.value))[0],
			);
		} else if (/#Mount$/.test(name) && path) {
			const routes = argument(entry.made, -1, "routes");
			const app = argument(entry.made, 1, "app");
			if (routes) {
				const inner = this.#node(entry.made, {
					kind: "starlette",
					role: "router",
				});
				this.#addChild(node, inner, path, evaluator, trimSlash);
			} else if (app)
				for (const mounted of evaluator.force(app))
					this.#attach(node, mounted, path, evaluator, entry.made);
		} else if (/#Host$/.test(name))
			node.gaps.push("routes by host are not followed");
	}

	#attach(
		parent: AsgiNode,
		child: Alternative,
		prefix: Thunk | undefined,
		evaluator: Evaluator,
		made: Made,
	): void {
		const node = this.nodeOf(child.value);
		const mounting = calleeName(made.call) !== "include_router";
		if (!node) {
			const name = child.value.v === "made" ? pythonName(child.value.by) : "";
			if (HTTP_ONLY.test(name)) return;
			parent.gaps.push(
				`what ${mounting ? "is mounted" : "include_router() includes"} in ${made.site.file} is not known (${reasonOf(child.value)})`,
			);
			return;
		}
		this.#addChild(
			parent,
			node,
			prefix,
			evaluator,
			mounting ? trimSlash : (p) => p,
			child,
			made,
		);
	}

	#addChild(
		parent: AsgiNode,
		node: AsgiNode,
		prefix: Thunk | undefined,
		evaluator: Evaluator,
		shape: (prefix: string) => string,
		child?: Alternative,
		made?: Made,
	): void {
		const answers = prefix ? textsOf(evaluator, prefix, child) : undefined;
		if (answers?.open)
			parent.gaps.push(`a prefix is not known (${answers.open})`);
		const known = answers?.known ?? [
			{ value: "", at: made?.site ?? node.made.site, steps: [] },
		];
		for (const text of known) {
			const value = shape(text.value);
			if (
				!parent.children.some(
					(c) => c.node === node && c.prefix.value === value,
				)
			)
				parent.children.push({ prefix: { ...text, value }, node });
		}
	}

	#addRoutes(
		node: AsgiNode,
		paths: Answers<string>,
		endpoint: FunctionRef | undefined,
	): void {
		if (paths.open)
			node.gaps.push(`the path of a socket route is not known (${paths.open})`);
		for (const path of paths.known)
			if (
				!node.routes.some(
					(r) =>
						r.path.at.file === path.at.file &&
						r.path.at.span[0] === path.at.span[0] &&
						r.path.value === path.value,
				)
			)
				node.routes.push({ path, endpoint });
	}

	/** What stands before the dot of a method call; unknown ones are noted as strays. */
	#receivers(
		call: CallExpr,
		scope: Scope,
		evaluator: Evaluator,
		project: Project,
		unknowns: "noted" | "quiet" = "noted",
	): readonly Alternative[] {
		if (call.callee.k !== "member") return [];
		const found = evaluator.evaluate(call.callee.of, scope);
		for (const { value } of found)
			if (value.v === "unknown" && unknowns === "noted")
				this.strays.push({
					project,
					reason: `${scope.file} calls ${call.callee.name}() on something that is not known (${value.reason})`,
				});
		return found;
	}

	#each(
		name: string,
		read: (
			call: CallExpr,
			scope: Scope,
			evaluator: Evaluator,
			project: Project,
			decorated: FunctionRef | undefined,
		) => void,
	): void {
		for (const { file, block, fact } of this.projects.sources.callsNamed(
			name,
		)) {
			if (!file.endsWith(".py") || TESTS.has(this.#roles.get(file) ?? "app"))
				continue;
			const project = this.projects.of(file);
			const fn = fact.decorates?.fn;
			read(
				fact.call,
				{ file, block },
				project.evaluator,
				project,
				fn === undefined ? undefined : { file, block, fn },
			);
		}
	}
}

const TESTS: ReadonlySet<string> = new Set(["test", "mock", "story"]);

function isNothing(value: Value): boolean {
	return (
		value.v === "scalar" && (value.value === null || value.value === undefined)
	);
}

/** `Mount` drops the slash at the end of its path. */
function trimSlash(prefix: string): string {
	return prefix.replace(/\/+$/, "");
}
