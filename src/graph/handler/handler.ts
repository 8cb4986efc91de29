import type { Place } from "../../facts/place.js";
import type { Connection, Server } from "../graph.js";

/** What the code does with one socket, from the moment it has it. */
export interface SocketHandler {
	readonly runtime: "python" | "node" | "browser";
	/** The socket's parameter in the function that is given it, or the constructor call that makes it. */
	readonly at: Place;
	/** Conditions that lead to the constructor call; none where a server gives the socket. */
	readonly under: readonly string[];
	/** `/ws/chat`, `connection`: names it in a sentence. */
	readonly title: string;
	/** The server that gives the socket; absent where the code dials itself. */
	readonly server?: Server;
	/** The connection that the code dials. */
	readonly connection?: Connection;
	/** What hands out the sockets: several handlers of one source all see each socket. */
	readonly source: string;
	/** False in examples and documentation. */
	readonly live: boolean;
	/** In the order in which they happen. */
	readonly events: readonly SocketEvent[];
	/** Why more may happen to the socket than is listed: it is given to code that is not followed. */
	readonly gap?: string;
}

/** One thing that happens to the socket, or that its handler waits for. */
export type SocketEvent = Happening &
	(
		| {
				readonly does:
					| "accept"
					| "send"
					| "receive"
					| "pause"
					| "resume"
					| "ping";
		  }
		| Closing
		| Listening
		| Waiting
		| Started
	);

export interface Happening {
	/** The call, the assignment or the awaited expression. */
	readonly at: Place;
	/** Names of the conditions it stands under; what stands under fewer of them and earlier has happened before. */
	readonly under: readonly string[];
	readonly inLoop: boolean;
}

export interface Closing {
	readonly does: "close";
	/** The close code, where it is a number. */
	readonly code?: number;
}

export interface Listening {
	readonly does: "listen";
	/** `message`, `error`. */
	readonly to: string;
	/** Taken off after the first event. */
	readonly once: boolean;
	/** What stands before the dot, where a listener can be put in front of this one: `on()` gives the socket back. */
	readonly chainAt?: Place;
	/** Close codes that a listener to `close` compares the event's with. */
	readonly codes?: readonly number[];
	/** What the listener does. */
	readonly inside: readonly SocketEvent[];
}

export interface Waiting {
	readonly does: "wait";
	/** `io`: the network, a disk, a thread. `other`: it is not known whether it takes longer than a turn of the loop. */
	readonly for: "io" | "sleep" | "other";
	/** The network or disk is waited for somewhere inside a function of the repository, which may wait for more than that. */
	readonly among?: true;
	/** Length of a sleep in milliseconds, where it is a number. */
	readonly ms?: number;
}

/** Code that runs by itself, later or beside: an async function that nobody awaits, a callback. */
export interface Started {
	readonly does: "start";
	/** Given to `setInterval`: the interval in milliseconds, where it is a number. */
	readonly everyMs?: number;
	readonly inside: readonly SocketEvent[];
}

/** Whether `earlier` has happened whenever `later` happens, given that it stands before it. */
export function isCertainBefore(earlier: Happening, later: Happening): boolean {
	return (
		!earlier.inLoop && earlier.under.every((test) => later.under.includes(test))
	);
}

/** All events, those of listeners and of started code included. */
export function* everyEvent(
	events: readonly SocketEvent[],
): Generator<SocketEvent> {
	for (const event of events) {
		yield event;
		if ("inside" in event) yield* everyEvent(event.inside);
	}
}
