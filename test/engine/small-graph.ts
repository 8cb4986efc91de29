import { type Place, place } from "../../src/facts/place.js";
import type { Connection, Graph } from "../../src/graph/graph.js";
import {
	defineRule,
	type Report,
	type Rule,
} from "../../src/rule/define-rule.js";

/** A graph with nothing in it but what is given. */
export function smallGraph(parts: Partial<Graph> = {}): Graph {
	return {
		apps: [],
		servers: [],
		connections: [],
		handlers: [],
		socketServers: [],
		openListeners: [],
		requestDependencies: [],
		httpOnlyMiddleware: [],
		requests: [],
		envReads: [],
		envFiles: [],
		originLists: [],
		containers: [],
		edges: [],
		requirements: [],
		deployedNames: [],
		fileCount: 0,
		mentions: () => [],
		handedOn: () => undefined,
		inReadme: () => undefined,
		loadedInNode: () => false,
		loadedTogether: () => false,
		keepAliveOf: () => undefined,
		...parts,
	};
}

export function connectionAt(
	at: Place,
	parts: Partial<Connection> = {},
): Connection {
	return {
		id: `${at.file}#connect`,
		at,
		library: "WebSocket",
		speaks: "websocket",
		runtime: "browser",
		app: undefined,
		role: "app",
		reached: true,
		attempts: [],
		spareDefaults: [],
		...parts,
	};
}

/** The place of the first occurrence of `part` in a text. */
export function placeOf(file: string, text: string, part: string): Place {
	const start = text.indexOf(part);
	if (start < 0) throw new Error(`${file} does not hold ${part}`);
	return place(file, [start, start + part.length]);
}

export function report(at: Place, parts: Partial<Report> = {}): Report {
	return {
		scenario: ["dev"],
		at,
		message: { what: "It cannot work", why: "Because.", do: "Change it." },
		...parts,
	};
}

/** A rule that yields what it is given. */
export function ruleThat(
	id: string,
	reports: readonly Report[],
	parts: Partial<Rule> = {},
): Rule {
	return defineRule({
		id,
		summary: "Says what it is told.",
		severity: "error",
		since: "0.1.0",
		facts: ["none"],
		*check() {
			yield* reports;
		},
		...parts,
	});
}
