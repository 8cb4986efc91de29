import type { Place } from "../../facts/place.js";
import type { Route, Server } from "../graph.js";

/** A dependency of a socket endpoint that only an HTTP request can fill. */
export interface RequestDependency {
	readonly server: Server;
	readonly route: Route;
	/** `Depends(…)` in the endpoint. */
	readonly at: Place;
	/** `request`: a parameter typed `Request`. `security-class`: one of FastAPI's own, which old versions cannot call on a socket. */
	readonly needs: "request" | "security-class";
	/** Function or class. */
	readonly name: string;
	/** The parameter, or the place the security object is made. */
	readonly statedAt: Place;
	/** Highest minor version of FastAPI (`115` of 0.115.11) that may be installed; absent when nothing bounds it. */
	readonly newestFastapi?: { readonly minor: number; readonly at?: Place };
}

/** ASGI middleware that treats every connection as an HTTP request. */
export interface HttpOnlyMiddleware {
	readonly server: Server;
	readonly name: string;
	/** What breaks on a socket: the call, or the key that only HTTP scopes have. */
	readonly at: Place;
	readonly fault: "request" | "scope" | "response";
	/** `method`, for `scope`. */
	readonly key?: string;
	/** Where the middleware is put on the app. */
	readonly addedAt: Place;
	/** How to hand a connection on as it came; known where the class keeps the app it is given. */
	readonly passOn?: PassOn;
}

export interface PassOn {
	/** Of `__call__`. */
	readonly body: Place;
	/** `scope`, as the class names it. */
	readonly scope: string;
	/** `self.app(scope, receive, send)`. */
	readonly call: string;
	/** The class may turn a connection away: what is handed on is not seen by whatever it checks. */
	readonly mayRefuse: boolean;
}
