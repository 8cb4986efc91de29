import type { Connection } from "../graph.js";
import type { Projects } from "../server/project.js";
import { isJudged, isShown } from "../server/roles.js";
import { Activity } from "./activity.js";
import type { SocketHandler } from "./handler.js";
import { happeningAt } from "./happenings.js";
import { JAVASCRIPT } from "./methods.js";

/** What code does with the sockets that it opens by itself: `new WebSocket()` of browsers and of the ws package. */
export function dialledHandlers(
	projects: Projects,
	connections: readonly Connection[],
): readonly SocketHandler[] {
	const { sources } = projects;
	const found = new Map<string, SocketHandler>();
	for (const connection of connections) {
		const { at, library } = connection;
		const key = `${at.file}:${at.span[0]}`;
		if (
			(library !== "WebSocket" && library !== "ws") ||
			found.has(key) ||
			!isJudged(sources, at.file)
		)
			continue;
		for (const [block, code] of sources.program.code(at.file).entries()) {
			const fact = code.calls.find(
				({ call }) =>
					call.form === "new" &&
					call.at[0] === at.span[0] &&
					call.at[1] === at.span[1],
			);
			if (!fact) continue;
			const activity = new Activity(projects, JAVASCRIPT);
			activity.names.addMade(at.file, block, fact.call);
			const home = { file: at.file, block, fn: fact.fn };
			const events = activity.run(home, undefined, at.span[1]);
			found.set(key, {
				runtime: connection.runtime,
				at,
				under: happeningAt(at.span, fact, undefined, at.file).under,
				title: "the socket",
				connection,
				source: key,
				live: !isShown(sources, at.file),
				events: [...events, ...pingsIn(activity, at.file, block)],
				...(activity.gap !== undefined && { gap: activity.gap }),
			});
		}
	}
	return [...found.values()];

	/** `ping()` anywhere in the file: in timers and other functions that close over the socket. */
	function pingsIn(
		{ names }: Activity,
		file: string,
		block: number,
	): SocketHandler["events"] {
		const code = sources.program.code(file)[block];
		if (!code) return [];
		return code.calls.flatMap((fact) => {
			const { callee, at } = fact.call;
			return callee.k === "member" &&
				callee.name === "ping" &&
				names.has(callee.of, { file, block, code })
				? [{ ...happeningAt(at, fact, undefined, file), does: "ping" as const }]
				: [];
		});
	}
}
