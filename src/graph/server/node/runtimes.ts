import type { Thunk, Value } from "../../../value/value.js";
import { identity } from "../foreign.js";
import type { Opening } from "../listens.js";
import { colonPattern, socketRoute } from "../route-pattern.js";
import { entryOf, type NodeCall, optionsOf } from "./calls.js";
import { DENO_SERVE } from "./frameworks.js";
import type { NodeHost, NodeHosts } from "./hosts.js";
import { callsInside, type FunctionValue, type InnerCall } from "./inside.js";
import type { RouterScopes } from "./scopes.js";
import { guardedPaths } from "./upgrade-guard.js";
import { isWorker, openWorker } from "./wrangler.js";

/** Ports that `serve` listens on when none is given. */
const BUN_PORT = 3000;
const DENO_PORT = 8000;
const NODE_SERVER_PORT = 3000;

/** `Bun.serve`, `Deno.serve`, `serve()` of @hono/node-server, and apps that a module exports to be served. */
export function readRuntimes(hosts: NodeHosts, scopes: RouterScopes): void {
	for (const call of hosts.made(/^(?:global#Bun\.serve|bun#serve)$/))
		readBun(hosts, call);
	for (const call of hosts.made(DENO_SERVE)) readDeno(hosts, call);
	for (const call of hosts.made(/^@hono\/node-server#serve$/)) {
		const [given] = call.made.call.args;
		const whole = given && { expr: given, scope: call.made.scope };
		const served = servedApp(hosts, call, whole);
		if (served) open(hosts, served, call, undefined, NODE_SERVER_PORT);
		const { objects } = optionsOf(call.evaluator, call.made, 0);
		for (const object of objects) {
			const app = servedApp(
				hosts,
				call,
				entryOf(call.evaluator, object, "fetch"),
			);
			if (app) open(hosts, app, call, object, NODE_SERVER_PORT);
		}
	}
	readExports(hosts, scopes);
}

/** `Bun.serve({ port, fetch(req, server) { … server.upgrade(req) … }, websocket })`. */
function readBun(hosts: NodeHosts, call: NodeCall): void {
	const own = hosts.ownHost(call.made);
	const { objects, open: unknown } = optionsOf(call.evaluator, call.made, 0);
	if (unknown)
		own.gaps.push(`the options of Bun.serve() are not known (${unknown})`);
	for (const object of objects) {
		const fetch = entryOf(call.evaluator, object, "fetch");
		const app = servedApp(hosts, call, fetch);
		const host = app ?? own;
		open(hosts, host, call, object, BUN_PORT);
		if (app || !entryOf(call.evaluator, object, "websocket")) continue;
		let upgrades = readRouteTable(hosts, call, object, own);
		for (const handler of functionsOf(call, fetch))
			upgrades += readUpgrades(hosts, call, own, handler, "upgrade");
		if (upgrades === 0)
			own.gaps.push("no server.upgrade() of its Bun.serve() is found");
	}
	if (
		own.openings.length === 0 &&
		own.routes.length === 0 &&
		own.gaps.length === 0
	)
		hosts.hosts.delete(own.id);
}

/** `routes: { "/ws/:room": (req, server) => server.upgrade(req) }`. */
function readRouteTable(
	hosts: NodeHosts,
	call: NodeCall,
	options: Value,
	host: NodeHost,
): number {
	const table = entryOf(call.evaluator, options, "routes");
	let found = 0;
	for (const { value } of table ? call.evaluator.force(table) : []) {
		if (value.v !== "object" || !value.complete)
			host.gaps.push("its table of routes is not wholly known");
		if (value.v !== "object") continue;
		for (const [path, entry] of value.entries)
			for (const handler of functionsOf(call, entry.value)) {
				if (upgradesIn(hosts, handler, "upgrade").length === 0) continue;
				found++;
				host.routes.push(socketRoute(path, entry.keyAt, colonPattern(path)));
			}
	}
	return found;
}

/** `Deno.serve({ port }, handler)` whose code calls `Deno.upgradeWebSocket(req)`. */
function readDeno(hosts: NodeHosts, call: NodeCall): void {
	const own = hosts.ownHost(call.made);
	const values = call.made.call.args.flatMap((expr) =>
		call.evaluator.evaluate(expr, call.made.scope).map((a) => a.value),
	);
	const options = values.find((v) => v.v === "object");
	const handler = options && entryOf(call.evaluator, options, "handler");
	const handlers = [...values, ...forced(call, handler)];
	const app = handlers.flatMap((v) => appOf(hosts, v) ?? [])[0];
	open(hosts, app ?? own, call, options, DENO_PORT);
	if (app) {
		hosts.hosts.delete(own.id);
		return;
	}
	let upgrades = 0;
	for (const value of handlers)
		if (value.v === "function")
			upgrades += readUpgrades(hosts, call, own, value, "upgradeWebSocket");
	if (upgrades === 0)
		own.gaps.push("no Deno.upgradeWebSocket() of its handler is found");
}

/** A Hono app that a module exports: alone, or as `{ port, fetch: app.fetch }` for Bun. */
function readExports(hosts: NodeHosts, scopes: RouterScopes): void {
	for (const host of [...hosts.hosts.values()]) {
		if (host.stack !== "Hono" || host.openings.length > 0) continue;
		if (scopes.isMounted(host.id)) continue;
		const { file, block } = host.made.scope;
		const code = hosts.projects.sources.program.code(file)[block];
		const exported = code?.exports.default;
		if (!exported) continue;
		for (const { value } of host.project.evaluator.evaluate(exported, {
			file,
			block,
		})) {
			if (hosts.hostOf(value) === host) {
				if (isWorker(hosts, file)) openWorker(hosts, host, file);
				else host.portGaps.push("who serves the app it exports is not known");
			}
			if (value.v !== "object") continue;
			const fetch = entryOf(host.project.evaluator, value, "fetch");
			const call = hosts.calls.find((c) => identity(c.made) === host.id);
			if (call && servedApp(hosts, call, fetch) === host)
				open(hosts, host, call, value, BUN_PORT);
		}
	}
}

/** The app whose `fetch` is served. */
function servedApp(
	hosts: NodeHosts,
	call: NodeCall,
	fetch: Thunk | Value | undefined,
): NodeHost | undefined {
	return forced(call, fetch).flatMap((v) => appOf(hosts, v) ?? [])[0];
}

function appOf(hosts: NodeHosts, value: Value): NodeHost | undefined {
	if (value.v !== "made" && value.v !== "property") return undefined;
	const host = hosts.hostOf(value);
	return host?.stack === "Hono" || host?.stack === "Elysia" ? host : undefined;
}

function open(
	hosts: NodeHosts,
	host: NodeHost,
	call: NodeCall,
	options: Value | undefined,
	standard: number,
): void {
	const port = options && entryOf(call.evaluator, options, "port");
	if (port) hosts.open(host, port, call.made);
	else host.openings.push(standardOpening(call, standard));
}

function standardOpening({ made }: NodeCall, port: number): Opening {
	return {
		at: made.site,
		ports: {
			known: [{ value: port, at: made.site, steps: [] }],
			overridable: "PORT",
		},
		tls: false,
		strength: "strong",
		platform: false,
	};
}

function forced(
	call: NodeCall,
	asked: Thunk | Value | undefined,
): readonly Value[] {
	return asked ? call.evaluator.force(asked).map((a) => a.value) : [];
}

function functionsOf(
	call: NodeCall,
	asked: Thunk | Value | undefined,
): readonly FunctionValue[] {
	return forced(call, asked).filter((v) => v.v === "function");
}

/** Adds the paths under whose tests a handler upgrades; how many upgrades it has. */
function readUpgrades(
	hosts: NodeHosts,
	call: NodeCall,
	host: NodeHost,
	handler: FunctionValue,
	method: string,
): number {
	const found = upgradesIn(hosts, handler, method);
	for (const { fact, code } of found) {
		const { routes, open: unknown } = guardedPaths(
			fact.guard,
			code,
			{ file: handler.file, block: handler.block },
			call.evaluator,
			{ file: handler.file, span: fact.call.at },
		);
		host.routes.push(...routes);
		if (unknown) host.gaps.push(unknown);
	}
	return found.length;
}

function upgradesIn(
	hosts: NodeHosts,
	handler: FunctionValue,
	method: string,
): readonly InnerCall[] {
	return callsInside(hosts, handler).filter(
		({ fact: { call } }) =>
			call.callee.k === "member" && call.callee.name === method,
	);
}
