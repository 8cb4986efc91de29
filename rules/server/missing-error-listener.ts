import {
	everyEvent,
	type SocketHandler,
} from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "server/missing-error-listener",
	summary:
		"Sockets of a ws server have no error listener; one malformed frame ends the process.",
	severity: "error",
	since: "0.1.0",
	facts: ["N7"],
	*check(graph) {
		const given = graph.handlers.filter(
			(h) => h.runtime === "node" && !h.connection,
		);
		const told = new Set<string>();
		for (const handler of given) {
			if (told.has(handler.source)) continue;
			told.add(handler.source);
			const all = given.filter((h) => h.source === handler.source);
			if (all.some((h) => h.gap !== undefined || hearsErrors(h))) continue;
			// The process lives on where somebody catches what nobody caught.
			if (graph.mentions("uncaughtException").length > 0) return;
			yield {
				severity: handler.live ? "error" : "info",
				scenario: ["dev", "production"],
				at: handler.at,
				message: {
					what: "This socket has no error listener.",
					why: 'An "error" event that nobody listens to ends the process: one malformed frame of one client, "RangeError: Invalid WebSocket frame", and every connection is gone. A listener on the server does not help.',
					do: 'Add socket.on("error", …) as soon as the socket is there.',
				},
				evidence: witnesses(
					handler.at,
					all.slice(1).map(({ at }) => ({
						at,
						message: "no error listener is added here either",
					})),
				),
				fixes: listenInFront(handler),
			};
		}
	},
});

function hearsErrors({ events }: SocketHandler): boolean {
	for (const event of everyEvent(events))
		if (event.does === "listen" && event.to === "error") return true;
	return false;
}

/** In front of the first listener, where `on()` gives the socket back. */
function listenInFront({ events }: SocketHandler): readonly Fix[] {
	const first = events.find(
		(e) => e.does === "listen" && e.under.length === 0 && !e.inLoop,
	);
	return first?.does === "listen" && first.chainAt
		? [
				{
					title: "Log errors of the socket",
					safety: "safe",
					intents: [
						{
							do: "replace-expression",
							at: first.chainAt,
							code: '$&.on("error", console.error)',
						},
					],
				},
			]
		: [];
}
