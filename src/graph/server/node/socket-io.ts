import type { Value } from "../../../value/value.js";
import type { OriginList, Server } from "../../graph.js";
import { booleansOf, placeOfAsked, reasonOf, textsOf } from "../answers.js";
import { strangeEntries } from "../cors-options.js";
import { foreignName, identity } from "../foreign.js";
import { defaultOrigins, readOrigins } from "../origin-entries.js";
import type { Project } from "../project.js";
import { enginePath } from "../route-pattern.js";
import { entryOf, type NodeCall, optionsOf, receiversOf } from "./calls.js";
import { nodeEngine } from "./engine.js";
import type { NodeHost, NodeHosts } from "./hosts.js";

/** `new Server(httpServer, { path, cors })` of socket.io, also `new Server(3000)` and `io.attach(server)`. */
export function readSocketIo(hosts: NodeHosts): void {
	readFastifyPlugin(hosts);
	for (const call of hosts.made(/^socket\.io#(?:Server)?$/)) {
		const { evaluator, made } = call;
		const [first] = made.call.args;
		const values = first
			? evaluator.evaluate(first, made.scope).map((a) => a.value)
			: [];
		const host =
			values.flatMap((v) => hosts.hostOf(v) ?? [])[0] ??
			attachedHost(hosts, call) ??
			hosts.ownHost(made);
		host.kinds.add("socket.io");
		const [given] = values;
		if (given && (given.v === "scalar" || given.v === "text") && first)
			hosts.open(host, { expr: first, scope: made.scope }, made);
		else if (host.id === identity(made) && host.openings.length === 0)
			host.portGaps.push(
				`the HTTP server of Socket.IO is not known (${given && given.v !== "object" ? reasonOf(given) : "none is given"})`,
			);
		const index = given?.v === "object" ? 0 : 1;
		readOptions(host, call, index);
		const { objects, open } = optionsOf(evaluator, made, index);
		host.engines.push(
			nodeEngine(
				hosts.projects,
				call,
				objects[0],
				open ?? (objects.length > 1 ? "its options depend" : undefined),
			),
		);
	}
}

/** `app.register(fastifySocketIo, { path, cors })`: Socket.IO on Fastify's own server. */
function readFastifyPlugin(hosts: NodeHosts): void {
	for (const call of hosts.methods("register")) {
		const { evaluator, made } = call;
		const [plugin] = made.call.args;
		const isPlugin =
			plugin !== undefined &&
			evaluator
				.evaluate(plugin, made.scope)
				.some(
					({ value }) =>
						value.v === "external" &&
						foreignName(value.name) === "fastify-socket.io#",
				);
		const host = isPlugin
			? receiversOf(call).flatMap((r) => hosts.hostOf(r) ?? [])[0]
			: undefined;
		if (!host) continue;
		host.kinds.add("socket.io");
		readOptions(host, call, 1);
		const { objects, open } = optionsOf(evaluator, made, 1);
		host.engines.push(nodeEngine(hosts.projects, call, objects[0], open));
	}
}

function readOptions(host: NodeHost, call: NodeCall, index: number): void {
	const { evaluator, made } = call;
	const options = optionsOf(evaluator, made, index);
	if (options.open)
		host.gaps.push(`the options of Socket.IO are not known (${options.open})`);
	const objects: readonly (Value | undefined)[] =
		options.objects.length > 0 ? options.objects : [undefined];
	for (const object of objects) {
		const path = object && entryOf(evaluator, object, "path");
		const texts = path ? textsOf(evaluator, path) : undefined;
		for (const { value, at } of texts?.known ?? [
			{ value: "/socket.io", at: made.site },
		])
			host.routes.push({
				path: value.replace(/\/+$/, "") || "/",
				at,
				via: [],
				protocol: "socket.io",
				matches: enginePath(value),
				requiredQuery: [],
			});
		if (texts?.open)
			host.gaps.push(`the path of Socket.IO is not known (${texts.open})`);
		const cors = object && entryOf(evaluator, object, "cors");
		if (cors)
			for (const { value } of evaluator.force(cors)) {
				const list = corsList(
					call.project,
					value,
					"socket.io-cors",
					"socket.io",
					placeOfAsked(cors) ?? made.site,
				);
				if (list) host.origins.push(list);
			}
	}
}

/** Reads a `{ origin, credentials }` object (or `true`) as an origin list. */
export function corsList(
	project: Project,
	options: Value,
	kind: OriginList["kind"],
	library: OriginList["library"],
	at: OriginList["at"],
): ((server: Server) => OriginList) | undefined {
	if (
		options.v === "scalar" &&
		(options.value === false ||
			options.value === null ||
			options.value === undefined)
	)
		return undefined;
	const { evaluator } = project;
	const origin = entryOf(evaluator, options, "origin");
	const read = origin
		? readOrigins(project, origin)
		: options.v === "object" && options.complete
			? defaultOrigins(library === "socket.io" ? [] : ["*"], at, "string")
			: options.v === "scalar"
				? defaultOrigins(["*"], at, "boolean")
				: {
						entries: { items: [], complete: false, reason: reasonOf(options) },
						shape:
							options.v === "function"
								? ("function" as const)
								: ("list" as const),
					};
	const credentials = entryOf(evaluator, options, "credentials");
	const allowed = credentials ? booleansOf(evaluator, credentials) : undefined;
	const entries =
		options.v === "object" && !options.complete
			? {
					...read.entries,
					complete: false,
					reason: "its options are not wholly known",
				}
			: read.entries;
	return (server) => ({
		kind,
		server,
		at: placeOfAsked(origin) ?? at,
		entries,
		shape: read.shape,
		...(read.regex && { regex: read.regex }),
		credentials: credentials
			? {
					value:
						allowed?.known.length === 1 && !allowed.open
							? allowed.known[0]?.value
							: undefined,
					at: placeOfAsked(credentials) ?? at,
				}
			: {
					value:
						options.v === "object" && !options.complete ? undefined : false,
				},
		library,
		...(options.v === "object" && strangeEntries(options)),
		...(read.home && { home: read.home }),
	});
}

/** `io.attach(server)`, `io.listen(3000)`. */
function attachedHost(
	hosts: NodeHosts,
	{ made }: NodeCall,
): NodeHost | undefined {
	for (const call of hosts.methods("attach", "listen")) {
		if (
			!receiversOf(call).some(
				(r) => r.v === "made" && identity(r.made) === identity(made),
			)
		)
			continue;
		const [first] = call.made.call.args;
		if (!first) continue;
		for (const { value } of call.evaluator.evaluate(first, call.made.scope)) {
			const host = hosts.hostOf(value);
			if (host) return host;
		}
		const own = hosts.ownHost(made);
		hosts.open(own, { expr: first, scope: call.made.scope }, call.made);
		return own;
	}
	return undefined;
}
