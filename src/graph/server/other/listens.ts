import type { WrittenListen } from "../../../facts/server-source.js";
import type { Collection, Listen, Stated } from "../../graph.js";
import type { Sources } from "../../sources.js";
import type { Answers } from "../answers.js";
import { numbersOf } from "../answers.js";
import {
	buildContext,
	imageOf,
	type ServiceRef,
	serviceVariable,
} from "../commands.js";
import { listensOf, type Opening } from "../listens.js";
import { folderOf, within } from "../paths.js";
import type { Project } from "../project.js";
import type { Program, ProgramFile } from "./programs.js";

/** Where a program listens: what its code says, and the compose services built from it. */
export function programListens(
	sources: Sources,
	project: Project,
	program: Program,
): Collection<Listen> {
	const services = servicesFor(sources, program);
	const openings = program.files.flatMap((file) =>
		file.fact.listens.flatMap((listen) => [
			opening(file, listen, portsAt(sources, project, program, file, listen)),
			...services.map((service) =>
				opening(
					file,
					listen,
					portsAt(sources, project, program, file, listen, service),
					service,
				),
			),
		]),
	);
	const known = new Set(
		openings.flatMap((o) => o.ports.known.map((k) => k.value)),
	);
	return listensOf([
		...openings,
		...publishing(sources, program, services, known),
	]);
}

/**
 * Services built from a folder around the program that publish one of its
 * ports: they may run it, so where they publish it counts.
 */
function publishing(
	sources: Sources,
	{ root, files }: Program,
	matched: readonly ServiceRef[],
	known: ReadonlySet<number>,
): readonly Opening[] {
	const [first] = files;
	if (!first) return [];
	return composeServices(sources).flatMap((service) => {
		const context = buildContext(service);
		if (context === undefined || !within(root, context)) return [];
		if (matched.some((m) => m.service === service.service)) return [];
		return service.service.ports.flatMap(({ container, at }) =>
			container !== undefined && known.has(container)
				? [
						{
							at: { file: service.file, span: at },
							ports: { known: [stated(container, service.file, at)] },
							tls: false,
							strength: "strong" as const,
							platform: false,
							service,
						},
					]
				: [],
		);
	});
}

function opening(
	{ file }: ProgramFile,
	listen: WrittenListen,
	ports: Answers<number>,
	service?: ServiceRef,
): Opening {
	return {
		at: { file, span: listen.at },
		ports,
		tls: listen.tls,
		strength: "strong",
		platform: false,
		...(service && { service }),
	};
}

/** Literals and defaults, and what the environment puts in their place. */
function portsAt(
	sources: Sources,
	project: Project,
	program: Program,
	{ file }: ProgramFile,
	listen: WrittenListen,
	service?: ServiceRef,
): Answers<number> {
	const fields = listen.field ? fieldsNamed(program, file, listen.field) : [];
	const key = listen.env ?? fields[0]?.env;
	const given =
		key === undefined ? undefined : supplied(sources, project, key, service);
	const known: Stated<number>[] = [
		...(given ? [given] : []),
		...(given && service
			? []
			: [
					// A configured port stands in place of the framework's default.
					...(fields.length > 0
						? fields.map((f) => stated(f.port, f.file, f.at))
						: listen.ports.map(({ port, at }) => stated(port, file, at))),
				]),
	];
	return {
		known,
		...((listen.open || known.length === 0) && {
			open: key
				? `${key} is not set in this repository`
				: "the address it listens on is not known",
		}),
		...(key !== undefined && !given && { overridable: key }),
	};
}

function stated(
	value: number,
	file: string,
	span: WrittenListen["at"],
): Stated<number> {
	return { value, at: { file, span }, steps: [] };
}

/** Configuration fields of that name, those nearest to the file that listens. */
function fieldsNamed(program: Program, file: string, field: string) {
	const all = program.files.flatMap(({ file: of, fact }) =>
		fact.portFields
			.filter((f) => f.field === field)
			.map((f) => ({ ...f, file: of })),
	);
	const near = all.filter((f) => within(f.file, folderOf(file)));
	return near.length > 0 ? near : all;
}

function supplied(
	sources: Sources,
	project: Project,
	key: string,
	service: ServiceRef | undefined,
): Stated<number> | undefined {
	if (service) {
		const found = serviceVariable(service, sources.facts, key);
		const port = portIn(found?.value);
		return found && port !== undefined
			? { value: port, at: found.at, steps: [] }
			: undefined;
	}
	const answer = project.world.env("process.env", key, project.root);
	if (answer.state !== "set") return undefined;
	return numbersOf(project.evaluator, { v: "text", text: answer.text })
		.known[0];
}

/** `8080`, `:8080`, `0.0.0.0:8080`. */
function portIn(text: string | undefined): number | undefined {
	const digits = /(?:^|:)(\d{2,5})$/.exec(text?.trim() ?? "")?.[1];
	return digits === undefined ? undefined : Number(digits);
}

/** Compose services whose image is built from the program's folder, or by a Dockerfile in it. */
function servicesFor(
	sources: Sources,
	{ root, module }: Program,
): readonly ServiceRef[] {
	return composeServices(sources).filter((ref) => {
		const image = imageOf(ref, sources.facts);
		const folder = image ? folderOf(image.path) : buildContext(ref);
		return folder !== undefined && (folder === root || folder === module);
	});
}

function composeServices(sources: Sources): readonly ServiceRef[] {
	return [...sources.facts].flatMap(([file, fact]) =>
		fact.kind === "compose"
			? fact.services.map((service) => ({ file, service }))
			: [],
	);
}
