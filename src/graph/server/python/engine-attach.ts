import type { Made } from "../../../value/value.js";
import type { OriginList } from "../../graph.js";
import { textsOf } from "../answers.js";
import { argument } from "../foreign.js";
import { enginePath } from "../route-pattern.js";
import { calls, pythonCalls, receiverMade } from "./calls.js";
import { engineOriginList } from "./engine-cors.js";
import type { PlainHost, PlainHosts } from "./plain-host.js";

/** Puts a Socket.IO engine on a host. Of the calls that configure it, the first that gives an option says it. */
export function addEngine(
	hosts: PlainHosts,
	host: PlainHost | undefined,
	configured: readonly Made[],
	library: OriginList["library"],
): void {
	const [first] = configured;
	if (!host || !first) return;
	const path = configured
		.map(
			(made) =>
				argument(made, -1, "path") ?? argument(made, -1, "socketio_path"),
		)
		.find((p) => p !== undefined);
	const { evaluator } = hosts.projects.of(path?.scope.file ?? first.scope.file);
	const texts = path && textsOf(evaluator, path);
	for (const { value, at } of texts?.known ?? [
		{ value: "/socket.io", at: first.site },
	])
		host.routes.push({
			path: `/${value.replace(/^\/+|\/+$/g, "")}`,
			at,
			via: [],
			protocol: "socket.io",
			matches: enginePath(value),
			requiredQuery: [],
		});
	if (texts?.open)
		host.gaps.push(`the Socket.IO path is not known (${texts.open})`);
	if (!path && configured.some((made) => made.call.openEnded))
		host.gaps.push("the options of Socket.IO are computed at run time");
	const list = configured
		.map((made) => engineOriginList(hosts.projects, made, library))
		.find((l) => l !== undefined);
	if (list) host.origins.push(list);
}

/** python-socketio on an app that is not ASGI: `sio.attach(app)`, `socketio.WSGIApp(sio, app)`. */
export function readAttached(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "attach")) {
		const server = receiverMade(call, /^socketio#(?:Async)?Server$/);
		if (server)
			addEngine(
				hosts,
				hosts.given(call.evaluator, argument(call.made, 0, "app")),
				[call.made, server],
				"python-socketio",
			);
	}
	for (const call of pythonCalls(hosts.projects, "WSGIApp")) {
		const server = argument(call.made, 0, "socketio_app");
		if (!server || !calls(call, "socketio#WSGIApp")) continue;
		const made = call.evaluator
			.force(server)
			.flatMap(({ value }) => (value.v === "made" ? value.made : []));
		addEngine(
			hosts,
			hosts.given(call.evaluator, argument(call.made, 1, "wsgi_app")),
			[call.made, ...made],
			"python-socketio",
		);
	}
}
