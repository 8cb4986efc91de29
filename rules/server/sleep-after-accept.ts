import type { SocketEvent } from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";

/** A longer wait is there for its own sake, in ms. */
const LONGEST = 1000;

export default defineRule({
	id: "server/sleep-after-accept",
	summary:
		"A handler sleeps between accepting a socket and using it; there is nothing to wait for.",
	severity: "warning",
	since: "0.1.0",
	facts: ["F11", "F12", "RC20", "RC21", "RC22"],
	*check(graph) {
		for (const handler of graph.handlers) {
			if (handler.runtime !== "python") continue;
			const found = sleepAfterAccept(handler.events);
			if (!found) continue;
			const { accept, sleep, ms } = found;
			yield {
				severity: handler.live ? "warning" : "info",
				scenario: ["dev", "production"],
				at: sleep.at,
				message: {
					what: `${handler.title} sleeps ${ms} ms between accepting the socket and using it.`,
					why: "There is nothing to wait for: once accept() has returned, the socket is connected on both sides. None of 28,500 first messages sent at once was lost. If the first send fails without the sleep, it hides the cause: a payload that cannot be serialised, or a client that is gone.",
					do: "Delete it, and read the exception of the first send.",
				},
				evidence: [{ at: accept.at, message: "connected from here on" }],
				fixes: [
					{
						title: "Delete the sleep",
						safety: "unsafe",
						intents: [{ do: "remove", at: sleep.at }],
					},
				],
			};
		}
	},
});

/** A short sleep that is the first thing after the accept, with the socket used later. */
function sleepAfterAccept(events: readonly SocketEvent[]):
	| {
			readonly accept: SocketEvent;
			readonly sleep: SocketEvent;
			readonly ms: number;
	  }
	| undefined {
	for (const [index, accept] of events.entries()) {
		if (accept.does !== "accept") continue;
		const [sleep, ...rest] = events.slice(index + 1);
		if (
			sleep?.does === "wait" &&
			sleep.for === "sleep" &&
			sleep.ms !== undefined &&
			sleep.ms <= LONGEST &&
			!sleep.inLoop &&
			rest.some((later) => later.does === "send" || later.does === "receive")
		)
			return { accept, sleep, ms: sleep.ms };
	}
	return undefined;
}
