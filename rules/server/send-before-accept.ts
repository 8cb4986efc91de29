import {
	isCertainBefore,
	type SocketEvent,
} from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";

export default defineRule({
	id: "server/send-before-accept",
	summary: "A FastAPI or Starlette socket is used before it is accepted.",
	severity: "error",
	since: "0.1.0",
	facts: ["F7", "F8"],
	*check(graph) {
		for (const handler of graph.handlers) {
			if (handler.runtime !== "python" || handler.gap !== undefined) continue;
			const used = usedTooEarly(handler.events);
			if (!used) continue;
			const { early, accept } = used;
			yield {
				severity: handler.live ? "error" : "info",
				scenario: ["dev", "production"],
				at: early.at,
				message: {
					what: `${handler.title} ${early.does === "send" ? "sends" : "receives"} before it accepts the socket.`,
					why:
						early.does === "send"
							? 'The server raises Expected ASGI message "websocket.accept", …, but got "websocket.send" and answers the handshake with 500: "Unexpected response code: 500" in the browser.'
							: 'The server raises Need to call "accept" first and answers the handshake with 500: "Unexpected response code: 500" in the browser.',
					do: "Move the accept() in front of it.",
				},
				evidence: [{ at: accept.at, message: "accepted only here" }],
			};
		}
	},
});

/** The first use that has happened whenever the accept is reached. */
function usedTooEarly(
	events: readonly SocketEvent[],
): { readonly early: SocketEvent; readonly accept: SocketEvent } | undefined {
	const index = events.findIndex((event) => event.does === "accept");
	const accept = events[index];
	if (!accept) return undefined;
	const early = events
		.slice(0, index)
		.find(
			(event) =>
				(event.does === "send" || event.does === "receive") &&
				isCertainBefore(event, accept),
		);
	return early && { early, accept };
}
