import { posix } from "node:path";
import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import type { OriginList, Route, Server } from "../../graph.js";
import { booleansOf, isGiven, numbersOf, textsOf } from "../answers.js";
import { argument, identity, pythonName } from "../foreign.js";
import { launches } from "../launch.js";
import { listensOf, type Opening } from "../listens.js";
import { anyRoute } from "../node/upgrade-guard.js";
import { defaultOrigins, readOrigins } from "../origin-entries.js";
import { within } from "../paths.js";
import { type Project, type Projects, serverCode } from "../project.js";
import { rolesOf } from "../roles.js";
import { enginePath, exactPath, starlettePattern } from "../route-pattern.js";
import { engineOriginList } from "./engine-cors.js";
import { type FunctionRef, functionOf } from "./required-query.js";
import { moduleAttribute, moduleCandidates } from "./target.js";

/** A Flask, aiohttp or `websockets` server while it is read. */
interface Host {
	readonly made: Made;
	readonly project: Project;
	readonly title: string;
	readonly kind: Server["kind"];
	readonly missSymptom: string;
	readonly routes: Route[];
	readonly openings: Opening[];
	readonly gaps: string[];
	readonly origins: ((server: Server) => OriginList)[];
}

/** Servers of Flask (Flask-SocketIO, Flask-Sock), aiohttp and the `websockets` package. */
export function otherPythonServers(projects: Projects): readonly Server[] {
	const reading = new Reading(projects);
	const packages = importedPackages(projects);
	if (packages.has("flask") || packages.has("aiohttp")) {
		reading.apps();
		if (packages.has("flask_socketio")) reading.flaskSocketIo();
		if (packages.has("flask_sock")) reading.flaskSock();
		if (packages.has("flask_cors")) reading.flaskCors();
		if (packages.has("aiohttp")) reading.aiohttpRoutes();
		reading.starts();
	}
	if (packages.has("websockets")) reading.websocketsServe();
	const roles = rolesOf(projects.sources);
	return [...reading.hosts.values()].map((host) =>
		serverOf(host, roles.get(host.made.site.file) ?? "app"),
	);
}

/** Top packages that the repository's Python code imports. */
export function importedPackages(projects: Projects): ReadonlySet<string> {
	return new Set(
		serverCode(projects.sources, "python").flatMap(({ code }) =>
			code.imports.map((i) => i.from.split(".")[0] ?? ""),
		),
	);
}

class Reading {
	readonly hosts = new Map<string, Host>();
	readonly #roles: ReadonlyMap<string, string>;

	constructor(readonly projects: Projects) {
		this.#roles = rolesOf(projects.sources);
	}

	apps(): void {
		for (const name of ["Flask", "Application"])
			this.#each(name, (made, evaluator) => {
				for (const { value } of evaluator.evaluate(made.call, made.scope))
					this.#hostOf(value);
			});
	}

	/** `SocketIO(app, cors_allowed_origins=…)`, `socketio.init_app(app)`, `socketio.run(app, port=…)`. */
	flaskSocketIo(): void {
		const add = (made: Made, evaluator: Evaluator, app: Thunk | undefined) => {
			const host = app && this.#first(evaluator, app);
			if (!host) return;
			const path = argument(made, -1, "path");
			const texts = path ? textsOf(evaluator, path) : undefined;
			for (const { value, at } of texts?.known ?? [
				{ value: "/socket.io", at: made.site },
			])
				host.routes.push({
					path: `/${value.replace(/^\/+|\/+$/g, "")}`,
					at,
					via: [],
					protocol: "socket.io",
					matches: enginePath(value),
					requiredQuery: [],
				});
			const list = engineOriginList(this.projects, made, "flask");
			if (list) host.origins.push(list);
		};
		this.#each("SocketIO", (made, evaluator) => {
			for (const { value } of evaluator.evaluate(made.call, made.scope))
				if (
					value.v === "made" &&
					pythonName(value.by) === "flask_socketio#SocketIO"
				)
					add(value.made, evaluator, argument(made, 0, "app"));
		});
		this.#each("init_app", (made, evaluator) => {
			if (this.#receiver(made, evaluator, /^flask_socketio#SocketIO$/))
				add(made, evaluator, argument(made, 0, "app"));
		});
	}

	/** `@sock.route("/ws")` of Flask-Sock. */
	flaskSock(): void {
		this.#each("route", (made, evaluator, project) => {
			const sock = this.#receiver(made, evaluator, /^flask_sock#Sock$/);
			const path = argument(made, 0, "path");
			if (!sock || !path) return;
			const app = argument(sock, 0, "app");
			const host =
				(app && this.#first(evaluator, app)) ?? this.#onlyHost(project);
			const texts = textsOf(evaluator, path);
			for (const { value, at } of host ? texts.known : [])
				host?.routes.push(
					socket(
						value,
						at,
						starlettePattern(
							value
								.replaceAll("<", "{")
								.replaceAll(">", "}")
								.replace(/\{\w+:(\w+)\}/g, "{$1}"),
						),
					),
				);
			if (texts.open)
				host?.gaps.push(
					`the path of a socket route is not known (${texts.open})`,
				);
		});
	}

	/** `CORS(app, origins=…, supports_credentials=…)` of flask-cors. */
	flaskCors(): void {
		this.#each("CORS", (made, evaluator, project) => {
			const isCors = evaluator
				.evaluate(made.call.callee, made.scope)
				.some(
					(a) =>
						a.value.v === "external" &&
						pythonName(a.value.name) === "flask_cors#CORS",
				);
			const app = argument(made, 0, "app");
			const host = isCors && app ? this.#first(evaluator, app) : undefined;
			if (!host) return;
			const origins =
				argument(made, -1, "origins") ?? this.#resourceOrigins(made, evaluator);
			const credentials = argument(made, -1, "supports_credentials");
			const read = origins
				? readOrigins(project.evaluators, origins)
				: defaultOrigins(["*"], made.site, "string");
			const allowed = credentials
				? booleansOf(evaluator, credentials)
				: undefined;
			host.origins.push((server) => ({
				kind: "http-cors",
				server,
				at:
					origins && "expr" in origins
						? { file: origins.scope.file, span: origins.expr.at }
						: made.site,
				entries: made.call.openEnded
					? {
							...read.entries,
							complete: false,
							reason: "its options are not wholly known",
						}
					: read.entries,
				shape: read.shape,
				credentials: { value: credentials ? allowed?.known[0]?.value : false },
				library: "flask",
				...(read.home && { home: read.home }),
			}));
		});
	}

	/** `resources={r"/api/*": {"origins": […]}}`. */
	#resourceOrigins(
		made: Made,
		evaluator: Evaluator,
	): Thunk | Value | undefined {
		const resources = argument(made, -1, "resources");
		const value = resources && evaluator.single(resources);
		if (value?.v !== "object") return undefined;
		for (const { value: inner } of value.entries.values()) {
			const options = evaluator.single(inner);
			const origins =
				options?.v === "object"
					? options.entries.get("origins")?.value
					: undefined;
			if (origins) return origins;
		}
		return undefined;
	}

	/** GET routes of aiohttp whose handler makes a `WebSocketResponse`. */
	aiohttpRoutes(): void {
		const add = (made: Made, evaluator: Evaluator, host: Host | undefined) => {
			const path = argument(made, 0, "path");
			const handler = argument(made, 1, "handler");
			if (!host || !path || !handler) return;
			const functions = evaluator
				.force(handler)
				.flatMap((a) => functionOf(a.value));
			if (
				functions.length > 0 &&
				!functions.some((f) => this.#answersSockets(f))
			)
				return;
			const texts = textsOf(evaluator, path);
			if (functions.length === 0 || texts.open)
				host.gaps.push("a handler of its routes is not followed");
			else
				for (const { value, at } of texts.known)
					host.routes.push(socket(value, at, starlettePattern(value)));
		};
		this.#each("add_get", (made, evaluator) => {
			const { callee } = made.call;
			const router =
				callee.k === "member" && callee.of.k === "member"
					? callee.of.of
					: undefined;
			const app = router && { expr: router, scope: made.scope };
			add(made, evaluator, app && this.#first(evaluator, app));
		});
		this.#each("get", (made, evaluator, project) => {
			const { callee } = made.call;
			const isAiohttp =
				callee.k === "member" &&
				callee.of.k === "import" &&
				callee.of.from === "aiohttp" &&
				callee.of.name === "web";
			if (isAiohttp && made.call.args.length > 1)
				add(made, evaluator, this.#onlyHost(project));
		});
	}

	/** `app.run(port=…)`, `socketio.run(app, port=…)`, `web.run_app(app, port=…)`, `flask run`, gunicorn. */
	starts(): void {
		const open = (
			host: Host | undefined,
			made: Made,
			evaluator: Evaluator,
			port: Thunk | undefined,
			standard: number,
		) => {
			host?.openings.push({
				at: made.site,
				ports: port
					? numbersOf(evaluator, port)
					: { known: [{ value: standard, at: made.site, steps: [] }] },
				tls: isGiven(evaluator, argument(made, -1, "ssl_context")),
				strength: "strong",
				platform: false,
			});
		};
		this.#each("run", (made, evaluator) => {
			if (this.#receiver(made, evaluator, /^flask_socketio#SocketIO$/)) {
				const app = argument(made, 0, "app");
				open(
					app && this.#first(evaluator, app),
					made,
					evaluator,
					argument(made, -1, "port"),
					5000,
				);
			} else {
				const flask = this.#receiver(made, evaluator, /^flask#Flask$/);
				if (flask)
					open(
						this.hosts.get(identity(flask)),
						made,
						evaluator,
						argument(made, 1, "port"),
						5000,
					);
			}
		});
		this.#each("run_app", (made, evaluator) => {
			const app = argument(made, 0, "app");
			open(
				app && this.#first(evaluator, app),
				made,
				evaluator,
				argument(made, -1, "port"),
				8080,
			);
		});
		for (const launch of launches(this.projects.sources)) {
			if (
				launch.target.kind !== "module" ||
				!["gunicorn", "flask"].includes(launch.program)
			)
				continue;
			const [module = "", attribute = "app"] = launch.target.name.split(":");
			for (const file of moduleCandidates(
				this.projects,
				module,
				launch.folders,
			))
				for (const value of moduleAttribute(this.projects, file, attribute)) {
					const host =
						value.v === "made"
							? this.hosts.get(identity(value.made))
							: undefined;
					host?.openings.push({
						at: launch.line.at,
						ports:
							typeof launch.port === "number"
								? {
										known: [
											{ value: launch.port, at: launch.line.at, steps: [] },
										],
									}
								: {
										known: [],
										open: "its command takes the port from the environment",
									},
						tls: launch.tls,
						strength: launch.line.strength,
						platform: launch.line.platform,
						...(launch.line.service && { service: launch.line.service }),
					});
				}
		}
	}

	/** `websockets.serve(handler, host, port)`: every path is accepted. */
	websocketsServe(): void {
		this.#each("serve", (made, evaluator, project) => {
			if (made.call.args.length < 2) return;
			const isServe = evaluator
				.evaluate(made.call.callee, made.scope)
				.some(
					(a) =>
						a.value.v === "external" &&
						pythonName(a.value.name) === "websockets#serve",
				);
			const port = argument(made, 2, "port");
			if (!isServe) return;
			const host = this.#add(made, project, {
				title: "websockets",
				kind: "other",
				missSymptom: "404",
			});
			host.routes.push(anyRoute(made.site));
			host.openings.push({
				at: made.site,
				ports: port
					? numbersOf(evaluator, port)
					: { known: [], open: "its port is not stated" },
				tls: isGiven(evaluator, argument(made, -1, "ssl")),
				strength: "strong",
				platform: false,
			});
		});
	}

	#answersSockets({ file, block, fn }: FunctionRef): boolean {
		const code = this.projects.sources.program.code(file)[block];
		return (
			code?.calls.some(
				(c) =>
					c.fn === fn &&
					c.call.callee.k !== "call" &&
					"name" in c.call.callee &&
					c.call.callee.name === "WebSocketResponse",
			) ?? false
		);
	}

	#hostOf(value: Value): Host | undefined {
		if (value.v !== "made") return undefined;
		const project = this.projects.of(value.made.scope.file);
		switch (pythonName(value.by)) {
			case "flask#Flask":
				return this.#add(value.made, project, {
					title: "Flask",
					kind: "other",
					missSymptom: "404",
				});
			case "aiohttp#Application":
				return this.#add(value.made, project, {
					title: "aiohttp",
					kind: "other",
					missSymptom: "404",
				});
			default:
				return undefined;
		}
	}

	#first(evaluator: Evaluator, asked: Thunk): Host | undefined {
		return evaluator
			.force(asked)
			.flatMap((a) => this.#hostOf(a.value) ?? [])[0];
	}

	#onlyHost(project: Project): Host | undefined {
		const all = [...this.hosts.values()].filter((h) => h.project === project);
		return all.length === 1 ? all[0] : undefined;
	}

	#receiver(made: Made, evaluator: Evaluator, name: RegExp): Made | undefined {
		const { callee } = made.call;
		if (callee.k !== "member") return undefined;
		for (const { value } of evaluator.evaluate(callee.of, made.scope))
			if (value.v === "made" && name.test(pythonName(value.by)))
				return value.made;
		return undefined;
	}

	#add(
		made: Made,
		project: Project,
		what: Pick<Host, "title" | "kind" | "missSymptom">,
	): Host {
		const known = this.hosts.get(identity(made));
		if (known) return known;
		const host: Host = {
			made,
			project,
			...what,
			routes: [],
			openings: [],
			gaps: [],
			origins: [],
		};
		this.hosts.set(identity(made), host);
		return host;
	}

	#each(
		name: string,
		read: (made: Made, evaluator: Evaluator, project: Project) => void,
	): void {
		for (const { file, block, fact } of this.projects.sources.callsNamed(
			name,
		)) {
			if (
				!file.endsWith(".py") ||
				["test", "mock", "story"].includes(this.#roles.get(file) ?? "app")
			)
				continue;
			const project = this.projects.of(file);
			read(
				{
					site: { file, span: fact.call.at },
					call: fact.call,
					scope: { file, block },
				},
				project.evaluator,
				project,
			);
		}
	}
}

function socket(
	path: string,
	at: Route["at"],
	matches: Route["matches"],
): Route {
	return {
		path,
		at,
		via: [],
		protocol: "websocket",
		matches:
			path.includes("{") || path.includes("<") ? matches : exactPath(path),
		requiredQuery: [],
	};
}

function serverOf(host: Host, role: string): Server {
	const { file } = host.made.site;
	const origins: OriginList[] = [];
	const engines = host.routes.some((r) => r.protocol === "socket.io");
	const sockets = host.routes.some((r) => r.protocol === "websocket");
	const [gap] = host.gaps;
	const server: Server = {
		kind: engines ? "python-socketio" : host.kind,
		at: host.made.site,
		title: `${posix.basename(host.project.root) || posix.basename(file, ".py")} (${engines ? "Flask-SocketIO" : host.title})`,
		root: host.project.root,
		routes: {
			items: host.routes,
			complete: gap === undefined,
			...(gap !== undefined && { reason: gap }),
		},
		unmounted: [],
		listens: listensOf(host.openings),
		speaks: engines
			? sockets
				? "both"
				: "socket.io"
			: sockets
				? "websocket"
				: "none",
		matching: "exact",
		missSymptom: host.missSymptom,
		origins,
		scenario: host.openings.some((o) => o.service)
			? ["dev", "preview", "production", "container"]
			: ["dev", "preview", "production"],
		world: host.project.world,
		live:
			role !== "example" && role !== "docs" && within(file, host.project.root),
	};
	for (const list of host.origins) origins.push(list(server));
	return server;
}
