import type { EnvEntry, PythonRequirements } from "../facts/index.js";
import type { Place } from "../facts/place.js";
import type { Text } from "../value/text.js";
import type { Condition, Step } from "../value/value.js";
import type { EnvAnswer, Scenario, World } from "../value/world.js";
import type { Address } from "./address.js";
import type { SocketHandler } from "./handler/handler.js";
import type {
	HttpOnlyMiddleware,
	RequestDependency,
} from "./handler/http-only.js";
import type { SocketServer } from "./handler/socket-servers.js";
import type { Verdict } from "./verdict.js";

/** The whole picture: everything rules may ask about. Plain data plus pure functions; no text, no AST, no disk. */
export interface Graph {
	readonly apps: readonly App[];
	readonly servers: readonly Server[];
	readonly connections: readonly Connection[];
	/** What code does with each socket, on either side. */
	readonly handlers: readonly SocketHandler[];
	readonly socketServers: readonly SocketServer[];
	/** What makes FastAPI and Starlette treat a socket as an HTTP request. */
	readonly requestDependencies: readonly RequestDependency[];
	readonly httpOnlyMiddleware: readonly HttpOnlyMiddleware[];
	/** HTTP calls whose host matters to CORS and to host agreement. */
	readonly requests: readonly HttpRequest[];
	readonly envReads: readonly EnvRead[];
	readonly envFiles: readonly EnvFileNode[];
	readonly originLists: readonly OriginList[];
	readonly containers: readonly Container[];
	/** What stands in front of the built pages and the servers in production. */
	readonly edges: readonly Edge[];
	readonly requirements: readonly RequirementsNode[];
	/** Literal client URLs and ports that stand in code, whoever uses them (for drift and agreement). */
	readonly fileCount: number;
	/**
	 * Where a key's name stands as a whole word in code, configuration, compose
	 * files, Dockerfiles, scripts and workflows, parsed or not. Env files, prose
	 * and type declarations (`.d.ts`) are not searched.
	 */
	mentions(key: string): readonly Place[];
}

/** A list with the knowledge of whether it is all. A rule about absence needs `complete`. */
export interface Collection<T> {
	readonly items: readonly T[];
	readonly complete: boolean;
	/** Why not complete, as a sentence fragment. */
	readonly reason?: string;
}

/** A value and the place that says so. */
export interface Stated<T> {
	readonly value: T;
	readonly at: Place;
	/** Further places it rests on. */
	readonly steps: readonly Step[];
}

// ---------------------------------------------------------------- front ends

export type Framework =
	| "vite"
	| "cra"
	| "next"
	| "nuxt"
	| "vue-cli"
	| "angular"
	| "sveltekit"
	| "astro"
	| "webpack"
	| "html"
	| "none";

/** Something that shows a page: found by its config or manifest, not by its folder's name. */
export interface App {
	/** Folder, relative to the linted root; "" for the root itself. */
	readonly root: string;
	/** `web (Vite 5)`: for the first line of the report. */
	readonly title: string;
	readonly framework: Framework;
	/** Major version from the lockfile or manifest. */
	readonly major?: number;
	readonly devServer?: DevServer;
	/** `vite preview`: its proxy is the dev server's unless `preview.proxy` says otherwise (P19). */
	readonly previewServer?: DevServer;
	/** One world per scenario this app has. */
	readonly worlds: readonly World[];
	/** Page origins (`http://localhost:5173`) per scenario, where known. */
	readonly origins: readonly (Stated<string> & {
		readonly scenario: Scenario;
	})[];
	/** Prefixes the bundler exposes to client code (`VITE_`), with the place that sets them if not the default. */
	readonly envPrefixes: {
		readonly values: readonly string[];
		readonly at?: Place;
	};
	/** Keys supplied by `define`, `env:` blocks and the like. */
	readonly definedKeys: Collection<string>;
	/** Folder env files are read from; undefined when the config turns them off. */
	readonly envDir: string | undefined;
	/** Whether the declared (or the build tool's default) browser targets include browsers that reject relative WebSocket URLs (U1, E16). */
	readonly relativeUrls: {
		readonly supported: boolean;
		readonly why: string;
		readonly at?: Place;
	};
	/** The repository shows an https production page: place that shows it. */
	readonly httpsInProduction?: Stated<string>;
}

export interface DevServer {
	readonly framework: Framework;
	/** The config object (or the manifest) that describes it. */
	readonly at: Place;
	readonly port: Stated<number> | undefined;
	readonly https: boolean | undefined;
	/** `base`, starting with `/`. */
	readonly base: string;
	/** Where the HMR socket lives, if known. */
	readonly hmr: { readonly path: string; readonly ownPort: boolean };
	readonly proxy: Collection<ProxyEntry>;
	/** Where `proxy` stands or would be added (the object literal of `server`, else of the config), for fixes. */
	readonly proxyHome?: Place;
	/** The dev server may answer sockets itself (plugin with `configureServer`, middleware mode): reason. */
	readonly mayAnswer?: string;
}

export interface ProxyEntry {
	readonly key: string;
	readonly keyAt: Place;
	/** The whole entry. */
	readonly at: Place;
	/** The options object or string. */
	readonly valueAt: Place;
	readonly shorthand: boolean;
	/** Does this key cover a path with query? By the dev server's own matching (P7–P9, W6). */
	matches(pathAndQuery: string): boolean;
	/** Why the key can never match any path (P8); undefined if it can. */
	readonly neverMatches?: string;
	/** The `ws` option as written; undefined when absent; "unknown" when not static. */
	readonly ws: boolean | undefined | "unknown";
	readonly wsAt?: Place;
	/** Whether upgrades are forwarded, by this dev server's semantics (P3–P6, W1–W6). */
	readonly forwardsUpgrades: boolean | "unknown";
	readonly target: Stated<Text> | undefined;
	readonly changeOrigin: boolean | undefined;
	/** Which Origin the target sees: the page's where absent, the target's own with `rewriteWsOrigin` (P12, P13); `unknown` where headers are set by hand. */
	readonly sentOrigin?: "target" | "unknown";
	/** The `rewriteWsOrigin` property. */
	readonly sentOriginAt?: Place;
	/** Path on the target (rewrite, then target path prepended: P11); undefined when the rewrite is not static. */
	rewrite(pathAndQuery: string): string | undefined;
	/** True when a `rewrite` (or `pathRewrite`) is present. */
	readonly rewrites: boolean;
	/** The whole `rewrite` property, for removal. */
	readonly rewriteAt?: Place;
}

// ------------------------------------------------------------------- servers

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
	/** False when nothing starts it and nothing imports it (example, dead second app). */
	readonly live: boolean;
}

/** A Socket.IO server apart from its path. */
export interface SocketIoEngine {
	/** Where it is created. */
	readonly at: Place;
	/** `/chat`; the main namespace `/` is always there and not listed. */
	readonly namespaces: Collection<Stated<string>>;
	/** The `transports` option; absent when it is not given or not known. */
	readonly transports?: Stated<readonly string[]>;
	/** Major version by lockfile or manifest. */
	readonly major?: number;
	/** The `cors` option is given; undefined when that is not known. */
	readonly cors: boolean | undefined;
	/** `allowEIO3` is set, or it is not known not to be. */
	readonly allowsOldClients: boolean;
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
}

export interface Listen {
	readonly port: number;
	readonly at: Place;
	readonly tls: boolean;
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
	readonly entries: Collection<Stated<string>>;
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

// --------------------------------------------------------------- connections

/**
 * What a client says once it is connected. `other`: a protocol of its own with
 * a handshake of its own (SockJS, SignalR, Pusher, Colyseus); what such a
 * client reaches is not judged.
 */
export type Protocol = "websocket" | "socket.io" | "other";

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
	/** Of a Socket.IO client: its major version where the package is imported, and its `transports` option. */
	readonly engine?: {
		readonly major?: number;
		readonly transports?: Stated<readonly string[]>;
		/** The options object is not wholly known. */
		readonly open: boolean;
	};
	readonly runtime: "browser" | "node";
	/** Absent for server-side clients and code that belongs to no app. */
	readonly app: App | undefined;
	/** `app`, or a folder convention that is not judged as the app (`test`, `mock`, `story`, `example`, `docs`). */
	readonly role: string;
	/** Whether an entry point reaches the file; undefined when entries are not known. */
	readonly reached: boolean | undefined;
	readonly attempts: readonly Attempt[];
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

// ----------------------------------------------------------------------- env

export interface EnvRead {
	readonly key: string;
	readonly at: Place;
	readonly keyAt: Place;
	readonly accessor:
		| "import.meta.env"
		| "process.env"
		| "os.environ"
		| "settings"
		| "other";
	/** `config`: inside a dev-server config file, which runs in Node. */
	readonly runtime: "browser" | "node" | "python" | "config";
	readonly app: App | undefined;
	readonly use: "fallback" | "test" | "value";
	/** True when the value flows into a socket URL. */
	readonly inSocketUrl: boolean;
	readonly role: string;
	readonly reached: boolean | undefined;
	/** Answer per scenario of the app (or server). */
	readonly answers: readonly {
		readonly scenario: Scenario;
		readonly mode: string;
		readonly answer: EnvAnswer;
	}[];
}

export interface EnvFileNode {
	readonly path: string;
	readonly role: "live" | "example" | "unread";
	readonly mode?: string;
	readonly local: boolean;
	/** Git tracks it (or it is in a tree without git). */
	readonly tracked: boolean;
	/** The app or server that reads it, if known. */
	readonly app: App | undefined;
	readonly server: Server | undefined;
	readonly bom: boolean;
	readonly entries: readonly EnvEntry[];
	placeOf(entry: EnvEntry, part: "key" | "value"): Place;
}

export interface Container {
	readonly file: string;
	readonly name: string;
	readonly at: Place;
	readonly aliases: readonly string[];
	readonly ports: readonly {
		readonly host: number | undefined;
		readonly container: number | undefined;
		readonly at: Place;
	}[];
	/** App or server that runs in it, by build context and command. */
	readonly runs: readonly (App | Server)[];
	/** It shares the machine's network: every port it listens on is one of the machine's. */
	readonly hostNetwork: boolean;
	/** What its `environment` sets; the values are not for rules to print. */
	readonly environment: readonly { readonly key: string; readonly at: Place }[];
	/** Present when it serves what a build made, unchanged: the `FROM` of its file server, and the keys its build arguments give. */
	readonly staticBuild?: {
		readonly at: Place;
		readonly given: ReadonlySet<string>;
	};
}

/** One `server` block of an nginx configuration. */
export interface Edge {
	readonly file: string;
	/** The block's name. */
	readonly at: Place;
	/** The apps whose production page it is shown to serve; empty when nothing shows it. */
	readonly apps: readonly App[];
	readonly listens: readonly {
		readonly port: number;
		readonly tls: boolean;
		readonly at: Place;
	}[];
	/** The locations with a `proxy_pass`, nested ones included. */
	readonly forwarding: readonly EdgeLocation[];
	/** What becomes of a GET request for a path without query; holes as their stand-ins. */
	answer(path: string): EdgeAnswer;
}

export type EdgeAnswer =
	| {
			readonly kind: "forwards";
			readonly location: EdgeLocation;
			/** Empty when a variable names the target. */
			readonly targets: readonly {
				readonly host: string;
				readonly port: number;
			}[];
			/** The path the target sees; undefined when it is not static. */
			readonly sent: string | undefined;
	  }
	/** A file, the page in place of one, a redirect or an error: `how` goes on "the location …". */
	| {
			readonly kind: "answers";
			readonly location?: EdgeLocation;
			readonly how: string;
	  }
	| { readonly kind: "unknown"; readonly reason: string };

export interface EdgeLocation {
	/** As written: `/ws/`, `~ ^/ws`. */
	readonly pattern: string;
	/** `location /ws/`. */
	readonly at: Place;
	/** With its braces. */
	readonly block: Place;
	/** The argument of `proxy_pass`, as written. */
	readonly target?: Stated<string>;
	/** The headers in force (H6). */
	readonly upgrade:
		| { readonly kind: "forwarded" }
		| {
				readonly kind: "missing";
				readonly headers: readonly ("Upgrade" | "Connection")[];
				/** Lines that set one of them to something else. */
				readonly wrong: readonly Place[];
				/** The headers of a block around it are in force, which a header of its own would end. */
				readonly inherits: boolean;
		  }
		| { readonly kind: "unknown"; readonly reason: string };
	/** `proxy_read_timeout` in force, in ms; undefined when it is not static. */
	readonly readTimeout?: Stated<number>;
}

export interface RequirementsNode {
	readonly path: string;
	readonly fact: PythonRequirements;
}
