import type { Connection, Server } from "../graph.js";
import type { Projects } from "../server/project.js";
import { dialledHandlers } from "./dialled-sockets.js";
import { endpointHandlers } from "./endpoints.js";
import type { SocketHandler } from "./handler.js";
import { nodeHandlers } from "./node-sockets.js";

export { requestDependencies } from "./dependencies.js";
export { type KeepAlive, keepAliveOf } from "./keep-alive.js";
export { httpOnlyMiddleware } from "./middleware.js";
export { socketServers } from "./socket-servers.js";
export { openListeners } from "./upgrade-listeners.js";

/** What the repository's code does with each socket: those its servers are given, then those it dials. */
export function findHandlers(
	projects: Projects,
	servers: readonly Server[],
	connections: readonly Connection[],
): readonly SocketHandler[] {
	return [
		...endpointHandlers(projects, servers),
		...nodeHandlers(projects, servers),
		...dialledHandlers(projects, connections),
	];
}
