import type { Made, Thunk, Value } from "../../../value/value.js";
import { booleansOf, reasonOf, textsOf } from "../answers.js";
import { identity } from "../foreign.js";
import { anyRoute, exactPath, socketRoute } from "../route-pattern.js";
import { entryOf, type NodeCall, optionsOf, receiversOf } from "./calls.js";
import type { NodeHost, NodeHosts } from "./hosts.js";
import { guardedPaths } from "./upgrade-guard.js";

/**
 * Servers of the `ws` package: on a port of their own, on an HTTP server, or
 * behind an upgrade handler (`noServer`).
 */
export function readWs(hosts: NodeHosts): void {
	for (const call of hosts.made(
		/^(?:isomorphic-)?ws#(?:WebSocketServer|Server|WebSocket\.Server)$/,
	)) {
		if (call.made.call.form !== "new") continue;
		const options = optionsOf(call.evaluator, call.made, 0);
		for (const object of options.objects) readOne(hosts, call, object);
		if (options.objects.length === 0) {
			const host = hosts.ownHost(call.made);
			host.kinds.add("ws");
			host.gaps.push(
				`the options of a WebSocketServer are not known (${options.open ?? "none are given"})`,
			);
			host.portGaps.push("the options of its WebSocketServer are not known");
		}
	}
}

function readOne(hosts: NodeHosts, call: NodeCall, options: Value): void {
	const { evaluator, made } = call;
	const noServer = entryOf(evaluator, options, "noServer");
	if (noServer && booleansOf(evaluator, noServer).known.some((k) => k.value)) {
		readUpgradeHandlers(hosts, call);
		return;
	}
	const server = entryOf(evaluator, options, "server");
	const port = entryOf(evaluator, options, "port");
	const path = entryOf(evaluator, options, "path");
	const texts = path && textsOf(evaluator, path);
	for (const host of server
		? hostsOfOption(hosts, call, server)
		: [hosts.ownHost(made)]) {
		host.kinds.add("ws");
		if (port && !server) hosts.open(host, port, made);
		if (!texts) host.routes.push(anyRoute(made.site));
		for (const text of texts?.known ?? [])
			host.routes.push(socketRoute(text.value, text.at, exactPath(text.value)));
		if (texts?.open)
			host.gaps.push(
				`the path of a WebSocketServer is not known (${texts.open})`,
			);
	}
}

/**
 * The HTTP servers a `server` option may be: plain and TLS ones where a
 * condition picks, all of the project where it cannot be followed.
 */
function hostsOfOption(
	hosts: NodeHosts,
	call: NodeCall,
	server: Thunk | Value,
): readonly NodeHost[] {
	const values = call.evaluator.force(server).map((a) => a.value);
	const found = new Set(values.flatMap((value) => hosts.hostOf(value) ?? []));
	if (found.size > 0) return [...found];
	const inProject = hosts.listeningIn(call.project);
	if (inProject.length > 0) return inProject;
	const host = hosts.ownHost(call.made);
	const [first] = values;
	host.portGaps.push(
		`the HTTP server it is put on is not known (${first ? reasonOf(first) : "nothing is given"})`,
	);
	return [host];
}

/** `server.on("upgrade", (req, socket, head) => wss.handleUpgrade(…))`, by the tests around the call. */
function readUpgradeHandlers(hosts: NodeHosts, { made }: NodeCall): void {
	const host = upgradeHost(hosts, made);
	host.kinds.add("ws");
	let handled = false;
	for (const call of hosts.methods("handleUpgrade")) {
		const own = receiversOf(call).some(
			(r) => r.v === "made" && identity(r.made) === identity(made),
		);
		if (!own) continue;
		handled = true;
		const { file, block, fact } = call.site;
		const code = hosts.projects.sources.program.code(file)[block];
		if (!code) continue;
		const { routes, open } = guardedPaths(
			fact.guard,
			code,
			call.made.scope,
			call.evaluator,
			made.site,
		);
		host.routes.push(...routes);
		if (open) host.gaps.push(open);
	}
	if (!handled)
		host.gaps.push("no handleUpgrade() of its WebSocketServer is found");
}

/** The HTTP server whose upgrades are handled: in the same file first, else the project's only one. */
function upgradeHost(hosts: NodeHosts, made: Made): NodeHost {
	const found = new Set<NodeHost>();
	const near = new Set<NodeHost>();
	for (const call of hosts.methods("on", "once", "addListener")) {
		const [event] = call.made.call.args;
		if (event?.k !== "text" || event.value !== "upgrade") continue;
		for (const receiver of receiversOf(call)) {
			const host = hosts.hostOf(receiver);
			if (!host) continue;
			found.add(host);
			if (call.site.file === made.scope.file) near.add(host);
		}
	}
	const [only] = near.size > 0 ? near : found;
	if (only && (near.size === 1 || found.size === 1)) return only;
	const own = hosts.ownHost(made);
	own.portGaps.push("the HTTP server whose upgrades it handles is not known");
	return own;
}
