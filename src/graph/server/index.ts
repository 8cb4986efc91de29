import type { Server } from "../graph.js";
import type { Sources } from "../sources.js";
import { declaredServer } from "./declared.js";
import { nodeServers } from "./node/servers.js";
import { otherServers } from "./other/servers.js";
import { Projects } from "./project.js";
import { asgiServers } from "./python/asgi-servers.js";
import { plainServers } from "./python/plain-servers.js";

export { declaredHost } from "./declared.js";
export { type UnreadServer, unreadServers } from "./unread.js";

/**
 * Every server of the repository whose stack is read, with its socket routes,
 * ports and origin lists. Origin lists are `origins` of their server.
 */
export function findServers(
	sources: Sources,
	projects = new Projects(sources),
): readonly Server[] {
	const asgi = asgiServers(projects);
	const declared = declaredServer(sources.settings);
	return [
		...asgi,
		...plainServers(projects, asgi),
		...nodeServers(projects),
		...otherServers(projects),
		...(declared ? [declared] : []),
	];
}
