import { everyEvent } from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";

export default defineRule({
	id: "client/heartbeat-mismatch",
	summary: "A heartbeat that cannot work: browsers have no ping().",
	severity: "error",
	since: "0.1.0",
	facts: ["H1"],
	*check(graph) {
		for (const handler of graph.handlers) {
			const { connection } = handler;
			if (connection?.runtime !== "browser") continue;
			if (connection.library !== "WebSocket") continue;
			const told = new Set<number>();
			for (const event of everyEvent(handler.events)) {
				if (event.does !== "ping" || told.has(event.at.span[0])) continue;
				told.add(event.at.span[0]);
				yield {
					severity:
						handler.live && connection.reached !== false ? "error" : "info",
					scenario: ["dev", "production"],
					at: event.at,
					message: {
						what: "A browser's WebSocket has no ping().",
						why: 'The call throws "TypeError: ….ping is not a function": pages cannot send ping frames. Browsers answer those of the server by themselves.',
						do: "Send a message of your own as heartbeat, or let the server ping.",
					},
					evidence: [{ at: handler.at, message: "the socket is made here" }],
					connection: connection.id,
				};
			}
		}
	},
});
