import type { ClientLibrary } from "../graph.js";

/** How a library's constructor is called. */
export interface ClientSignature {
	readonly library: ClientLibrary;
	readonly speaks: "websocket" | "socket.io";
	/** `argument`: the first argument. `property`: a property of the options object in the first argument. */
	readonly url: "argument" | { readonly property: string };
	/** A missing URL means the page's own origin (Socket.IO), else there is no connection. */
	readonly withoutUrl: "page" | "none";
	/** Runs in Node only. */
	readonly node?: boolean;
}

const raw = (
	library: ClientLibrary,
	url: ClientSignature["url"] = "argument",
): ClientSignature => ({
	library,
	speaks: "websocket",
	url,
	withoutUrl: "none",
});

const SOCKET_IO: ClientSignature = {
	library: "socket.io-client",
	speaks: "socket.io",
	url: "argument",
	withoutUrl: "page",
};

const NODE_WS: ClientSignature = { ...raw("ws"), node: true };

/** Constructors and factory functions by what their callee evaluates to. */
export const CLIENTS: Readonly<Record<string, ClientSignature>> = {
	"global#WebSocket": raw("WebSocket"),
	"global#MozWebSocket": raw("WebSocket"),
	"ws#default": NODE_WS,
	"ws#*": NODE_WS,
	"ws#WebSocket": NODE_WS,
	"isomorphic-ws#default": raw("WebSocket"),
	"socket.io-client#default": SOCKET_IO,
	"socket.io-client#io": SOCKET_IO,
	"socket.io-client#connect": SOCKET_IO,
	"socket.io-client#default.connect": SOCKET_IO,
	"socket.io-client#Manager": SOCKET_IO,
	"socket.io-client#*": SOCKET_IO,
	"global#io": SOCKET_IO,
	"global#io.connect": SOCKET_IO,
	"reconnecting-websocket#default": raw("reconnecting-websocket"),
	"global#ReconnectingWebSocket": raw("reconnecting-websocket"),
	"partysocket#WebSocket": raw("partysocket"),
	"partysocket/ws#default": raw("partysocket"),
	"react-use-websocket#default": raw("react-use-websocket"),
	"react-use-websocket#useWebSocket": raw("react-use-websocket"),
	"react-use-websocket#useSocketIO": SOCKET_IO,
	"@vueuse/core#useWebSocket": raw("vueuse"),
	"rxjs/webSocket#webSocket": raw("rxjs"),
	"rxjs/webSocket#WebSocketSubject": raw("rxjs"),
	"graphql-ws#createClient": raw("graphql-ws", { property: "url" }),
	"subscriptions-transport-ws#SubscriptionClient": raw(
		"subscriptions-transport-ws",
	),
};

/** Last names under which a client may be called; the callee is then evaluated. */
export const CLIENT_NAMES: readonly string[] = [
	"WebSocket",
	"MozWebSocket",
	"io",
	"connect",
	"Manager",
	"ReconnectingWebSocket",
	"RWS",
	"useWebSocket",
	"useSocketIO",
	"webSocket",
	"WebSocketSubject",
	"createClient",
	"SubscriptionClient",
	"default",
	"*",
];
