import type {
	SocketEvent,
	SocketHandler,
} from "../../src/graph/handler/handler.js";
import { isCertainBefore } from "../../src/graph/handler/handler.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

type Listening = Extract<SocketEvent, { does: "listen" }>;
type Wait = Extract<SocketEvent, { does: "wait" }>;

/** A message listener, and what was waited for while nothing listened. */
interface Late {
	readonly listener: Listening;
	readonly waits: readonly Wait[];
	/** A listener that took one message and was gone. */
	readonly after?: Listening;
}

export default defineRule({
	id: "server/late-message-listener",
	summary:
		"A ws handler waits for something before it listens; what the client sends meanwhile is lost.",
	severity: "error",
	since: "0.1.0",
	facts: ["N6"],
	*check(graph) {
		for (const handler of graph.handlers)
			if (handler.runtime === "node" && !handler.connection)
				for (const { listener, waits, after } of lateIn(handler))
					yield {
						severity: handler.live ? "error" : "info",
						scenario: ["dev", "production"],
						at: listener.at,
						message: {
							what: after
								? "The listener for further messages is added only after waiting for something else; the one before it took a single message."
								: "The message listener is added only after waiting for something else.",
							why: "ws keeps no messages: what the client sends while nobody listens is dropped without an error. Waiting 5 ms lost 500 of 500 messages.",
							do: "Add the listener before the first await and let it queue what comes early, or call socket.pause() before waiting and socket.resume() after.",
						},
						evidence: witnesses(
							listener.at,
							waits.map(({ at }) => ({
								at,
								message: "messages that arrive during this wait are lost",
							})),
							after
								? [
										{
											at: after.at,
											message: "this listener takes one message only",
										},
									]
								: [],
						),
					};
	},
});

function lateIn({ events }: SocketHandler): readonly Late[] {
	const late: Late[] = [];
	visit(events, undefined, late);
	return late;
}

/**
 * Walks one run of code up to its first message listener. Gives whether a
 * lasting listener is there before anything is waited for.
 */
function visit(
	events: readonly SocketEvent[],
	after: Listening | undefined,
	late: Late[],
): boolean {
	const waits: Wait[] = [];
	let listensInTime = false;
	for (const event of events) {
		// Nothing is lost from here on.
		if (event.does === "pause") return listensInTime;
		if (event.does === "wait" && isLong(event)) waits.push(event);
		if (event.does === "start" && waits.length === 0)
			listensInTime = visit(event.inside, after, late) || listensInTime;
		if (event.does !== "listen" || event.to !== "message" || listensInTime)
			continue;
		const missed = waits.filter((wait) => isCertainBefore(wait, event));
		if (missed.length > 0)
			late.push({ listener: event, waits: missed, ...(after && { after }) });
		if (!event.once) return missed.length === 0;
		if (missed.length === 0 && !listensBeside(event, events))
			visit(event.inside, event, late);
	}
	return listensInTime;
}

/** I/O, or a timer of a length that was seen to lose messages (N6), in ms. */
function isLong(wait: Wait): boolean {
	return wait.for === "io" || (wait.for === "sleep" && (wait.ms ?? 0) >= 5);
}

/** Whether a lasting listener stands beside one that takes a single message. */
function listensBeside(
	single: Listening,
	events: readonly SocketEvent[],
): boolean {
	return events.some(
		(event) =>
			event !== single &&
			event.does === "listen" &&
			event.to === "message" &&
			!event.once,
	);
}
