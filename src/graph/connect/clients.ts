import {
	apart,
	type ClientSignature,
	onPage,
	plain,
} from "./client-signature.js";
import {
	actionCableUrl,
	echoUrl,
	partySocketUrl,
	phoenixUrl,
	pusherUrl,
	webSocketLinkUrl,
	yWebsocketUrl,
} from "./composed-urls.js";

const SOCKET_IO: ClientSignature = {
	library: "socket.io-client",
	speaks: "socket.io",
	url: "argument",
	withoutUrl: "page",
};

const NODE_WS: ClientSignature = { ...plain("ws"), node: true };

const url = { property: "url" } as const;
const broker = { property: "brokerURL" } as const;

/**
 * Constructors and factory functions by what their callee evaluates to; a
 * method of something made is under its maker, `pkg#Builder.withUrl`. STOMP,
 * Action Cable, Phoenix and Hocuspocus are told apart from a bare WebSocket by
 * subprotocol or by what they send, not by how they connect.
 */
export const CLIENTS: Readonly<Record<string, ClientSignature>> = {
	"global#WebSocket": plain("WebSocket"),
	"global#MozWebSocket": plain("WebSocket"),
	"ws#default": NODE_WS,
	"ws#*": NODE_WS,
	"ws#WebSocket": NODE_WS,
	"undici#WebSocket": NODE_WS,
	"isomorphic-ws#default": plain("WebSocket"),
	"websocket#w3cwebsocket": plain("websocket"),
	"websocket#default.w3cwebsocket": plain("websocket"),
	"socket.io-client#default": SOCKET_IO,
	"socket.io-client#io": SOCKET_IO,
	"socket.io-client#connect": SOCKET_IO,
	"socket.io-client#default.connect": SOCKET_IO,
	"socket.io-client#Manager": SOCKET_IO,
	"socket.io-client#*": SOCKET_IO,
	"global#io": SOCKET_IO,
	"global#io.connect": SOCKET_IO,
	"ngx-socket-io#SocketIoModule.forRoot": { ...SOCKET_IO, url },
	"ngx-socket-io#provideSocketIo": { ...SOCKET_IO, url },
	"ngx-socket-io#Socket": { ...SOCKET_IO, url },
	"reconnecting-websocket#default": plain("reconnecting-websocket"),
	"global#ReconnectingWebSocket": plain("reconnecting-websocket"),
	"partysocket#WebSocket": plain("partysocket"),
	"partysocket/ws#default": plain("partysocket"),
	"partysocket/react#useWebSocket": plain("partysocket"),
	"partysocket#default": plain("partysocket", partySocketUrl),
	"partysocket#PartySocket": plain("partysocket", partySocketUrl),
	"partysocket/react#default": plain("partysocket", partySocketUrl),
	"partysocket/react#usePartySocket": plain("partysocket", partySocketUrl),
	"react-use-websocket#default": plain("react-use-websocket"),
	"react-use-websocket#useWebSocket": plain("react-use-websocket"),
	"react-use-websocket#useSocketIO": SOCKET_IO,
	"@vueuse/core#useWebSocket": plain("vueuse"),
	"ahooks#useWebSocket": plain("ahooks"),
	"@solid-primitives/websocket#createWS": plain("solid-primitives"),
	"@solid-primitives/websocket#createReconnectingWS": plain("solid-primitives"),
	"@solid-primitives/websocket#makeWS": plain("solid-primitives"),
	"@solid-primitives/websocket#makeReconnectingWS": plain("solid-primitives"),
	"rxjs/webSocket#webSocket": plain("rxjs"),
	"rxjs/webSocket#WebSocketSubject": plain("rxjs"),
	"sockette#default": plain("sockette"),
	"websocket-ts#Websocket": plain("websocket-ts"),
	"websocket-ts#WebsocketBuilder": plain("websocket-ts"),
	"graphql-ws#createClient": plain("graphql-ws", url),
	"subscriptions-transport-ws#SubscriptionClient": plain(
		"subscriptions-transport-ws",
	),
	"@apollo/client/link/ws#WebSocketLink": plain(
		"subscriptions-transport-ws",
		webSocketLinkUrl,
	),
	"apollo-link-ws#WebSocketLink": plain(
		"subscriptions-transport-ws",
		webSocketLinkUrl,
	),
	"@trpc/client#createWSClient": plain("trpc", url),
	"@hocuspocus/provider#HocuspocusProvider": plain("hocuspocus", url),
	"@hocuspocus/provider#HocuspocusProviderWebsocket": plain("hocuspocus", url),
	"y-websocket#WebsocketProvider": plain("y-websocket", yWebsocketUrl),
	"@stomp/stompjs#Client": plain("stomp", broker),
	"global#StompJs.Client": plain("stomp", broker),
	"@stomp/rx-stomp#RxStomp.configure": plain("stomp", broker),
	"@stomp/stompjs#Stomp.client": plain("stomp"),
	"stompjs#default.client": plain("stomp"),
	"stompjs#client": plain("stomp"),
	"webstomp-client#default.client": plain("stomp"),
	"webstomp-client#client": plain("stomp"),
	"global#Stomp.client": plain("stomp"),
	"phoenix#Socket": onPage("phoenix", phoenixUrl),
	"phoenix_live_view#LiveSocket": onPage("phoenix", phoenixUrl),
	"global#Phoenix.Socket": onPage("phoenix", phoenixUrl),
	"@rails/actioncable#createConsumer": onPage("actioncable", actionCableUrl),
	"actioncable#createConsumer": onPage("actioncable", actionCableUrl),
	"actioncable#default.createConsumer": onPage("actioncable", actionCableUrl),
	"global#ActionCable.createConsumer": onPage("actioncable", actionCableUrl),
	"centrifuge#Centrifuge": plain("centrifuge"),
	"centrifuge#default": plain("centrifuge"),
	"sockjs-client#default": apart("sockjs"),
	"sockjs-client#*": apart("sockjs"),
	"sockjs-client/dist/sockjs#default": apart("sockjs"),
	"sockjs-client/dist/sockjs.min.js#default": apart("sockjs"),
	"global#SockJS": apart("sockjs"),
	"@microsoft/signalr#HubConnectionBuilder.withUrl": apart("signalr"),
	"@aspnet/signalr#HubConnectionBuilder.withUrl": apart("signalr"),
	"global#signalR.HubConnectionBuilder.withUrl": apart("signalr"),
	"pusher-js#default": apart("pusher", pusherUrl),
	"global#Pusher": apart("pusher", pusherUrl),
	"laravel-echo#default": apart("pusher", echoUrl),
	"colyseus.js#Client": apart("colyseus"),
};

/** Last names under which a client may be called; the callee is then evaluated. */
export const CLIENT_NAMES: readonly string[] = [
	...new Set([
		...Object.keys(CLIENTS).map((name) => name.split(/[#.]/).at(-1) ?? name),
		// As people import a default export under the class's own name in CommonJS.
		"RWS",
		"SockJS",
		"Sockette",
		"PartySocket",
		"Echo",
	]),
];
