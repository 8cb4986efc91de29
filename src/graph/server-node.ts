import type { Place } from "../facts/place.js";
import type { Condition, Step } from "../value/value.js";
import type { Scenario, World } from "../value/world.js";
import type { Collection, Stated } from "./stated.js";

export type ServerKind =
	| "fastapi"
	| "starlette"
	| "ws"
	| "express"
	| "express-ws"
	| "socket.io"
	| "python-socketio"
	| "other";

/** A process that listens: one app object (or several sharing one HTTP server). */
export interface Server {
	readonly kind: ServerKind;
	/** Where it is created. */
	readonly at: Place;
	/** `api (FastAPI)`. */
	readonly title: string;
	/** Folder of its package. */
	readonly root: string;
	readonly routes: Collection<Route>;
	/** Socket routes declared on routers that this server never includes. */
	readonly unmounted: readonly Route[];
	readonly listens: Collection<Listen>;
	/** Wire protocols it speaks on sockets. */
	readonly speaks: "websocket" | "socket.io" | "both" | "none";
	/** Exact match, or ignoring case and slash (W9). */
	readonly matching: "exact" | "loose";
	/** What a browser prints when no route matches: "403" (FastAPI), "400" (ws), … (F13, N1, N4). */
	readonly missSymptom: string;
	/** Whether a WebSocket library for uvicorn is declared (F1): undefined when not applicable or not known. */
	readonly wsRuntime?: {
		readonly present: boolean;
		readonly evidence: Place;
		readonly requirements: string;
	};
	readonly origins: readonly OriginList[];
	readonly scenario: readonly Scenario[];
	readonly world: World;
	/** Of a Node Socket.IO server: what decides over its clients besides the path. */
	readonly engine?: SocketIoEngine;
	/** Of python-engineio: it may be a release before 3.9, which lets every origin in where none is named. */
	readonly mayIgnoreOrigin?: boolean;
	/** Files of the pages that it sends itself; absent when none is known. */
	readonly pages?: readonly string[];
	/** False when nothing starts it and nothing imports it (example, dead second app). */
	readonly live: boolean;
}

/** A Socket.IO server apart from its path. */
export interface SocketIoEngine {
	/** Where it is created. */
	readonly at: Place;
	/** `/chat`; the main namespace `/` is always there and not listed. */
	readonly namespaces: Collection<Namespace>;
	/** Namespaces of Nest gateways that no module of the application lists, each with its gateway. */
	readonly unprovided?: readonly Stated<string>[];
	/** The `transports` option; absent when it is not given or not known. */
	readonly transports?: Stated<readonly string[]>;
	/** Major version by lockfile or manifest. */
	readonly major?: number;
	/** The `cors` option is given; undefined when that is not known. */
	readonly cors: boolean | undefined;
	/** `allowEIO3` is set, or it is not known not to be. */
	readonly allowsOldClients: boolean;
}

/** A name that a Socket.IO server knows, or the pattern of some. */
export interface Namespace extends Stated<string> {
	/** Of a pattern: whether a name is one of them; the value is then how the pattern is written. */
	readonly matches?: (name: string) => boolean;
}

export interface Route {
	/** As composed: `/api/chat/ws`, `/ws/{room}`. */
	readonly path: string;
	/** The literal of its own last part. */
	readonly at: Place;
	/** Prefixes and includes it is composed of. */
	readonly via: readonly Step[];
	/** Socket.IO: engine path; namespaces are in `namespaces`. */
	readonly protocol: "websocket" | "socket.io";
	matches(path: string): boolean;
	/** More paths than its own, with its parameters filled in, may match: all below it, or those of a pattern. */
	readonly wide?: boolean;
	/** Query parameters without default (FastAPI). */
	readonly requiredQuery: readonly string[];
	/** Query parameters that the endpoint's own code refuses to do without. */
	readonly checkedQuery?: readonly CheckedQuery[];
	/** Where literals stand that the endpoint compares a client's credential with; the value is the credential's name. */
	readonly comparedSecrets?: readonly Stated<string>[];
	/** Credentials of the query that the endpoint refuses unless they have a value that is known. */
	readonly demandedSecrets?: readonly DemandedSecret[];
	/** The Python function that answers: block of its file and index in `Code.functions`. */
	readonly endpoint?: {
		readonly file: string;
		readonly block: number;
		readonly fn: number;
	};
}

/** The name of a query parameter, and the test that refuses a socket without it. */
export interface CheckedQuery extends Stated<string> {
	/** False where other conditions have their say in it. */
	readonly always: boolean;
	/** Other parameters of the same test: one of them in its place is enough. */
	readonly instead?: readonly string[];
}

/** The name of a query parameter, and the comparison that lets a socket in. */
export interface DemandedSecret extends Stated<string> {
	/** Where the values are written. */
	readonly writtenAt: readonly Place[];
	/** Whether a value is among them; they are nobody's to keep. */
	accepts(value: string): boolean;
}

export interface Listen {
	readonly port: number;
	readonly at: Place;
	/** Undefined where that depends. */
	readonly tls: boolean | undefined;
	/** `container` for a port inside a compose network that is published as another. */
	readonly scenario: readonly Scenario[];
	/** Name of the compose service, when it listens inside a container. */
	readonly service?: string;
}

export interface OriginList {
	readonly kind: "http-cors" | "socket.io-cors" | "origin-check";
	readonly server: Server | undefined;
	/** The list itself (or the argument that holds it). */
	readonly at: Place;
	/** Entries in force per scenario; text is as the server compares it. */
	readonly entries: Collection<OriginEntry>;
	/** The value is one string where a list is needed, or a comma string (C5, C6). */
	readonly shape: "list" | "string" | "regex" | "function" | "boolean";
	/** Added on top by `allow_origin_regex`. */
	readonly regex?: Stated<string>;
	readonly credentials: {
		readonly value: boolean | undefined;
		readonly at?: Place;
	};
	readonly library:
		| "starlette"
		| "express-cors"
		| "socket.io"
		| "python-socketio"
		| "flask"
		| "own";
	/** Options beside the list that its library does not have, with the name that was meant where that is plain. */
	readonly strangeOptions?: readonly {
		readonly name: string;
		readonly at: Place;
		readonly meant?: string;
	}[];
	/** Of an `origin-check`: whether a handshake is refused by it; absent elsewhere. */
	readonly refuses?: boolean;
	/** Where a new entry would be added: an array literal, or the text of a comma list. */
	readonly home?: {
		readonly at: Place;
		readonly form: "array" | "comma-text" | "env";
	};
}

/** One origin that is let in; `*` is every origin. */
export interface OriginEntry extends Stated<string> {
	/** The option is `true`: the caller's own origin is answered, never `*` (C7). */
	readonly echoes?: true;
	/** Undecided tests that it rests on, where it is in force under some condition only. */
	readonly when?: readonly Condition[];
}

/**
 * What a client says once it is connected. `other`: a protocol of its own with
 * a handshake of its own (SockJS, SignalR, Pusher, Colyseus); what such a
 * client reaches is not judged.
 */
export type Protocol = "websocket" | "socket.io" | "other";
