import type { Made } from "../../../value/value.js";
import type { OriginList, Server } from "../../graph.js";
import { argument, identity } from "../foreign.js";
import { readOrigins } from "../origin-entries.js";
import type { Projects } from "../project.js";
import type { AsgiNode } from "./asgi-node.js";

/**
 * `cors_allowed_origins` of the python-socketio servers in front of an app or
 * mounted in it. Without the option the library compares Origin with Host (W7);
 * that is no list.
 */
export function engineCors(
	projects: Projects,
	app: AsgiNode,
): readonly ((server: Server) => OriginList)[] {
	const engines = new Map<string, Made>();
	const visit = (node: AsgiNode, depth: number) => {
		for (const engine of node.engines)
			engines.set(identity(engine.made), engine.made);
		if (depth < 5)
			for (const child of node.children) visit(child.node, depth + 1);
	};
	visit(app, 0);
	return [...engines.values()].flatMap((made) => {
		const list = engineOriginList(projects, made);
		return list ? [list] : [];
	});
}

/** The list of one `AsyncServer(…)`, `Server(…)` or Flask-SocketIO `SocketIO(app, …)`. */
export function engineOriginList(
	projects: Projects,
	made: Made,
	library: OriginList["library"] = "python-socketio",
): ((server: Server) => OriginList) | undefined {
	const asked = argument(made, -1, "cors_allowed_origins");
	if (!asked) return undefined;
	const read = readOrigins(projects.of(made.scope.file), asked);
	return (server) => ({
		kind: "socket.io-cors",
		server,
		at: { file: asked.scope.file, span: asked.expr.at },
		entries: read.entries,
		shape: read.shape,
		credentials: { value: true },
		library,
		...(read.home && { home: read.home }),
	});
}
