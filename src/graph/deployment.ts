import type { Place } from "../facts/place.js";
import type { App } from "./app-node.js";
import type { Server } from "./server-node.js";
import type { Stated } from "./stated.js";

export interface Container {
	readonly file: string;
	readonly name: string;
	readonly at: Place;
	readonly aliases: readonly string[];
	readonly ports: readonly {
		readonly host: number | undefined;
		readonly container: number | undefined;
		readonly at: Place;
	}[];
	/** App or server that runs in it, by build context and command. */
	readonly runs: readonly (App | Server)[];
	/** It shares the machine's network: every port it listens on is one of the machine's. */
	readonly hostNetwork: boolean;
	/** What its `environment` sets; the values are not for rules to print. */
	readonly environment: readonly { readonly key: string; readonly at: Place }[];
	/** What its `build.args` give; present where the Dockerfile they go to is in the repository. */
	readonly buildArguments?: {
		readonly dockerfile: string;
		readonly items: readonly { readonly key: string; readonly at: Place }[];
	};
	/** Present when it serves what a build made, unchanged: the `FROM` of its file server, and the keys its build arguments give. */
	readonly staticBuild?: {
		readonly at: Place;
		readonly given: ReadonlySet<string>;
	};
}

/** One `server` block of an nginx configuration. */
export interface Edge {
	readonly file: string;
	/** The block's name. */
	readonly at: Place;
	/** The apps whose production page it is shown to serve; empty when nothing shows it. */
	readonly apps: readonly App[];
	readonly listens: readonly {
		readonly port: number;
		readonly tls: boolean;
		readonly at: Place;
	}[];
	/** The locations with a `proxy_pass`, nested ones included. */
	readonly forwarding: readonly EdgeLocation[];
	/** What becomes of a GET request for a path without query; holes as their stand-ins. */
	answer(path: string): EdgeAnswer;
}

export type EdgeAnswer =
	| {
			readonly kind: "forwards";
			readonly location: EdgeLocation;
			/** Empty when a variable names the target. */
			readonly targets: readonly {
				readonly host: string;
				readonly port: number;
			}[];
			/** The path the target sees; undefined when it is not static. */
			readonly sent: string | undefined;
	  }
	/** A file, the page in place of one, a redirect or an error: `how` goes on "the location …". */
	| {
			readonly kind: "answers";
			readonly location?: EdgeLocation;
			readonly how: string;
	  }
	| { readonly kind: "unknown"; readonly reason: string };

export interface EdgeLocation {
	/** As written: `/ws/`, `~ ^/ws`. */
	readonly pattern: string;
	/** `location /ws/`. */
	readonly at: Place;
	/** With its braces. */
	readonly block: Place;
	/** The argument of `proxy_pass`, as written. */
	readonly target?: Stated<string>;
	/** The headers in force (H6). */
	readonly upgrade:
		| { readonly kind: "forwarded" }
		| {
				readonly kind: "missing";
				readonly headers: readonly ("Upgrade" | "Connection")[];
				/** Lines that set one of them to something else. */
				readonly wrong: readonly Place[];
				/** The headers of a block around it are in force, which a header of its own would end. */
				readonly inherits: boolean;
		  }
		| { readonly kind: "unknown"; readonly reason: string };
	/** `proxy_read_timeout` in force, in ms; undefined when it is not static. */
	readonly readTimeout?: Stated<number>;
}
