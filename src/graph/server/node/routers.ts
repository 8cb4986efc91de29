import type { Code } from "../../../facts/code.js";
import type { Expr } from "../../../value/expr.js";
import type { Step, Value } from "../../../value/value.js";
import { booleansOf, textsOf } from "../answers.js";
import { calleeName, foreignName } from "../foreign.js";
import { anyRoute, colonPattern } from "../route-pattern.js";
import { entryOf, type NodeCall } from "./calls.js";
import type { NodeHosts } from "./hosts.js";
import {
	joined,
	type RouterScope,
	RouterScopes,
	scopesOf,
	scopesOfValue,
} from "./scopes.js";
import { handlesWorkerSocket } from "./worker-handlers.js";

/** Plugins that answer sockets of their own, or load routes from folders. */
const OWN_SOCKETS =
	/socket|autoload|mercurius|graphql|trpc|hocuspocus|liveblocks|\bsse\b|@fastify\/(?:http-proxy|reply-from)|next/i;

/** Those that only make the framework's own socket routes possible. */
const ENABLING =
	/^(?:@fastify\/websocket|fastify-websocket|@elysiajs\/websocket)#/;

/**
 * Socket routes of Fastify (`get(path, { websocket: true })`), Hono
 * (`get(path, upgradeWebSocket(…))`), Elysia and uWebSockets.js (`ws(path, …)`),
 * below the prefixes of plugins, sub-apps and groups.
 */
export function readRouters(hosts: NodeHosts): RouterScopes {
	const scopes = new RouterScopes(hosts);
	if (![...hosts.hosts.values()].some((h) => h.stack !== undefined))
		return scopes;
	includeNeighbours(hosts);
	readMounts(hosts, scopes);
	scopes.tellGaps();
	for (const call of hosts.methods("get", "all", "use", "route", "ws", "on"))
		readRoute(hosts, scopes, call);
	return scopes;
}

/** Files that are looked through for routes, at most. */
const MOST_FILES = 400;

/** Routes stand in files that the app's own file imports, directly or not; they need name no server. */
function includeNeighbours(hosts: NodeHosts): void {
	const { program } = hosts.projects.sources;
	const seen = new Set<string>();
	for (const host of hosts.hosts.values())
		if (host.stack !== undefined) seen.add(host.made.site.file);
	for (const file of seen) {
		hosts.include(file);
		for (const code of program.code(file))
			for (const specifier of importedBy(code)) {
				const target = program.resolve(file, specifier);
				if (target.kind === "file" && seen.size < MOST_FILES)
					seen.add(target.file);
			}
	}
	if (seen.size < MOST_FILES) return;
	for (const host of hosts.hosts.values())
		if (host.stack !== undefined)
			host.gaps.push("more files than are searched may declare its routes");
}

/** What a file imports or requires by a literal. */
function importedBy(code: Code): readonly string[] {
	return [
		...code.imports.flatMap((i) => (i.typeOnly ? [] : [i.from])),
		...code.calls.flatMap(({ call: { callee, args } }) =>
			callee.k === "global" &&
			callee.name === "require" &&
			args[0]?.k === "text"
				? [args[0].value]
				: [],
		),
	];
}

function readMounts(hosts: NodeHosts, scopes: RouterScopes): void {
	for (const call of hosts.methods(
		"register",
		"route",
		"group",
		"use",
		"mount",
	)) {
		const { made, evaluator } = call;
		const { callee, args } = made.call;
		if (callee.k !== "member" || args.length === 0) continue;
		const [first, second] = args;
		const parents = scopesOf(callee.of, made.scope, evaluator);
		if (parents.length === 0 || !first) continue;
		const plugin = callee.name === "register" || args.length === 1;
		const child = plugin ? first : second;
		if (!child || (callee.name === "use" && !plugin)) continue;
		const prefix = plugin
			? prefixOf(call, callee.name === "register" ? second : undefined)
			: textsOf(evaluator, { expr: first, scope: made.scope }).known[0]?.value;
		for (const { value } of evaluator.evaluate(child, made.scope))
			for (const parent of parents)
				mountOne(scopes, call, parent, value, prefix);
	}
}

function mountOne(
	scopes: RouterScopes,
	call: NodeCall,
	parent: RouterScope,
	given: Value,
	prefix: string | undefined,
): void {
	const { made, evaluator } = call;
	const gap = (reason: string) => scopes.leaveOpen(parent, reason);
	const name =
		given.v === "made"
			? foreignName(given.by)
			: given.v === "external"
				? foreignName(given.name)
				: "";
	if (name === "fastify-plugin#") {
		// It runs in the scope of its parent: the prefix does not hold (fastify-plugin's `skip-override`).
		const inner = given.v === "made" ? given.made : undefined;
		const [wrapped] = inner?.call.args ?? [];
		for (const { value } of inner && wrapped
			? evaluator.evaluate(wrapped, inner.scope)
			: [])
			mountOne(scopes, call, parent, value, "");
		return;
	}
	if (given.v === "object" || given.v === "scalar" || given.v === "text")
		return;
	const value =
		given.v === "module"
			? (evaluator.property(given, "default", made.site)[0]?.value ?? given)
			: given;
	const children = scopesOfValue(value, evaluator);
	if (children.length === 0) {
		if (ENABLING.test(name)) return;
		// Read with Socket.IO's own servers, where the app itself registers it.
		if (name === "fastify-socket.io#" && scopes.hosts.hosts.has(parent.id))
			return;
		if (name === "" || OWN_SOCKETS.test(name))
			gap(
				`what ${calleeName(made.call)}() adds in ${made.site.file} is not followed`,
			);
		return;
	}
	if (prefix === undefined) gap("the prefix of a plugin is not known");
	const step: Step = {
		at: made.site,
		label: `mounted${prefix ? ` under ${prefix}` : ""}`,
	};
	for (const child of children)
		if (child.id !== parent.id)
			scopes.mount(child.id, parent, prefix ?? "", step);
}

/** `{ prefix: "/api" }` of `register`; "" without one, undefined when it is not known. */
function prefixOf(
	{ evaluator, made }: NodeCall,
	options: Expr | undefined,
): string | undefined {
	if (!options) return "";
	const value = evaluator.single({ expr: options, scope: made.scope });
	if (value?.v !== "object") return undefined;
	const prefix = entryOf(evaluator, value, "prefix");
	if (!prefix) return value.complete ? "" : undefined;
	const { known, open } = textsOf(evaluator, prefix);
	return open === undefined && known.length === 1 ? known[0]?.value : undefined;
}

function readRoute(
	hosts: NodeHosts,
	scopes: RouterScopes,
	call: NodeCall,
): void {
	const { made, evaluator } = call;
	const { callee } = made.call;
	if (callee.k !== "member") return;
	const path = socketPath(hosts, call);
	if (path === undefined) return;
	for (const scope of scopesOf(callee.of, made.scope, evaluator)) {
		const ends = scopes.ends(scope);
		const stray = ends.length === 0 ? hosts.hosts.values() : [];
		for (const host of stray)
			if (host.project === call.project && host.stack !== undefined)
				host.gaps.push(
					`nothing that is known registers the socket route of ${made.site.file}`,
				);
		for (const { host, prefix, via } of ends) {
			if (host.stack === undefined) continue;
			if (path === "unknown") {
				host.gaps.push("the options of a route are not known");
				continue;
			}
			const texts = textsOf(evaluator, path);
			if (texts.open)
				host.gaps.push(
					`the path of a socket route is not known (${texts.open})`,
				);
			for (const { value, at } of texts.known) {
				const full = joined(prefix, value);
				const matches = colonPattern(full);
				const root =
					value === "/" && prefix !== "" ? colonPattern(`${prefix}/`) : matches;
				host.routes.push({
					...anyRoute(at),
					path: full,
					via,
					matches: (asked) => matches(asked) || root(asked),
				});
			}
		}
	}
}

/** The path argument of a call that declares a socket route; undefined when it declares none. */
function socketPath(
	hosts: NodeHosts,
	call: NodeCall,
): Parameters<typeof textsOf>[1] | "unknown" | undefined {
	const { made, evaluator } = call;
	const { callee, args } = made.call;
	const [first, second] = args;
	if (callee.k !== "member" || !first) return undefined;
	const at = { expr: first, scope: made.scope };
	if (callee.name === "ws") return at;
	if (
		args.some(isUpgrade) ||
		(/^(?:get|all|on)$/.test(callee.name) && handlesWorkerSocket(hosts, call))
	)
		return callee.name === "on" && second
			? { expr: second, scope: made.scope }
			: at;
	if (callee.name === "route" && args.length === 1) {
		const value = evaluator.single(at);
		if (value?.v !== "object") return undefined;
		const sockets =
			isSocketOptions(call, value) || value.entries.has("wsHandler");
		return sockets
			? (entryOf(evaluator, value, "url") ?? "unknown")
			: undefined;
	}
	if (callee.name !== "get" || args.length < 3 || !second) return undefined;
	const values = evaluator.evaluate(second, made.scope).map((a) => a.value);
	return values.some((v) => isSocketOptions(call, v)) ? at : undefined;
}

function isSocketOptions({ evaluator }: NodeCall, options: Value): boolean {
	const entry = entryOf(evaluator, options, "websocket");
	return (
		entry !== undefined &&
		booleansOf(evaluator, entry).known.some((k) => k.value)
	);
}

/** `upgradeWebSocket(…)` of Hono, however it was made. */
function isUpgrade(expr: Expr): boolean {
	return expr.k === "call" && calleeName(expr) === "upgradeWebSocket";
}
