import type { Place } from "../../../facts/place.js";
import type { Evaluator } from "../../../value/evaluator.js";
import type { Alternative, Made, Thunk, Value } from "../../../value/value.js";
import { type Answers, reasonOf, textsOf } from "../answers.js";
import { argument, calleeName, identity, pythonName } from "../foreign.js";
import type { Projects } from "../project.js";
import type { AsgiNode, Prefixes } from "./asgi-node.js";
import { type FunctionRef, functionOf } from "./required-query.js";

const HOLDERS: Readonly<Record<string, Pick<AsgiNode, "kind" | "role">>> = {
	"fastapi#FastAPI": { kind: "fastapi", role: "app" },
	"fastapi#APIRouter": { kind: "fastapi", role: "router" },
	"starlette#Starlette": { kind: "starlette", role: "app" },
	"starlette#Router": { kind: "starlette", role: "router" },
};

/** Mountable things from outside that answer HTTP only (F17 is another matter). */
const HTTP_ONLY =
	/^(?:\w+#StaticFiles|prometheus_client#|starlette_exporter#|a2wsgi#|starlette#WSGIMiddleware|fastapi#WSGIMiddleware|fastapi_users|fastmcp#|mcp#|sqladmin#|fastapi_mcp#)/;

/** The apps and routers met so far, each once, by the place it is created at. */
export class AsgiNodes {
	readonly nodes = new Map<string, AsgiNode>();

	constructor(readonly projects: Projects) {}

	/** The app or router that a value is: made here, of a derived class, or wrapped in ASGI middleware. */
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
		if (!path && made.call.openEnded)
			node.gaps.push("the options of Socket.IO are computed at run time");
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
		const node: AsgiNode = {
			id,
			kind: holder.kind,
			role: holder.role,
			made,
			prefix: once(() =>
				prefixesOf(
					prefix && textsOf(evaluator, prefix),
					made.site,
					"a router's prefix",
				),
			),
			routes: [],
			children: [],
			engines: [],
			gaps: [],
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
			this.addRoutes(
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
					this.attach(node, mounted, path, evaluator, entry.made);
		} else if (/#Host$/.test(name))
			node.gaps.push("routes by host are not followed");
	}

	/** Puts an included router or a mounted app below `parent`; what it is not known to be is a gap. */
	attach(
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
		const site = made?.site ?? node.made.site;
		parent.children.push({
			node,
			prefix: once(() => {
				const { known, ...gap } = prefixesOf(
					prefix && textsOf(evaluator, prefix, child),
					site,
					"a prefix",
				);
				return {
					...gap,
					known: known.map((text) => ({ ...text, value: shape(text.value) })),
				};
			}),
		});
	}

	/** Adds socket routes to a node, one for each path the argument may be. */
	addRoutes(
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
}

/** `Mount` drops the slash at the end of its path. */
export function trimSlash(prefix: string): string {
	return prefix.replace(/\/+$/, "");
}

/** No argument is no prefix; several alternatives with one value are one. */
function prefixesOf(
	answers: Answers<string> | undefined,
	site: Place,
	what: string,
): Prefixes {
	if (!answers) return { known: [{ value: "", at: site, steps: [] }] };
	const known = answers.known.filter(
		(text, i) => answers.known.findIndex((t) => t.value === text.value) === i,
	);
	return answers.open === undefined
		? { known }
		: { known, gap: `${what} is not known (${answers.open})` };
}

function once<T>(make: () => T): () => T {
	let made: { readonly value: T } | undefined;
	return () => {
		made ??= { value: make() };
		return made.value;
	};
}
