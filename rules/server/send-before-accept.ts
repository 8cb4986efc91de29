import type { Connection, Graph } from "../../src/graph/graph.js";
import {
	everyEvent,
	isCertainBefore,
	type SocketEvent,
	type SocketHandler,
} from "../../src/graph/handler/handler.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "server/send-before-accept",
	summary: "A FastAPI or Starlette socket is used before it is accepted.",
	severity: "error",
	since: "0.1.0",
	facts: ["F7", "F8"],
	*check(graph) {
		for (const handler of graph.handlers) {
			if (handler.runtime !== "python" || handler.gap !== undefined) continue;
			const accept = handler.events.findIndex((e) => e.does === "accept");
			const before = handler.events.slice(0, Math.max(accept, 0));
			const acceptance = handler.events[accept];
			if (!acceptance) continue;
			const used = usedTooEarly(before, acceptance);
			if (used) yield raises(handler, used, acceptance);
			yield* lostCodes(graph, handler, before, acceptance);
		}
	},
});

/** The first use that has happened whenever the accept is reached. */
function usedTooEarly(
	before: readonly SocketEvent[],
	acceptance: SocketEvent,
): SocketEvent | undefined {
	return before.find(
		(event) =>
			(event.does === "send" || event.does === "receive") &&
			isCertainBefore(event, acceptance),
	);
}

function raises(
	{ title, live }: SocketHandler,
	early: SocketEvent,
	acceptance: SocketEvent,
): Report {
	return {
		severity: live ? "error" : "info",
		scenario: ["dev", "production"],
		at: early.at,
		message: {
			what: `${title} ${early.does === "send" ? "sends" : "receives"} before it accepts the socket.`,
			why:
				early.does === "send"
					? 'The server raises Expected ASGI message "websocket.accept", …, but got "websocket.send" and answers the handshake with 500: "Unexpected response code: 500" in the browser.'
					: 'The server raises Need to call "accept" first and answers the handshake with 500: "Unexpected response code: 500" in the browser.',
			do: "Move the accept() in front of it.",
		},
		evidence: [{ at: acceptance.at, message: "accepted only here" }],
	};
}

/** Close codes that a client of the endpoint asks for, and that are only ever given before the accept: none arrives (F8). */
function* lostCodes(
	graph: Graph,
	handler: SocketHandler,
	before: readonly SocketEvent[],
	acceptance: SocketEvent,
): Iterable<Report> {
	const told = new Set<number>();
	for (const early of before) {
		if (early.does !== "close" || early.code === undefined) continue;
		const { code } = early;
		const given = [...everyEvent(handler.events)].filter(
			(e) => e.does === "close" && e.code === code,
		);
		const askedAt = clientsAsking(graph, handler, code);
		const isLost = given.every((event) => before.includes(event));
		if (told.has(code) || !isLost || askedAt.length === 0) continue;
		told.add(code);
		yield {
			severity: handler.live ? "warning" : "info",
			scenario: ["dev", "production"],
			at: early.at,
			message: {
				what: `The client of ${handler.title} waits for close code ${code}, which never arrives.`,
				why: `close() before accept() answers the handshake with 403: the browser prints "Unexpected response code: 403" and closes with 1006, whatever code is given here.`,
				do: "Accept the socket first, then close it with the code.",
			},
			evidence: witnesses(
				early.at,
				askedAt.map((at) => ({ at, message: `compares with ${code}` })),
				[{ at: acceptance.at, message: "accepted only here" }],
			),
		};
	}
}

/** Where the sockets' listeners stand that reach the endpoint and compare with the code. */
function clientsAsking(
	graph: Graph,
	{ source }: SocketHandler,
	code: number,
): readonly SocketHandler["at"][] {
	const isClient = ({ attempts }: Connection) =>
		attempts.some(({ verdict }) => {
			const endpoint =
				verdict.kind === "reaches" ? verdict.route?.endpoint : undefined;
			return endpoint && `${endpoint.file}#${endpoint.fn}` === source;
		});
	return graph.handlers.flatMap(({ connection, events }) =>
		connection && isClient(connection)
			? [...everyEvent(events)].flatMap((event) =>
					event.does === "listen" && event.codes?.includes(code)
						? [event.at]
						: [],
				)
			: [],
	);
}
