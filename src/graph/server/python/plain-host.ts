import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Thunk, Value } from "../../../value/value.js";
import type { OriginList, Route, Server } from "../../graph.js";
import { type Answers, isGiven, numbersOf } from "../answers.js";
import { argument, identity, pythonName } from "../foreign.js";
import type { Opening } from "../listens.js";
import type { Project, Projects } from "../project.js";
import { exactPath, socketRoute } from "../route-pattern.js";

/** A Python server that is no FastAPI or Starlette app, while it is read. */
export interface PlainHost {
	readonly made: Made;
	readonly project: Project;
	readonly library:
		| "Flask"
		| "aiohttp"
		| "websockets"
		| "Django Channels"
		| "Tornado"
		| "Sanic"
		| "Quart";
	readonly routes: Route[];
	readonly openings: Opening[];
	/** Programs that commands start it with (`uvicorn`, `daphne`). */
	readonly launchedBy: Set<string>;
	/** Why its routes are not all known. */
	readonly gaps: string[];
	readonly origins: ((server: Server) => OriginList)[];
}

const APPS: Readonly<Record<string, PlainHost["library"]>> = {
	"flask#Flask": "Flask",
	"aiohttp#Application": "aiohttp",
	"tornado#Application": "Tornado",
	"sanic#Sanic": "Sanic",
	"quart#Quart": "Quart",
};

/** The apps met so far, each once, by the place it is created at. */
export class PlainHosts {
	readonly all = new Map<string, PlainHost>();

	constructor(readonly projects: Projects) {}

	/** The app that a value is, if it is one of a library that has apps. */
	hostOf(value: Value): PlainHost | undefined {
		const library = value.v === "made" ? APPS[pythonName(value.by)] : undefined;
		return value.v === "made" && library
			? this.add(value.made, library)
			: undefined;
	}

	/** The app that an argument is. */
	given(evaluator: Evaluator, asked: Thunk | undefined): PlainHost | undefined {
		return asked
			? evaluator.force(asked).flatMap((a) => this.hostOf(a.value) ?? [])[0]
			: undefined;
	}

	/** The app of a project that has only one (of a library). */
	onlyOf(
		project: Project,
		library?: PlainHost["library"],
	): PlainHost | undefined {
		const own = [...this.all.values()].filter(
			(h) =>
				h.project === project &&
				(library === undefined || h.library === library),
		);
		return own.length === 1 ? own[0] : undefined;
	}

	add(made: Made, library: PlainHost["library"]): PlainHost {
		const known = this.all.get(identity(made));
		if (known) return known;
		const host: PlainHost = {
			made,
			project: this.projects.of(made.scope.file),
			library,
			routes: [],
			openings: [],
			launchedBy: new Set(),
			gaps: [],
			origins: [],
		};
		this.all.set(identity(made), host);
		return host;
	}
}

/** The opening that a call in code makes: its port argument, else the library's own default. */
export function openingOf(
	made: Made,
	evaluator: Evaluator,
	port: Thunk | undefined,
	standard: number | undefined,
	tlsOption: string,
): Opening {
	const ports: Answers<number> = port
		? numbersOf(evaluator, port)
		: standard === undefined
			? { known: [], open: "its port is not stated" }
			: { known: [{ value: standard, at: made.site, steps: [] }] };
	return {
		at: made.site,
		ports,
		tls: isGiven(evaluator, argument(made, -1, tlsOption)),
		strength: "strong",
		platform: false,
	};
}

/** A plain socket route; a path without parameters matches itself only. */
export function plainRoute(
	path: string,
	at: Route["at"],
	pattern: Route["matches"],
): Route {
	return socketRoute(path, at, /[{<]/.test(path) ? pattern : exactPath(path));
}
