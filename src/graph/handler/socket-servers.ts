import { type Place, place, samePlace } from "../../facts/place.js";
import type { CallSite } from "../../value/evaluator.js";
import type { Made, Value } from "../../value/value.js";
import { textsOf } from "../server/answers.js";
import { foreignName, identity } from "../server/foreign.js";
import { entryOf, optionsOf } from "../server/node/calls.js";
import type { Projects } from "../server/project.js";
import { isJudged, isShown } from "../server/roles.js";
import { happeningAt } from "./happenings.js";

/** A WebSocketServer, or a Socket.IO server, that is put on an HTTP server. */
export interface SocketServer {
	readonly library: "ws" | "socket.io";
	/** Where it is made. */
	readonly at: Place;
	/** Its `path` option, if it has one. */
	readonly path?: string;
	/** Where the HTTP server is made. */
	readonly on: Place;
	/** Conditions it is made under. */
	readonly under: readonly string[];
	readonly live: boolean;
	/** The HTTP server never listens: the Express app it is made for does, by itself, here. */
	readonly appListensAt?: Place;
}

const MAKERS: readonly (readonly [RegExp, SocketServer["library"]])[] = [
	[/^(?:isomorphic-)?ws#(?:WebSocketServer|Server|WebSocket\.Server)$/, "ws"],
	[/^socket\.io#(?:Server)?$/, "socket.io"],
];

const HTTP_SERVER = /^https?#(?:createServer|Server)$/;

/** Socket servers of the repository's Node code that share an HTTP server with something. */
export function socketServers(projects: Projects): readonly SocketServer[] {
	const { sources } = projects;
	const found = new Map<string, SocketServer>();
	for (const name of ["WebSocketServer", "Server"])
		for (const site of sources.callsNamed(name)) {
			if (site.file.endsWith(".py") || !isJudged(sources, site.file)) continue;
			const made = madeAt(site);
			const library = libraryOf(site);
			const on = library && httpServerOf(made, library);
			if (!library || !on) continue;
			const path = library === "ws" ? pathOf(made) : undefined;
			const appListensAt = listensOnlyByApp(on);
			found.set(identity(made), {
				library,
				at: made.site,
				on: on.site,
				under: happeningAt(site.fact.call.at, site.fact, undefined, site.file)
					.under,
				live: !isShown(sources, site.file),
				...(path !== undefined && { path }),
				...(appListensAt && { appListensAt }),
			});
		}
	return [...found.values()];

	function libraryOf(site: CallSite): SocketServer["library"] | undefined {
		for (const value of projects.of(site.file).evaluator.callee(site))
			for (const [pattern, library] of MAKERS)
				if (value.v === "external" && pattern.test(foreignName(value.name)))
					return library;
		return undefined;
	}

	/** `new WebSocketServer({ server })`, `new Server(server)` of Socket.IO. */
	function httpServerOf(
		made: Made,
		library: SocketServer["library"],
	): Made | undefined {
		const { evaluator } = projects.of(made.scope.file);
		const [first] = made.call.args;
		if (!first) return undefined;
		if (library === "socket.io")
			return madeHttpServer(
				evaluator.single({ expr: first, scope: made.scope }),
			);
		const [options] = optionsOf(evaluator, made, 0).objects;
		const server = options && entryOf(evaluator, options, "server");
		return server && madeHttpServer(evaluator.single(server));
	}

	function pathOf(made: Made): string | undefined {
		const { evaluator } = projects.of(made.scope.file);
		const [options] = optionsOf(evaluator, made, 0).objects;
		const path = options && entryOf(evaluator, options, "path");
		return path && textsOf(evaluator, path).known[0]?.value;
	}

	/** The `app.listen()` that takes the place of the server's own, where no `listen()` of the project may be the server's. */
	function listensOnlyByApp(server: Made): Place | undefined {
		const project = projects.of(server.scope.file);
		const apps = server.call.args.flatMap((arg) => {
			const app = project.evaluator.single({ expr: arg, scope: server.scope });
			return app?.v === "made" && foreignName(app.by) === "express#"
				? [app.made.site]
				: [];
		});
		let byApp: Place | undefined;
		for (const site of apps.length > 0 ? sources.callsNamed("listen") : []) {
			const { callee, at } = site.fact.call;
			if (callee.k !== "member" || projects.of(site.file) !== project) continue;
			for (const { value } of project.evaluator.evaluate(callee.of, {
				file: site.file,
				block: site.block,
			})) {
				if (value.v !== "made" || !isKnown(value)) return undefined;
				if (samePlace(value.made.site, server.site)) return undefined;
				if (apps.some((app) => samePlace(app, value.made.site)))
					byApp = place(site.file, at);
			}
		}
		return byApp;
	}
}

/** An Express app, or something that is made by Node's own packages. */
function isKnown({ by }: Extract<Value, { v: "made" }>): boolean {
	return /^(?:express|https?|http2|net)#/.test(foreignName(by));
}

function madeAt({ file, block, fact }: CallSite): Made {
	return {
		site: place(file, fact.call.at),
		call: fact.call,
		scope: { file, block },
	};
}

function madeHttpServer(value: Value | undefined): Made | undefined {
	if (value?.v !== "made") return undefined;
	const name = foreignName(value.by);
	return HTTP_SERVER.test(name) ||
		name === "express#.listen" ||
		name === "express#listen"
		? value.made
		: undefined;
}
