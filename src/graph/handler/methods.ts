import type { SocketEvent } from "./handler.js";

/** What calling a method of a socket does, by the socket's kind. */
export interface SocketMethods {
	readonly does: Readonly<
		Record<string, Exclude<SocketEvent["does"], "listen" | "wait" | "start">>
	>;
	/** Methods that add a listener: name of the event, then the function. */
	readonly listens: RegExp;
}

/** `starlette.websockets.WebSocket`, which FastAPI hands out. */
export const STARLETTE: SocketMethods = {
	does: {
		accept: "accept",
		close: "close",
		send: "send",
		send_text: "send",
		send_json: "send",
		send_bytes: "send",
		receive: "receive",
		receive_text: "receive",
		receive_json: "receive",
		receive_bytes: "receive",
		iter_text: "receive",
		iter_json: "receive",
		iter_bytes: "receive",
	},
	listens: /^(?!)/,
};

/** `WebSocket` of the ws package and of browsers. */
export const JAVASCRIPT: SocketMethods = {
	does: {
		send: "send",
		close: "close",
		terminate: "close",
		pause: "pause",
		resume: "resume",
		ping: "ping",
	},
	listens: /^(?:on|once|addListener|prependListener|addEventListener)$/,
};

/**
 * Calls that keep, count or print what they are given and put nothing on it:
 * a set of clients, a log.
 */
export const KEEPERS =
	/^(?:add|append|push|unshift|set|delete|discard|remove|has|get|includes|indexOf|log|info|debug|warn|warning|error|print|len|str|id|String|Boolean|isinstance|hasattr|getattr|WeakRef)$/;
