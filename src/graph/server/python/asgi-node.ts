import type { Made, Value } from "../../../value/value.js";
import type { Stated } from "../../graph.js";
import type { Project } from "../project.js";
import type { FunctionRef } from "./required-query.js";

/** An app or router object of FastAPI or Starlette, with what is attached to it. */
export interface AsgiNode {
	readonly id: string;
	readonly kind: "fastapi" | "starlette" | "python-socketio";
	readonly role: "app" | "router";
	readonly made: Made;
	/** `APIRouter(prefix=…)`, asked for only where sockets stand below it. */
	readonly prefix: () => Prefixes;
	readonly routes: OwnRoute[];
	readonly children: Child[];
	/** Socket.IO servers that `ASGIApp` puts in front of it (or that are all it is). */
	readonly engines: Engine[];
	/** Why something attached to it is not known. */
	readonly gaps: string[];
}

/** A socket route as its own declaration states it. */
export interface OwnRoute {
	readonly path: Stated<string>;
	readonly endpoint: FunctionRef | undefined;
}

/** A python-socketio server and the path it answers on. */
export interface Engine {
	readonly path: Stated<string>;
	readonly made: Made;
}

/** A router included, or an app mounted, below a prefix. */
export interface Child {
	readonly prefix: () => Prefixes;
	readonly node: AsgiNode;
}

/** One entry per possible value; `gap` says why there may be others. */
export interface Prefixes {
	readonly known: readonly Stated<string>[];
	readonly gap?: string;
}

/** All apps and routers of the repository's Python code. */
export interface AsgiMap {
	readonly nodes: ReadonlyMap<string, AsgiNode>;
	/** Declarations whose app or router is not known, by project root. */
	readonly strays: readonly {
		readonly project: Project;
		readonly reason: string;
	}[];
	/** The app or router that a value is (wrapped in ASGI middleware or not). */
	nodeOf(value: Value): AsgiNode | undefined;
}
