import type { Place } from "../facts/place.js";
import type { Text } from "../value/text.js";
import type { Condition, Step } from "../value/value.js";
import type { Scenario } from "../value/world.js";
import type { Address } from "./address.js";
import type { App, DevServer, ProxyEntry } from "./app-node.js";
import type { Edge, EdgeLocation } from "./deployment.js";
import type { Protocol, Route, Server } from "./server-node.js";
import type { Stated } from "./stated.js";
import type { Verdict } from "./verdict.js";

export type ClientLibrary =
	| "WebSocket"
	| "ws"
	| "socket.io-client"
	| "reconnecting-websocket"
	| "partysocket"
	| "react-use-websocket"
	| "vueuse"
	| "rxjs"
	| "graphql-ws"
	| "subscriptions-transport-ws"
	| "stomp"
	| "sockjs"
	| "signalr"
	| "phoenix"
	| "actioncable"
	| "pusher"
	| "trpc"
	| "hocuspocus"
	| "y-websocket"
	| "sockette"
	| "websocket-ts"
	| "colyseus"
	| "centrifuge"
	| "solid-primitives"
	| "ahooks"
	| "websocket"
	| "EventSource";

/** One place that opens a socket. */
export interface Connection {
	/** Stable under moved lines: file, enclosing function, URL skeleton. */
	readonly id: string;
	/** The constructor call. */
	readonly at: Place;
	/** The URL argument; absent for `io()`. */
	readonly urlAt?: Place;
	readonly library: ClientLibrary;
	readonly speaks: Protocol;
	/** Of a Socket.IO client: its major version where the package is imported, and its `transports` and `withCredentials` options. */
	readonly engine?: {
		readonly major?: number;
		readonly transports?: Stated<readonly string[]>;
		/** Whether its polling carries credentials; absent where that is not known. */
		readonly withCredentials?: boolean;
		/** The options object is not wholly known. */
		readonly open: boolean;
	};
	/** Names of credentials that are handed over beside the URL as literals, and where those stand. */
	readonly handedSecrets?: readonly Stated<string>[];
	readonly runtime: "browser" | "node";
	/** Absent for server-side clients and code that belongs to no app. */
	readonly app: App | undefined;
	/** `app`, or a folder convention that is not judged as the app (`test`, `mock`, `story`, `example`, `docs`). */
	readonly role: string;
	/** Whether an entry point reaches the file; undefined when entries are not known. */
	readonly reached: boolean | undefined;
	/** Empty where no scenario gives it a URL: it never dials. */
	readonly attempts: readonly Attempt[];
	/** Addresses that are defaults of the parameters its URL came through, although every call gives one. */
	readonly spareDefaults: readonly Stated<Address>[];
}

/** One alternative of a connection's URL in one scenario. */
export interface Attempt {
	readonly scenario: Scenario;
	readonly connection: Connection;
	/** The text given to the constructor, with provenance. */
	readonly url: Text;
	readonly address: Address;
	/** `taken`: proven in this scenario. `possible`: rests on an undecided condition. */
	readonly status: "taken" | "possible";
	readonly when: readonly Condition[];
	/** From the call site to the literals. */
	readonly steps: readonly Step[];
	/** Dev server, its proxy entry, container edge: in order. */
	readonly hops: readonly Hop[];
	readonly verdict: Verdict;
}

export type Hop =
	| {
			readonly kind: "dev-server";
			readonly server: DevServer;
			readonly entry?: ProxyEntry;
			readonly pathAfter?: string;
	  }
	| { readonly kind: "service"; readonly service: string; readonly at: Place }
	| {
			readonly kind: "edge";
			readonly edge: Edge;
			readonly location?: EdgeLocation;
			readonly pathAfter?: string;
	  }
	| {
			readonly kind: "server";
			readonly server: Server;
			readonly route?: Route;
	  };

/** `fetch`, axios: base and path as far as known. */
export interface HttpRequest {
	readonly at: Place;
	readonly app: App | undefined;
	readonly role: string;
	readonly runtime: "browser" | "node";
	readonly reached: boolean | undefined;
	readonly targets: readonly {
		readonly scenario: Scenario;
		readonly url: Text;
		readonly address: Address;
		readonly status: "taken" | "possible";
		readonly when: readonly Condition[];
		readonly steps: readonly Step[];
	}[];
}
