import type { Place } from "../facts/place.js";
import type { Flaw } from "./address.js";
import type {
	DevServer,
	Edge,
	EdgeLocation,
	Listen,
	ProxyEntry,
	Route,
	Server,
} from "./graph.js";

/**
 * Three-valued. `cannot-reach` carries the fault and is only given when every
 * collection it rests on is complete.
 */
export type Verdict =
	| {
			readonly kind: "reaches";
			readonly server: Server | undefined;
			readonly route: Route | undefined;
			readonly why: string;
	  }
	/** A host outside this repository, on purpose. */
	| { readonly kind: "third-party"; readonly host: string }
	| {
			readonly kind: "cannot-reach";
			readonly fault: Fault;
			/** What the socket meets once `fault` is mended: the target behind a proxy key that does not forward it. */
			readonly behind?: Fault;
	  }
	| { readonly kind: "unknown"; readonly reason: string; readonly at?: Place };

export type Fault =
	| { readonly code: "malformed"; readonly flaw: Flaw }
	/** The runtime rejects a URL without scheme (U3, U4). */
	| { readonly code: "relative-rejected"; readonly runtime: string }
	/** The dev server has no key for this path (P1). */
	| {
			readonly code: "no-proxy-key";
			readonly devServer: DevServer;
			readonly path: string;
	  }
	/** A key covers it and does not forward upgrades (P3, P5). */
	| {
			readonly code: "proxy-without-upgrade";
			readonly devServer: DevServer;
			readonly entry: ProxyEntry;
			readonly path: string;
	  }
	/** A key looks meant for it and can never match, or not this path (P7–P9). */
	| {
			readonly code: "key-never-matches";
			readonly devServer: DevServer;
			readonly entry: ProxyEntry;
			readonly path: string;
			readonly why: string;
	  }
	/** An earlier ws-enabled key takes the path and the later one would have reached (P10). */
	| {
			readonly code: "shadowed";
			readonly devServer: DevServer;
			readonly entry: ProxyEntry;
			readonly later: ProxyEntry;
			readonly path: string;
	  }
	/** After rewrite and target path no server route matches (P11). */
	| {
			readonly code: "rewrite-misses";
			readonly entry: ProxyEntry;
			readonly path: string;
			readonly sent: string;
			readonly server: Server;
			readonly nearest: Route | undefined;
	  }
	/** The proxy's target port is no server's (P14). */
	| {
			readonly code: "target-port";
			readonly entry: ProxyEntry;
			readonly port: number;
			readonly servers: readonly Server[];
			readonly listens: readonly Listen[];
	  }
	/** The dialled port is no server's, and a server that serves this path listens elsewhere. */
	| {
			readonly code: "port";
			readonly port: number;
			readonly servers: readonly Server[];
			readonly listens: readonly Listen[];
	  }
	| {
			readonly code: "no-route";
			readonly server: Server;
			readonly path: string;
			readonly nearest: Route | undefined;
			readonly difference: "slash" | "case" | "prefix" | "duplicated" | "other";
	  }
	/** The only matching route is on a router nobody includes. */
	| {
			readonly code: "not-mounted";
			readonly server: Server;
			readonly route: Route;
			readonly path: string;
	  }
	| {
			readonly code: "protocol";
			readonly server: Server;
			readonly client: string;
	  }
	/** The page is served to other machines and dials their own loopback (RC8). */
	| { readonly code: "own-machine"; readonly host: string }
	/** A name that only containers can resolve (`ws://backend:8000`). */
	| {
			readonly code: "container-host";
			readonly host: string;
			readonly service: Place;
	  }
	/** ws:// to a named host from an https page (U8). */
	| { readonly code: "mixed-content"; readonly host: string }
	/** Production's proxy forwards the path as a plain request (H6). */
	| {
			readonly code: "edge-without-upgrade";
			readonly edge: Edge;
			readonly location: EdgeLocation;
			readonly path: string;
	  }
	/** Production's proxy answers the path itself: `how` goes on "the location …" (H9). */
	| {
			readonly code: "edge-no-location";
			readonly edge: Edge;
			readonly location: EdgeLocation | undefined;
			readonly path: string;
			readonly how: string;
	  }
	/** Production's proxy forwards to a port that no program of the service it names listens on. */
	| {
			readonly code: "edge-target-port";
			readonly edge: Edge;
			readonly location: EdgeLocation;
			readonly host: string;
			readonly port: number;
			readonly servers: readonly Server[];
			readonly listens: readonly Listen[];
	  }
	/** The server that hands out the built page has no such route, and the development proxy brings the path to one. */
	| {
			readonly code: "page-server-no-route";
			readonly server: Server;
			/** Where it is told to serve the page. */
			readonly servedAt: Place;
			readonly path: string;
			readonly nearest: Route | undefined;
	  }
	/** Production's proxy sends the path on as one that the server does not serve (H9). */
	| {
			readonly code: "edge-maps-elsewhere";
			readonly edge: Edge;
			readonly location: EdgeLocation;
			readonly path: string;
			readonly sent: string;
			readonly server: Server;
			readonly nearest: Route | undefined;
	  };

export type FaultCode = Fault["code"];
