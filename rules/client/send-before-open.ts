import type {
	SocketEvent,
	SocketHandler,
} from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

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
			const early = sentTooEarly(handler);
			if (!early) continue;
			const { send, meanwhile } = early;
			const full = meanwhile ? "warning" : "error";
			yield {
				severity: handler.live && connection.reached !== false ? full : "info",
				scenario: ["dev", "production"],
				at: send.at,
				message: {
					what: meanwhile
						? "This message is sent without anything that waits for the socket to open."
						: "This message is sent before the socket is open.",
					why: `${
						meanwhile
							? "What is awaited in between takes its own time, and may be done first"
							: "The constructor returns while the socket is still connecting"
					}; send() then throws ${
						connection.runtime === "browser"
							? "\"InvalidStateError: Failed to execute 'send' on 'WebSocket': Still in CONNECTING state.\""
							: '"WebSocket is not open: readyState 0 (CONNECTING)".'
					}`,
					do: "Send it in the open listener.",
				},
				evidence: witnesses(
					send.at,
					[{ at: handler.at, message: "the socket is made here" }],
					meanwhile
						? [{ at: meanwhile.at, message: "awaited in between" }]
						: [],
				),
				connection: connection.id,
			};
		}
	},
});

interface Early {
	readonly send: SocketEvent;
	/** A request or a sleep that is awaited before it. */
	readonly meanwhile?: SocketEvent;
}

/**
 * A send that runs whenever the constructor does, with nothing awaited in
 * between but requests and sleeps: those know nothing of the socket. Anything
 * else that is awaited may be its opening.
 */
function sentTooEarly({ events, under }: SocketHandler): Early | undefined {
	let meanwhile: SocketEvent | undefined;
	for (const event of events) {
		if (event.does === "wait") {
			if (event.for === "other" || event.among || event.inLoop)
				return undefined;
			meanwhile ??= event;
		}
		if (
			event.does === "send" &&
			event.under.every((test) => under.includes(test))
		)
			return { send: event, ...(meanwhile && { meanwhile }) };
	}
	return undefined;
}
