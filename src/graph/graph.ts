import type { Place } from "../facts/place.js";
import type { App } from "./app-node.js";
import type { Connection, HttpRequest } from "./connection.js";
import type { Container, Edge } from "./deployment.js";
import type { EnvFileNode, EnvRead, RequirementsNode } from "./environment.js";
import type { SocketHandler } from "./handler/handler.js";
import type {
	HttpOnlyMiddleware,
	RequestDependency,
} from "./handler/http-only.js";
import type { KeepAlive } from "./handler/keep-alive.js";
import type { SocketServer } from "./handler/socket-servers.js";
import type { OpenListener } from "./handler/upgrade-listeners.js";
import type { OriginList, Server } from "./server-node.js";
import type { Stated } from "./stated.js";

export type * from "./app-node.js";
export type * from "./connection.js";
export type * from "./deployment.js";
export type * from "./environment.js";
export type * from "./server-node.js";
export type * from "./stated.js";

/** The whole picture: everything rules may ask about. Plain data plus pure functions; no text, no AST, no disk. */
export interface Graph {
	readonly apps: readonly App[];
	readonly servers: readonly Server[];
	readonly connections: readonly Connection[];
	/** What code does with each socket, on either side. */
	readonly handlers: readonly SocketHandler[];
	readonly socketServers: readonly SocketServer[];
	/** Upgrade listeners that leave sockets of other paths open. */
	readonly openListeners: readonly OpenListener[];
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
	/** Hosts that this repository's own files deploy to; `*` is one label, `?` one character that is not known. */
	readonly deployedNames: readonly Stated<string>[];
	/** Files of the tree that something reads. */
	readonly fileCount: number;
	/**
	 * Where a key's name stands as a whole word in code, configuration, compose
	 * files, Dockerfiles, scripts and workflows, parsed or not. Env files, prose
	 * and type declarations (`.d.ts`) are not searched.
	 */
	mentions(key: string): readonly Place[];
	/** Where a compose file, workflow, platform file or script hands an env key on to a build or program; undefined where none does. */
	handedOn(key: string): Place | undefined;
	/** Where a README names a key; undefined where none does. */
	inReadme(key: string): Place | undefined;
	/** Whether a program in Node loads a file, alone or beside the page: then there is no `location` in it. */
	loadedInNode(file: string): boolean;
	/** Whether some module loads both files, itself or through others: they are parts of one program. */
	loadedTogether(one: string, other: string): boolean;
	/** What a server sends on an idle socket by itself; undefined where that is not known. */
	keepAliveOf(server: Server): KeepAlive | undefined;
}
