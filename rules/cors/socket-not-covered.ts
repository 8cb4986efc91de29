import { samePlace } from "../../src/facts/place.js";
import type { Connection, Graph, Server } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	type CrossOriginCall,
	crossOriginCalls,
} from "../../src/rule/vocabulary/cross-origin.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

interface Uncovered {
	readonly call: CrossOriginCall;
	readonly server: Server;
	readonly connection: Connection;
}

export default defineRule({
	id: "cors/socket-not-covered",
	summary:
		"A Socket.IO server without origins of its own is called from another origin.",
	severity: "error",
	since: "0.1.0",
	facts: ["C8", "W7"],
	*check(graph) {
		for (const { at, members } of byPlace(uncovered(graph), ({ server }) =>
			placeOf(server),
		)) {
			const [{ call, server, connection }] = members;
			const http = server.origins.find((l) => l.kind === "http-cors");
			const isPython = !server.engine;
			yield {
				at,
				severity: ifReached(
					members.some((m) => m.call.proven && m.call.scenario === "dev")
						? "error"
						: "warning",
					[connection],
				),
				scenario: scenariosOf(members.map((m) => m.call)),
				message: {
					what: `The page on ${call.page.value} reaches the Socket.IO server of ${server.title} from another origin, and that server names no origins.${http ? " The CORS list of the HTTP routes does not cover it." : ""}`,
					why: isPython
						? "python-engineio compares Origin with Host on every transport when no origins are given: the handshake is refused, the client shows `connect_error`."
						: "Socket.IO begins with HTTP polling and answers it itself, past the HTTP server's CORS middleware: the browser blocks it and the client shows `xhr poll error`.",
					do: isPython
						? `Give it cors_allowed_origins=["${call.page.value}"].`
						: `Give it cors: { origin: ["${call.page.value}"] }, or call it through the dev server's proxy.`,
				},
				evidence: witnesses(
					at,
					[
						{
							at: call.page.at,
							message: `this makes the page's origin ${call.page.value}`,
						},
					],
					members.map((m) => ({
						at: m.call.at,
						message: `calls ${m.call.target} directly`,
					})),
					http
						? [{ at: http.at, message: "the CORS list of the HTTP routes" }]
						: [],
				),
				connection: connection.id,
			};
		}
	},
});

function* uncovered(graph: Graph): Iterable<Uncovered> {
	for (const call of crossOriginCalls(graph)) {
		if (call.kind !== "socket.io-cors" || call.scenario === "preview") continue;
		const connection = graph.connections.find((c) =>
			samePlace(c.urlAt ?? c.at, call.at),
		);
		const [server] = call.servers;
		if (!connection || !server || !call.servers.every(isBare)) continue;
		if (server.engine && !pollsFirst(connection)) continue;
		yield { call, server, connection };
	}
}

/** Known to be given no origins. Before version 3, and python-engineio 3.9, everyone was let in. */
function isBare(server: Server): boolean {
	if (server.origins.some((l) => l.kind === "socket.io-cors")) return false;
	if (server.engine)
		return server.engine.cors === false && (server.engine.major ?? 0) >= 3;
	return (
		server.kind === "python-socketio" &&
		server.routes.complete &&
		!server.mayIgnoreOrigin
	);
}

/** A client that is told to begin with a websocket is not subject to CORS (C8). */
function pollsFirst({ engine }: Connection): boolean {
	if (!engine || (engine.open && !engine.transports)) return false;
	return (engine.transports?.value[0] ?? "polling") === "polling";
}

/** Where the option belongs: the Socket.IO server, not the app it is attached to. */
function placeOf({ engine, routes, at }: Server) {
	const route = routes.items.find((r) => r.protocol === "socket.io");
	return engine?.at ?? route?.at ?? at;
}
