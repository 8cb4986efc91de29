import { samePlace } from "../../src/facts/place.js";
import type { SocketServer } from "../../src/graph/handler/socket-servers.js";
import type { OpenListener } from "../../src/graph/handler/upgrade-listeners.js";
import type { Report } from "../../src/rule/define-rule.js";
import { defineRule } from "../../src/rule/define-rule.js";

export default defineRule({
	id: "server/competing-servers",
	summary:
		"A WebSocketServer refuses the sockets of another one on its HTTP server, sits on an HTTP server that never listens, or leaves sockets of other paths unanswered.",
	severity: "error",
	since: "0.1.0",
	facts: ["N2", "N3", "N4"],
	*check(graph) {
		for (const [index, server] of graph.socketServers.entries()) {
			if (server.appListensAt) yield neverListens(server, server.appListensAt);
			const rival = graph.socketServers.find(
				(other, at) => at < index && compete(server, other),
			);
			if (rival) yield competing(server, rival);
		}
		for (const listener of graph.openListeners) yield leavesOpen(listener);
	},
});

/** Both there at once, on one HTTP server, and one of them answers 400 to every other path. */
function compete(one: SocketServer, other: SocketServer): boolean {
	const together =
		samePlace(one.on, other.on) &&
		one.under.length === other.under.length &&
		one.under.every((test) => other.under.includes(test));
	if (!together) return false;
	const refuses = (s: SocketServer) =>
		s.library === "ws" && s.path !== undefined;
	if (one.library !== other.library) return refuses(one) || refuses(other);
	return refuses(one) && refuses(other) && one.path !== other.path;
}

function competing(server: SocketServer, rival: SocketServer): Report {
	const withEngine = server.library !== rival.library;
	const { path } = server.library === "ws" ? server : rival;
	return {
		severity: server.live ? "error" : "info",
		scenario: ["dev", "production"],
		at: server.at,
		message: {
			what: withEngine
				? `The WebSocketServer of ${path} and Socket.IO sit on one HTTP server, and both answer every upgrade.`
				: `The WebSocketServers of ${rival.path} and ${server.path} sit on one HTTP server, and both answer every upgrade.`,
			why: withEngine
				? `The WebSocketServer answers 400 to each path but ${path}, Socket.IO's included.`
				: `Each answers 400 to every path but its own: sockets of ${rival.path} open and die with "Invalid WebSocket frame: RSV1 must be clear", those of ${server.path} never open.`,
			do: "Make each with noServer: true, and let one upgrade listener of the HTTP server pick by the path.",
		},
		evidence: [{ at: rival.at, message: "the other one" }],
	};
}

/** Sockets of every other path are neither taken nor closed (N3). */
function leavesOpen({ at, takes, live }: OpenListener): Report {
	return {
		severity: live ? "warning" : "info",
		scenario: ["dev", "production"],
		at,
		message: {
			what: "This upgrade listener leaves sockets of other paths unanswered.",
			why: "Where there is a listener, Node hands every upgrade to it and closes none by itself. A client with another path waits in CONNECTING and is told nothing, and each attempt holds a connection of the server.",
			do: "End with socket.destroy() where no path matches.",
		},
		evidence: takes.map((place) => ({
			at: place,
			message: "taken here, by a test of the path",
		})),
	};
}

function neverListens(
	server: SocketServer,
	appListensAt: NonNullable<SocketServer["appListensAt"]>,
): Report {
	return {
		severity: server.live ? "error" : "info",
		scenario: ["dev", "production"],
		at: server.at,
		message: {
			what: "This socket server sits on an HTTP server that never listens.",
			why: 'app.listen() makes an HTTP server of its own, which knows nothing of sockets: the browser prints "Unexpected response code: 404".',
			do: "Call listen() of the HTTP server instead of the app's.",
		},
		evidence: [
			{ at: appListensAt, message: "this makes another HTTP server" },
			{ at: server.on, message: "the one that never listens" },
		],
	};
}
