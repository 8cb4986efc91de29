import type {
	SocketEvent,
	SocketHandler,
} from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";

export default defineRule({
	id: "client/send-before-open",
	summary:
		"A message is sent right after the constructor, before the socket is open.",
	severity: "error",
	since: "0.1.0",
	facts: ["U20"],
	*check(graph) {
		for (const handler of graph.handlers) {
			const { connection } = handler;
			if (!connection) continue;
			const send = sentTooEarly(handler);
			if (!send) continue;
			yield {
				severity:
					handler.live && connection.reached !== false ? "error" : "info",
				scenario: ["dev", "production"],
				at: send.at,
				message: {
					what: "This message is sent before the socket is open.",
					why: `The constructor returns while the socket is still connecting, and send() then throws: ${
						connection.runtime === "browser"
							? "\"InvalidStateError: Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.\""
							: '"WebSocket is not open: readyState 0 (CONNECTING)".'
					}`,
					do: "Send it in the open listener.",
				},
				evidence: [{ at: handler.at, message: "the socket is made here" }],
				connection: connection.id,
			};
		}
	},
});

/** A send that runs whenever the constructor does, with nothing awaited in between. */
function sentTooEarly({
	events,
	under,
}: SocketHandler): SocketEvent | undefined {
	for (const event of events) {
		if (event.does === "wait") return undefined;
		if (
			event.does === "send" &&
			event.under.every((test) => under.includes(test))
		)
			return event;
	}
	return undefined;
}
