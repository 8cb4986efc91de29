import { identity } from "../foreign.js";
import { type Launch, launches } from "../launch.js";
import type { Opening } from "../listens.js";
import type { PlainHosts } from "./plain-host.js";
import { moduleAttribute, moduleCandidates } from "./target.js";

/** Servers of ASGI and WSGI apps that are told by `module:attribute`. */
const PROGRAMS = new Set([
	...[
		"gunicorn",
		"flask",
		"uvicorn",
		"hypercorn",
		"daphne",
		"granian",
		"sanic",
	],
	"quart",
]);

/** Apps that `gunicorn pkg.mod:app`, `daphne pkg.asgi:application` or `flask run` start. */
export function readLaunches(hosts: PlainHosts): void {
	for (const launch of launches(hosts.projects.sources))
		if (PROGRAMS.has(launch.program)) readLaunch(hosts, launch);
}

function readLaunch(hosts: PlainHosts, launch: Launch): void {
	const { target, program } = launch;
	if (target.kind !== "module") return;
	const [module = "", attribute = defaultAttribute(program)] =
		target.name.split(":");
	for (const file of moduleCandidates(hosts.projects, module, launch.folders))
		for (const value of moduleAttribute(hosts.projects, file, attribute)) {
			const host =
				value.v === "made" ? hosts.all.get(identity(value.made)) : undefined;
			host?.openings.push(openingOfLaunch(launch));
			host?.launchedBy.add(program);
		}
}

/** What a program takes out of a module that it is given without a name: gunicorn follows WSGI's custom. */
export function defaultAttribute(program: string): string {
	return program === "gunicorn" ? "application" : "app";
}

/** The opening that a command line makes. */
export function openingOfLaunch(launch: Launch): Opening {
	const { line, port } = launch;
	return {
		at: line.at,
		ports:
			typeof port === "number"
				? { known: [{ value: port, at: line.at, steps: [] }] }
				: {
						known: [],
						open: "its command takes the port from the environment",
					},
		tls: launch.tls,
		strength: line.strength,
		platform: line.platform,
		...(line.service && { service: line.service }),
	};
}
