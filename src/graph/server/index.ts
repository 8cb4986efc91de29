import type { Server } from "../graph.js";
import type { Sources } from "../sources.js";
import { nodeServers } from "./node/servers.js";
import { Projects } from "./project.js";
import { asgiServers } from "./python/asgi-servers.js";
import { otherPythonServers } from "./python/others.js";

export { type UnreadServer, unreadServers } from "./unread.js";

/**
 * Every server of the repository whose stack is read, with its socket routes,
 * ports and origin lists. Origin lists are `origins` of their server.
 */
export function findServers(sources: Sources): readonly Server[] {
	const projects = new Projects(sources);
	return [
		...asgiServers(projects),
		...otherPythonServers(projects),
		...nodeServers(projects),
	];
}
