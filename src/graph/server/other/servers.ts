import { posix } from "node:path";
import type { Place } from "../../../facts/place.js";
import { SCENARIOS } from "../../../value/world.js";
import type { OriginList, Server } from "../../graph.js";
import type { Sources } from "../../sources.js";
import type { Projects } from "../project.js";
import { programListens } from "./listens.js";
import { LANGUAGES, type Program, programsOf, type Stack } from "./programs.js";
import { routesOf } from "./routes.js";

/** Servers of Go, Java, Ruby and Elixir programs, as far as their literals tell. */
export function otherServers(projects: Projects): readonly Server[] {
	return LANGUAGES.flatMap((language) =>
		programsOf(projects.sources, language).flatMap((program) => {
			const server = serverOf(projects, language.stack, program);
			return server ? [server] : [];
		}),
	);
}

/** Stacks of which a server that is found may still be half known. */
export function isReadLightly(stack: string): boolean {
	return LANGUAGES.some((language) => language.stack === stack);
}

/** Stacks of which every module of the repository is a server that is wholly read. */
export function readStacks(
	sources: Sources,
	servers: readonly Server[],
): ReadonlySet<string> {
	const places = new Map(
		servers.map((s) => [`${s.at.file}:${s.at.span[0]}`, s]),
	);
	return new Set(
		LANGUAGES.flatMap((language) => {
			const programs = programsOf(sources, language);
			const read = new Set(programs.map((p) => p.module));
			const modules = sources.files
				.filter((f) => language.manifest.test(posix.basename(f.path)))
				.map((f) => posix.dirname(f.path).replace(/^\.$/, ""));
			const known = programs.every((program) => {
				const at = placeOf(program);
				const server = at && places.get(`${at.file}:${at.span[0]}`);
				return (
					server?.routes.complete &&
					server.listens.complete &&
					server.routes.items.length > 0
				);
			});
			return known && modules.length > 0 && modules.every((m) => read.has(m))
				? [language.stack]
				: [];
		}),
	);
}

function serverOf(
	projects: Projects,
	stack: Stack,
	program: Program,
): Server | undefined {
	const project = projects.at(program.root, "node");
	const { routes, frameworks } = routesOf(program);
	const listens = programListens(projects.sources, project, program);
	const at = placeOf(program);
	if (!at || (routes.items.length === 0 && listens.items.length === 0))
		return undefined;
	const [framework = stack] = frameworks;
	const origins: OriginList[] = [];
	const server: Server = {
		kind: "other",
		at,
		title: `${nameOf(program, stack)} (${framework})`,
		root: program.root,
		routes,
		unmounted: [],
		listens,
		speaks: routes.items.length > 0 || !routes.complete ? "websocket" : "none",
		matching: "exact",
		missSymptom: "404",
		origins,
		scenario: listens.items.some((l) => l.service)
			? SCENARIOS
			: ["dev", "preview", "production"],
		world: project.world,
		live: true,
	};
	origins.push(...originLists(program, server));
	return server;
}

/** The nearest folder with a name of its own. */
function nameOf({ root }: Program, stack: Stack): string {
	return (
		root.split("/").findLast((name) => !/^(?:src|cmd|app|main|)$/.test(name)) ??
		stack.split(" ")[0]?.toLowerCase() ??
		stack
	);
}

/** Where it starts to listen, else where its first route or entry is. */
function placeOf({ files }: Program): Place | undefined {
	for (const pick of [
		(f: Program["files"][number]) => f.fact.listens[0]?.at,
		(f: Program["files"][number]) => f.fact.routes[0]?.at,
	])
		for (const file of files) {
			const span = pick(file);
			if (span) return { file: file.file, span };
		}
	return undefined;
}

function originLists(
	{ files }: Program,
	server: Server,
): readonly OriginList[] {
	return files.flatMap(({ file, fact }) =>
		fact.origins.map(
			(list): OriginList => ({
				kind: list.kind,
				server,
				at: { file, span: list.at },
				entries: {
					items: list.entries.map((e) => ({
						value: e.value,
						at: { file, span: e.at },
						steps: [],
					})),
					complete: list.complete,
					...(!list.complete && {
						reason: "more than its literals may be let in",
					}),
				},
				shape: "list",
				credentials: { value: undefined },
				library: "own",
			}),
		),
	);
}
