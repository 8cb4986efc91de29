import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { servedRoutes, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "route/protocol-mismatch",
	summary:
		"Client and server speak different protocols: plain WebSocket on one side, Socket.IO on the other.",
	severity: "error",
	since: "0.1.0",
	facts: ["N11", "N12"],
	*check(graph) {
		for (const group of groupedByRemedy(
			failures(graph, "protocol"),
			(f) => f.connection.at,
		)) {
			const { connection, fault } = group.first;
			const { server, client } = fault;
			const plain = connection.speaks === "websocket";
			yield {
				at: connection.at,
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				message: {
					what: plain
						? `This client (${client}) opens a plain WebSocket, but ${server.title} speaks Socket.IO.`
						: `This client (${client}) speaks Socket.IO, but ${server.title} speaks plain WebSocket.`,
					why: plain
						? 'Socket.IO drops a handshake that is not its own: the browser prints "Connection closed before receiving a handshake response".'
						: "The client shows `xhr poll error` (the console calls it a CORS error); limited to websockets it opens and fails in a loop.",
					do: plain
						? "Use `socket.io-client` here, or serve a plain WebSocket."
						: "Use `WebSocket` here, or serve Socket.IO.",
				},
				evidence: witnesses(
					connection.at,
					[{ at: server.at, message: `${server.title} is created here` }],
					servedRoutes(server),
				),
				...connectionOf(group.all),
			};
		}
	},
});
