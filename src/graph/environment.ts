import type { EnvEntry, PythonRequirements } from "../facts/index.js";
import type { Place } from "../facts/place.js";
import type { EnvAnswer, Scenario } from "../value/world.js";
import type { App } from "./app-node.js";
import type { Server } from "./server-node.js";
import type { Stated } from "./stated.js";

export interface EnvRead {
	readonly key: string;
	readonly at: Place;
	readonly keyAt: Place;
	readonly accessor:
		| "import.meta.env"
		| "process.env"
		| "os.environ"
		| "settings"
		| "other";
	/** `config`: inside a dev-server config file, which runs in Node. */
	readonly runtime: "browser" | "node" | "python" | "config";
	readonly app: App | undefined;
	readonly use: "fallback" | "test" | "value";
	/** What takes the place of a missing value, where it is one literal text. */
	readonly fallback?: Stated<string>;
	/** True when the value flows into a socket URL. */
	readonly inSocketUrl: boolean;
	readonly role: string;
	readonly reached: boolean | undefined;
	/** Answer per scenario of the app (or server). */
	readonly answers: readonly {
		readonly scenario: Scenario;
		readonly mode: string;
		readonly answer: EnvAnswer;
	}[];
}

export interface EnvFileNode {
	readonly path: string;
	readonly role: "live" | "example" | "unread";
	readonly mode?: string;
	readonly local: boolean;
	/** Git tracks it (or it is in a tree without git). */
	readonly tracked: boolean;
	/** The app or server that reads it, if known. */
	readonly app: App | undefined;
	readonly server: Server | undefined;
	readonly bom: boolean;
	readonly entries: readonly EnvEntry[];
	placeOf(entry: EnvEntry, part: "key" | "value"): Place;
}

export interface RequirementsNode {
	readonly path: string;
	readonly fact: PythonRequirements;
}
