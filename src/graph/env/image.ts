import { posix } from "node:path";
import type { DockerStage } from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import { joinPath } from "../../tree/paths.js";
import { type Layout, layoutOf } from "../app/layout.js";
import { parseCommandLine } from "../server/command-line.js";
import type { Sources } from "../sources.js";
import { type BuildCommand, buildCommand } from "./build-command.js";
import type { Build } from "./builds.js";
import type { ImageSource } from "./image-sources.js";
import { baseOf, chosenStages, repositoryFolders } from "./image-stages.js";
import { composeValues, envFileValues } from "./image-values.js";
import { interpolated, modeNamed } from "./interpolate.js";
import { homeOf, type Site } from "./site.js";
import type { EnvTable, Supplied } from "./supplied.js";

/** The builds and dev servers of an app that an image makes or runs. */
export function imageBuilds(
	sources: Sources,
	image: ImageSource,
	site: Site,
): readonly Build[] {
	const stages = chosenStages(image);
	const layout = layoutOf(sources);
	const builds: Build[] = [];
	for (const stage of stages)
		for (const command of stage.commands) {
			if (command.instruction !== "RUN") continue;
			const found = forSite(
				command.text,
				command.workdir,
				stage,
				stages,
				image,
				site,
				layout,
			);
			if (found?.purpose !== "build") continue;
			builds.push(imageBuild(image, stage, stages, command.at[0], found, site));
		}
	const served = serving(sources, image, stages, site);
	// A container that runs the dev server shows nothing of what its image built.
	if (served?.purpose === "serve")
		return [devContainer(sources, image, stages, served, site)];
	if (served && builds.length === 0)
		builds.push(staticContainer(image, stages, served, site));
	return builds;
}

/** What a command line inside the image does for the app. */
function forSite(
	text: string,
	workdir: string,
	stage: DockerStage,
	stages: readonly DockerStage[],
	image: ImageSource,
	site: Site,
	layout: Layout,
): BuildCommand | undefined {
	for (const command of parseCommandLine(text)) {
		const inside = posix.resolve("/", workdir, command.cwd || ".");
		for (const folder of repositoryFolders(
			inside,
			workdir,
			stage,
			stages,
			image,
		)) {
			const found = buildCommand({ ...command, cwd: "" }, folder, site, layout);
			if (found) return found;
		}
	}
	return undefined;
}

/** Keys an image build sees at a RUN: ARG with the compose file's values, ENV of this stage and its bases. */
function imageBuild(
	image: ImageSource,
	stage: DockerStage,
	stages: readonly DockerStage[],
	before: number,
	command: BuildCommand,
	site: Site,
): Build {
	const path = image.dockerfile?.path ?? "";
	const given = composeValues(image, image.service?.fact.build?.args ?? []);
	const supplies = new Map<string, Supplied>();
	const outside = new Set<string>();
	const lookup = (name: string) => supplies.get(name)?.text;
	for (let of: DockerStage | undefined = stage; of; of = baseOf(of, stages)) {
		for (const variable of of.variables) {
			if (of === stage && variable.at[0] > before) continue;
			if (
				of !== stage &&
				(variable.instruction === "ARG" || supplies.has(variable.key))
			)
				continue;
			const { key } = variable;
			const at: Place = { file: path, span: variable.valueAt };
			const argument =
				variable.instruction === "ARG" ? given.get(key) : undefined;
			if (argument) supplies.set(key, argument);
			else if (variable.value === undefined) outside.add(key);
			else
				supplies.set(key, {
					at,
					text: interpolated(key, variable.value, at, lookup),
				});
		}
	}
	return {
		scenario: "container",
		purpose: "build",
		mode: modeNamed(command.mode, lookup) ?? "production",
		...settled(supplies, outside),
		...builderOf(supplies, site, `the image build in ${path} sets other keys`),
		ports: portsOf(image),
		at: image.service
			? { file: image.service.file, span: image.service.fact.at }
			: { file: path, span: stage.at },
	};
}

/** The app's command in the finished image: compose `command`, else CMD of the last stage; or what the script that it starts runs. */
function serving(
	sources: Sources,
	image: ImageSource,
	stages: readonly DockerStage[],
	site: Site,
): BuildCommand | undefined {
	const layout = layoutOf(sources);
	const last = stages.at(-1);
	const service = image.service?.fact;
	const command =
		service?.command?.text ??
		last?.commands.findLast((c) => c.instruction !== "RUN")?.text;
	if (command === undefined) return undefined;
	const lines = scriptLines(sources, image, command) ?? [command];
	const workdir = service?.workingDir ?? last?.commands.at(-1)?.workdir ?? "/";
	for (const line of lines) {
		if (last) {
			const found = forSite(line, workdir, last, stages, image, site, layout);
			if (found) return found;
			continue;
		}
		for (const simple of parseCommandLine(line)) {
			const found = buildCommand(simple, homeOf(site), site, layout);
			if (found && image.context === homeOf(site)) return found;
		}
	}
	return undefined;
}

/** The lines of a shell script in the build context; undefined where the command starts none. */
function scriptLines(
	sources: Sources,
	{ context }: ImageSource,
	command: string,
): readonly string[] | undefined {
	const script = /^(?:(?:ba)?sh\s+)?(\S+\.sh)(?=\s|$)/.exec(command)?.[1];
	const path =
		script &&
		joinPath(context, posix.relative("/", posix.resolve("/", script)));
	const fact = path ? sources.facts.get(path) : undefined;
	return fact?.kind === "commands"
		? fact.commands.map(({ text }) => text)
		: undefined;
}

/** A dev server in a container reads its environment when it starts: ENV, `environment`, `env_file`. */
function devContainer(
	sources: Sources,
	image: ImageSource,
	stages: readonly DockerStage[],
	command: BuildCommand,
	site: Site,
): Build {
	const supplies = new Map<string, Supplied>();
	const outside = new Set<string>();
	const path = image.dockerfile?.path ?? "";
	const last = stages.at(-1);
	for (let of = last; of; of = baseOf(of, stages))
		for (const { key, value, valueAt, instruction } of of.variables) {
			if (instruction !== "ENV" || value === undefined || supplies.has(key))
				continue;
			const at: Place = { file: path, span: valueAt };
			supplies.set(key, {
				at,
				text: interpolated(key, value, at, (n) => supplies.get(n)?.text),
			});
		}
	for (const [key, supplied] of envFileValues(sources, image))
		supplies.set(key, supplied);
	for (const [key, supplied] of composeValues(
		image,
		image.service?.fact.environment ?? [],
	))
		supplies.set(key, supplied);
	for (const { key, value } of image.service?.fact.environment ?? [])
		if (value === undefined) outside.add(key);
	const where = image.service
		? `the service ${image.service.fact.name} in ${image.service.file} sets other keys`
		: `${path} sets other keys`;
	return {
		scenario: "container",
		purpose: "serve",
		mode: command.mode ?? "development",
		...(command.port !== undefined && { port: command.port }),
		...settled(supplies, outside),
		...builderOf(supplies, site, where),
		ports: portsOf(image),
		at: image.service
			? { file: image.service.file, span: image.service.fact.at }
			: { file: path, span: last?.at ?? [0, 0] },
	};
}

/** `next start`, `vite preview` of something built elsewhere. */
function staticContainer(
	image: ImageSource,
	stages: readonly DockerStage[],
	command: BuildCommand,
	site: Site,
): Build {
	const last = stages.at(-1);
	return last
		? imageBuild(
				image,
				last,
				stages,
				Number.POSITIVE_INFINITY,
				{ ...command, mode: command.mode ?? "production" },
				site,
			)
		: {
				scenario: "container",
				purpose: "build",
				mode: command.mode ?? "production",
				supplies: new Map(),
				outside: new Set(),
				ports: portsOf(image),
				at: {
					file: image.service?.file ?? "",
					span: image.service?.fact.at ?? [0, 0],
				},
			};
}

/** A value that is nothing but a variable of the caller is not supplied by the repository. */
function settled(
	supplies: EnvTable,
	outside: ReadonlySet<string>,
): Pick<Build, "supplies" | "outside"> {
	const known = new Map<string, Supplied>();
	const open = new Set(outside);
	for (const [key, supplied] of supplies)
		if (supplied.text.length > 0 && supplied.text.segments.every((s) => s.hole))
			open.add(key);
		else {
			known.set(key, supplied);
			open.delete(key);
		}
	return { supplies: known, outside: open };
}

/** Whether the build sets client keys of the app: then a missing one is unset. */
function builderOf(
	supplies: EnvTable,
	site: Site,
	why: string,
): Pick<Build, "builder"> {
	for (const [key, { at }] of supplies)
		if (site.prefixes.some((p) => key.startsWith(p)))
			return { builder: { why, at } };
	return {};
}

function portsOf(image: ImageSource): Build["ports"] {
	const service = image.service;
	return (service?.fact.ports ?? []).map((p) => ({
		host: p.host,
		container: p.container,
		at: { file: service?.file ?? "", span: p.at },
	}));
}
