import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import { booleansOf, placeOfAsked, textsOf } from "../answers.js";
import { argument, identity } from "../foreign.js";
import { defaultOrigins, readOrigins } from "../origin-entries.js";
import { starlettePattern } from "../route-pattern.js";
import { calls, pythonCalls, receiverMade } from "./calls.js";
import { addEngine } from "./engine-attach.js";
import { openingOf, type PlainHosts, plainRoute } from "./plain-host.js";

const FLASK_PORT = 5000;

/** Flask apps with Flask-SocketIO, Flask-Sock and flask-cors, and how they are started. */
export function readFlask(hosts: PlainHosts): void {
	for (const { made, evaluator } of pythonCalls(hosts.projects, "Flask"))
		for (const { value } of evaluator.evaluate(made.call, made.scope))
			hosts.hostOf(value);
	readSocketIo(hosts);
	readSock(hosts);
	readCors(hosts);
	readStarts(hosts);
}

/** `SocketIO(app, path=…, cors_allowed_origins=…)`; what `socketio.init_app(app)` leaves out, the constructor says. */
function readSocketIo(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "SocketIO"))
		if (calls(call, "flask_socketio#SocketIO"))
			addEngine(
				hosts,
				hosts.given(call.evaluator, argument(call.made, 0, "app")),
				[call.made],
				"flask",
			);
	for (const call of pythonCalls(hosts.projects, "init_app")) {
		const constructed = receiverMade(call, /^flask_socketio#SocketIO$/);
		if (constructed)
			addEngine(
				hosts,
				hosts.given(call.evaluator, argument(call.made, 0, "app")),
				[call.made, constructed],
				"flask",
			);
	}
}

/** `@sock.route("/ws/<room>")` of Flask-Sock. */
function readSock(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "route")) {
		const sock = receiverMade(call, /^flask_sock#Sock$/);
		const path = argument(call.made, 0, "path");
		if (!sock || !path) continue;
		const host =
			hosts.given(call.evaluator, argument(sock, 0, "app")) ??
			hosts.onlyOf(call.project);
		// A blueprint's prefix goes before the path: it is not followed.
		if (argument(call.made, -1, "bp")) {
			host?.gaps.push("a socket route stands on a blueprint");
			continue;
		}
		const texts = textsOf(call.evaluator, path);
		for (const { value, at } of texts.known) {
			const braced = value.replace(/<(?:\w+:)?(\w+)>/g, "{$1}");
			host?.routes.push(plainRoute(value, at, starlettePattern(braced)));
		}
		if (texts.open)
			host?.gaps.push(
				`the path of a socket route is not known (${texts.open})`,
			);
	}
}

/** `CORS(app, origins=…, supports_credentials=…)` of flask-cors. */
function readCors(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "CORS")) {
		const { made, evaluator, project } = call;
		const host = calls(call, "flask_cors#CORS")
			? hosts.given(evaluator, argument(made, 0, "app"))
			: undefined;
		if (!host) continue;
		const origins =
			argument(made, -1, "origins") ?? resourceOrigins(made, evaluator);
		const credentials = argument(made, -1, "supports_credentials");
		const read = origins
			? readOrigins(project, origins)
			: defaultOrigins(["*"], made.site, "string");
		const allowed = credentials && booleansOf(evaluator, credentials);
		host.origins.push((server) => ({
			kind: "http-cors",
			server,
			at: placeOfAsked(origins) ?? made.site,
			entries: made.call.openEnded
				? {
						...read.entries,
						complete: false,
						reason: "its options are not wholly known",
					}
				: read.entries,
			shape: read.shape,
			credentials: { value: allowed ? allowed.known[0]?.value : false },
			library: "flask",
			...(read.home && { home: read.home }),
		}));
	}
}

/** `resources={r"/api/*": {"origins": […]}}`. */
function resourceOrigins(
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

/** `app.run(port=…)`, `socketio.run(app, port=…)`. */
function readStarts(hosts: PlainHosts): void {
	for (const call of pythonCalls(hosts.projects, "run")) {
		const { made, evaluator } = call;
		const socketIo = receiverMade(call, /^flask_socketio#SocketIO$/);
		const flask = socketIo ? undefined : receiverMade(call, /^flask#Flask$/);
		const host = socketIo
			? hosts.given(evaluator, argument(made, 0, "app"))
			: flask && hosts.all.get(identity(flask));
		const port = argument(made, socketIo ? 2 : 1, "port");
		host?.openings.push(
			openingOf(made, evaluator, port, FLASK_PORT, "ssl_context"),
		);
	}
}
