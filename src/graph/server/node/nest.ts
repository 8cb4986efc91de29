import type { Value } from "../../../value/value.js";
import type { SocketIoEngine } from "../../graph.js";
import { placeOfAsked, textsOf } from "../answers.js";
import { foreignName } from "../foreign.js";
import type { Projects } from "../project.js";
import { enginePath, exactPath } from "../route-pattern.js";
import { entryOf, type NodeCall, optionsOf, receiversOf } from "./calls.js";
import { gatewayEngine } from "./engine.js";
import type { NodeHost, NodeHosts } from "./hosts.js";
import { isProvided } from "./nest-modules.js";
import { corsList } from "./socket-io.js";

/**
 * NestJS: gateways belong to the application that their project creates. Its
 * adapter decides the protocol: Socket.IO unless `useWebSocketAdapter(new WsAdapter(…))`.
 */
export function readNest(hosts: NodeHosts): void {
	const apps = [...hosts.made(/^@nestjs\/core#NestFactory\.create$/)];
	if (apps.length === 0) return;
	const hostByProject = new Map<string, NodeHost>();
	for (const call of apps) {
		const host = hosts.ownHost(call.made);
		hostByProject.set(call.project.root, host);
		const { objects } = optionsOf(
			call.evaluator,
			call.made,
			call.made.call.args.length - 1,
		);
		for (const object of objects) {
			const cors = entryOf(call.evaluator, object, "cors");
			for (const { value } of cors ? call.evaluator.force(cors) : []) {
				const list = corsList(
					call.project,
					value,
					"http-cors",
					"express-cors",
					placeOfAsked(cors) ?? call.made.site,
				);
				if (list) host.origins.push(list);
			}
		}
	}
	readEnableCors(hosts);
	const starts = new Set(apps.map((call) => call.site.file));
	const gateways = [
		...hosts.made(/^@nestjs\/websockets#WebSocketGateway$/),
	].filter((call) => hostByProject.has(call.project.root));
	const provided = gateways.filter((call) =>
		isProvided(hosts.projects.sources, call, starts),
	);
	// Where no gateway at all is found in the tree, the tree is not understood.
	for (const call of provided.length > 0 ? provided : gateways) {
		const host = hostByProject.get(call.project.root);
		if (host)
			readGateway(hosts, call, host, usesWsAdapter(hosts, call.project.root));
	}
	for (const call of provided.length > 0 ? gateways : [])
		if (!provided.includes(call))
			hostByProject
				.get(call.project.root)
				?.engines.push(leftOut(hosts.projects, call));
}

/** What a gateway in no module would have added. */
function leftOut(projects: Projects, call: NodeCall): SocketIoEngine {
	const { objects, open } = optionsOf(call.evaluator, call.made, 0);
	const engine = gatewayEngine(projects, call, objects[0], open);
	return {
		...engine,
		namespaces: { items: [], complete: true },
		unprovided: engine.namespaces.items.map(({ value }) => ({
			value,
			at: call.made.site,
			steps: [],
		})),
	};
}

function readEnableCors(hosts: NodeHosts): void {
	for (const call of hosts.methods("enableCors")) {
		const host = receiversOf(call).flatMap((r) => hosts.hostOf(r) ?? [])[0];
		if (!host) continue;
		const [options] = call.made.call.args;
		const values: readonly Value[] = options
			? call.evaluator.evaluate(options, call.made.scope).map((a) => a.value)
			: [
					{
						v: "object",
						entries: new Map(),
						complete: true,
						at: call.made.site,
					},
				];
		for (const value of values) {
			const list = corsList(
				call.project,
				value,
				"http-cors",
				"express-cors",
				call.made.site,
			);
			if (list) host.origins.push(list);
		}
	}
}

/** `@WebSocketGateway(port?, { path, namespace, cors })`. */
function readGateway(
	hosts: NodeHosts,
	call: ReturnType<NodeHosts["made"]> extends Generator<infer C> ? C : never,
	appHost: NodeHost,
	plain: boolean,
): void {
	const { evaluator, made } = call;
	const [first] = made.call.args;
	const firstValue = first && evaluator.evaluate(first, made.scope)[0]?.value;
	const ownPort = first && firstValue?.v !== "object" ? first : undefined;
	const host = ownPort ? hosts.ownHost(made) : appHost;
	if (ownPort) hosts.open(host, { expr: ownPort, scope: made.scope }, made);
	host.kinds.add(plain ? "ws" : "socket.io");
	const options = optionsOf(evaluator, made, ownPort ? 1 : 0);
	if (options.open)
		host.gaps.push(`the options of a gateway are not known (${options.open})`);
	const objects: readonly (Value | undefined)[] =
		options.objects.length > 0 ? options.objects : [undefined];
	for (const object of objects) {
		host.engines.push(
			gatewayEngine(hosts.projects, call, object, options.open),
		);
		const path = object && entryOf(evaluator, object, "path");
		const texts = path ? textsOf(evaluator, path) : undefined;
		if (texts?.open)
			host.gaps.push(`the path of a gateway is not known (${texts.open})`);
		for (const { value, at } of texts?.known ?? [
			{ value: plain ? "/" : "/socket.io", at: made.site },
		])
			host.routes.push({
				path: value,
				at,
				via: [],
				protocol: plain ? "websocket" : "socket.io",
				matches: plain ? exactPath(value) : enginePath(value),
				requiredQuery: [],
			});
		const cors = object && entryOf(evaluator, object, "cors");
		for (const { value } of cors ? evaluator.force(cors) : []) {
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

function usesWsAdapter(hosts: NodeHosts, root: string): boolean {
	for (const call of hosts.methods("useWebSocketAdapter"))
		if (call.project.root === root)
			for (const arg of call.made.call.args)
				for (const { value } of call.evaluator.evaluate(arg, call.made.scope))
					if (
						value.v === "made" &&
						foreignName(value.by) === "@nestjs/platform-ws#WsAdapter"
					)
						return true;
	return false;
}
