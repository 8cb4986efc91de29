import type { Made, Thunk, Value } from "../../../value/value.js";
import type { OriginList, Route, Server, SocketIoEngine } from "../../graph.js";
import { type Answers, agree, numbersOf } from "../answers.js";
import { buildContext, type ServiceRef } from "../commands.js";
import { foreignName, identity } from "../foreign.js";
import { launches } from "../launch.js";
import type { Opening } from "../listens.js";
import { within } from "../paths.js";
import type { Project, Projects } from "../project.js";
import {
	callsOf,
	entryOf,
	type NodeCall,
	nodeCalls,
	optionsOf,
} from "./calls.js";
import { frameworkOf, isChained } from "./frameworks.js";
import { appsIn, isHandlerApp, kindOfApp } from "./handler-apps.js";

/** One HTTP server of a Node process, or a socket server that listens by itself. */
export interface NodeHost {
	readonly id: string;
	readonly made: Made;
	readonly project: Project;
	/** Undefined where it depends. */
	tls: boolean | undefined;
	/** What was found on it: `express`, `ws`, `socket.io`, `express-ws`. */
	readonly kinds: Set<Server["kind"]>;
	readonly routes: Route[];
	readonly openings: Opening[];
	readonly gaps: string[];
	/** Why its ports are not all known, besides what `openings` say. */
	readonly portGaps: string[];
	readonly origins: ((server: Server) => OriginList)[];
	readonly engines: SocketIoEngine[];
	/** Files of the pages that it sends itself. */
	readonly pages: string[];
	/** The framework it is made by, where it is none of `kinds`: `Fastify`. */
	readonly stack?: string;
}

/** What one chained call counts of the depth that wrappers may have: chains are long. */
const CHAIN = 0.1;

/** Express apps and HTTP servers of the repository's Node code, and how they belong together. */
export class NodeHosts {
	readonly hosts = new Map<string, NodeHost>();
	/** Express app → the host that `createServer(app)` gives it. */
	readonly #hostOfApp = new Map<string, string>();
	readonly #calls: NodeCall[];
	readonly #files = new Set<string>();

	constructor(readonly projects: Projects) {
		this.#calls = [...nodeCalls(projects)];
		for (const call of this.#calls) this.#files.add(call.site.file);
		for (const call of this.calls) this.#readServer(call);
		for (const call of this.calls) this.#readListen(call);
	}

	/** The calls of server code; grows while it is gone through (`include`). */
	get calls(): readonly NodeCall[] {
		return this.#calls;
	}

	/** Takes the calls of one more file in: routes are declared in files that name no server. */
	include(file: string): void {
		if (this.#files.has(file)) return;
		this.#files.add(file);
		this.#calls.push(...callsOf(this.projects, file));
	}

	/** Calls whose callee is the given external (`ws#WebSocketServer`). */
	*made(name: RegExp): Generator<NodeCall> {
		for (const call of this.calls)
			if (call.externals.some((external) => name.test(external))) yield call;
	}

	/** Calls of a method. */
	*methods(...names: readonly string[]): Generator<NodeCall> {
		for (const call of this.calls) {
			const { callee } = call.made.call;
			if (callee.k === "member" && names.includes(callee.name)) yield call;
		}
	}

	/** The host that a value is or belongs to: an HTTP server, an Express app, the result of `listen()`. */
	hostOf(value: Value, depth = 0): NodeHost | undefined {
		if (depth > 5) return undefined;
		if (value.v === "property") return this.hostOf(value.of, depth + 1);
		if (value.v !== "made") return undefined;
		const name = foreignName(value.by);
		if (isHttpServer(name))
			return this.#host(value.made, /^https#|^http2#/.test(name));
		if (isHandlerApp(name)) {
			const id = identity(value.made);
			const other = this.#hostOfApp.get(id);
			return (
				(other === undefined ? undefined : this.hosts.get(other)) ??
				this.#host(value.made, false, ...kindOfApp(name))
			);
		}
		if (name === "@hono/node-server#serve")
			return this.#served(value.made, depth);
		if (name === "express-ws#")
			return this.#first(value.made, value.made.call.args[0], depth);
		if (
			/\.(?:listen|getHttpServer|on|once|use)$/.test(name) &&
			value.made.call.callee.k === "member"
		)
			return this.#first(value.made, value.made.call.callee.of, depth);
		if (/@nestjs\/core#NestFactory\.create$/.test(name))
			return this.#host(value.made, false);
		const stack = frameworkOf(name);
		if (stack)
			return this.#host(value.made, /#SSLApp$/.test(name), undefined, stack);
		if (isChained(name) && value.made.call.callee.k === "member")
			return this.#first(value.made, value.made.call.callee.of, depth + CHAIN);
		return undefined;
	}

	/** A host of its own for a socket server that listens by itself; `stack` names what runs it. */
	ownHost(made: Made, stack?: string): NodeHost {
		return this.#host(made, false, undefined, stack);
	}

	/** HTTP servers of a project that listen somewhere. */
	listeningIn(project: Project): readonly NodeHost[] {
		return [...this.hosts.values()].filter(
			(h) => h.project === project && h.openings.length > 0,
		);
	}

	/** Adds the port of `listen(…)` or of a `port` option, here and in the compose services that run it. */
	open(host: NodeHost, port: Thunk | Value, made: Made): void {
		const { project } = host;
		const opening = (
			ports: Answers<number>,
			service?: ServiceRef,
		): Opening => ({
			at: made.site,
			ports,
			tls: host.tls,
			strength: "strong",
			platform: false,
			...(service && { service }),
		});
		host.openings.push(opening(numbersOf(project.evaluator, port)));
		for (const service of servicesOf(this.projects, project))
			host.openings.push(
				opening(numbersOf(project.inService(service), port), service),
			);
	}

	#readServer(call: NodeCall): void {
		for (const name of call.externals) {
			if (isHandlerApp(name))
				this.hostOf({ v: "made", by: name, made: call.made });
			if (frameworkOf(name))
				this.hostOf({ v: "made", by: name, made: call.made });
			if (!isHttpServer(name)) continue;
			const host = this.#host(call.made, /^https#|^http2#/.test(name));
			for (const arg of call.made.call.args)
				for (const { by, made } of appsIn(call.evaluator, arg, call.made)) {
					const app = identity(made);
					this.#hostOfApp.set(app, host.id);
					this.hosts.delete(app);
					for (const kind of kindOfApp(by)) host.kinds.add(kind);
				}
		}
	}

	#readListen({ made, evaluator }: NodeCall): void {
		const { callee, args } = made.call;
		if (callee.k !== "member" || callee.name !== "listen") return;
		const [first] = args;
		const receivers = evaluator.evaluate(callee.of, made.scope);
		const hosts = receivers.flatMap((r) => this.hostOf(r.value) ?? []);
		// A server made with TLS in one branch and without in the other speaks either.
		if (new Set(hosts.map((h) => h.tls)).size > 1)
			for (const host of hosts) host.tls = undefined;
		for (const receiver of receivers) {
			const host = this.hostOf(receiver.value);
			if (!host) continue;
			if (!first) {
				host.portGaps.push("it listens on a port that is not stated");
				continue;
			}
			const [, second] = args;
			if (host.stack === "uWebSockets.js" && second && second.k !== "fn") {
				// `listen(host, port, callback)`; with a socket path or a callback it is `listen(port, …)`.
				const ports = numbersOf(evaluator, { expr: second, scope: made.scope });
				if (ports.known.length > 0) {
					this.open(host, { expr: second, scope: made.scope }, made);
					continue;
				}
			}
			for (const given of evaluator.evaluate(first, made.scope)) {
				if (!agree(receiver, given)) continue;
				if (given.value.v === "object") {
					const port = given.value.entries.get("port")?.value;
					if (port) this.open(host, port, made);
				} else if (given.value.v !== "function") {
					this.open(host, { expr: first, scope: made.scope }, made);
					break;
				}
			}
		}
	}

	/** The app behind the HTTP server that `serve(app)` or `serve({ fetch: app.fetch })` returns. */
	#served(made: Made, depth: number): NodeHost | undefined {
		const { evaluator } = this.projects.of(made.scope.file);
		for (const options of optionsOf(evaluator, made, 0).objects) {
			const fetch = entryOf(evaluator, options, "fetch");
			for (const { value } of fetch ? evaluator.force(fetch) : []) {
				const host = this.hostOf(value, depth + 1);
				if (host) return host;
			}
		}
		return this.#first(made, made.call.args[0], depth);
	}

	#first(
		made: Made,
		expr: Made["call"]["args"][number] | undefined,
		depth: number,
	): NodeHost | undefined {
		if (!expr) return undefined;
		const { evaluator } = this.projects.of(made.scope.file);
		for (const { value } of evaluator.evaluate(expr, made.scope)) {
			const host = this.hostOf(value, depth + 1);
			if (host) return host;
		}
		return undefined;
	}

	#host(
		made: Made,
		tls: boolean,
		kind?: Server["kind"],
		stack?: string,
	): NodeHost {
		const id = identity(made);
		const known = this.hosts.get(id);
		if (known) return known;
		const host: NodeHost = {
			id,
			made,
			project: this.projects.of(made.scope.file),
			tls,
			kinds: new Set(kind ? [kind] : []),
			routes: [],
			openings: [],
			gaps: [],
			portGaps: [],
			origins: [],
			engines: [],
			pages: [],
			...(stack !== undefined && { stack }),
		};
		this.hosts.set(id, host);
		return host;
	}
}

function isHttpServer(name: string): boolean {
	return /^https?#(?:createServer|Server)$|^http2#create(?:Secure)?Server$/.test(
		name,
	);
}

/** Compose services that run a Node project: built from its folder, or starting a file of it. */
export function servicesOf(
	projects: Projects,
	project: Project,
): readonly ServiceRef[] {
	const found = new Map<string, ServiceRef>();
	for (const [path, fact] of projects.sources.facts)
		if (fact.kind === "compose")
			for (const service of fact.services) {
				const ref = { file: path, service };
				if (buildContext(ref) === project.root)
					found.set(`${path}#${service.name}`, ref);
			}
	for (const { line, folders, target } of launches(projects.sources))
		if (
			line.service &&
			target.kind === "file" &&
			!target.path.endsWith(".py") &&
			folders.some((f) => f !== "" && within(f, project.root))
		)
			found.set(
				`${line.service.file}#${line.service.service.name}`,
				line.service,
			);
	return [...found.values()];
}
