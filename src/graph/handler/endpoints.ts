import { place } from "../../facts/place.js";
import type { Server } from "../graph.js";
import type { Projects } from "../server/project.js";
import { Activity } from "./activity.js";
import type { SocketHandler } from "./handler.js";
import { STARLETTE } from "./methods.js";

/** Handlers of the socket routes of FastAPI and Starlette. */
export function endpointHandlers(
	projects: Projects,
	servers: readonly Server[],
): readonly SocketHandler[] {
	const found = new Map<string, SocketHandler>();
	for (const server of servers)
		for (const { endpoint, path } of server.routes.items) {
			const key = `${endpoint?.file}#${endpoint?.fn}`;
			if (!endpoint || found.has(key)) continue;
			const code = projects.sources.program.code(endpoint.file)[endpoint.block];
			const params = code?.functions[endpoint.fn]?.params ?? [];
			const typed = params.findIndex((p) =>
				/(?:^|\.)WebSocket$/.test(p.annotation?.trim() ?? ""),
			);
			const index = typed < 0 && !params[0]?.annotation ? 0 : typed;
			const param = params[index];
			if (!param) continue;
			const activity = new Activity(projects, STARLETTE);
			activity.names.addParam(
				endpoint.file,
				endpoint.block,
				endpoint.fn,
				index,
			);
			const events = activity.run(endpoint);
			found.set(key, {
				runtime: "python",
				at: place(endpoint.file, param.at),
				under: [],
				title: path,
				server,
				source: key,
				live: server.live,
				events,
				...(activity.gap !== undefined && { gap: activity.gap }),
			});
		}
	return [...found.values()];
}
