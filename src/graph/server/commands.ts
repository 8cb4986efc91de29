import { posix } from "node:path";
import type {
	CommandFile,
	ComposeFile,
	ComposeService,
	Dockerfile,
	DockerStage,
	Fact,
	KeyValue,
	PlatformFile,
} from "../../facts/index.js";
import type { Place } from "../../facts/place.js";
import type { Sources } from "../sources.js";
import { ancestors, dotenvValue, folderOf, join } from "./paths.js";

/** A command line of the repository together with where it runs. */
export interface CommandLine {
	readonly text: string;
	readonly at: Place;
	/** README blocks and CI steps say less about how people run it than scripts do. */
	readonly strength: "strong" | "weak";
	/** Procfiles and platform files: ports there are given by the platform. */
	readonly platform: boolean;
	/** Folders it may run in, most likely first. */
	readonly folders: readonly string[];
	/** Variables its own file sets. */
	env(key: string): string | undefined;
	/** The compose service it runs in. */
	readonly service?: ServiceRef;
}

/** One service of one compose file. */
export interface ServiceRef {
	readonly file: string;
	readonly service: ComposeService;
}

/** Every line that may start something, from scripts, shell and CI files, Dockerfiles and compose. */
export function commandLines(sources: Sources): readonly CommandLine[] {
	const lines: CommandLine[] = [];
	const images = new Set<string>();
	const roles = new Map(sources.files.map((f) => [f.path, f.role]));
	const judged = (path: string) =>
		!["test", "mock", "story"].includes(roles.get(path) ?? "app");
	for (const [path, fact] of sources.facts) {
		if (!judged(path) || fact.kind !== "compose") continue;
		for (const service of fact.services) {
			const ref = { file: path, service };
			const image = imageOf(ref, sources.facts);
			if (image) images.add(image.path);
			lines.push(...serviceLines(ref, image, sources.facts));
		}
	}
	for (const [path, fact] of sources.facts) {
		if (!judged(path)) continue;
		if (fact.kind === "commands" || fact.kind === "platform")
			lines.push(...fileLines(path, fact));
		if (fact.kind === "package")
			for (const script of fact.scripts)
				lines.push({
					text: script.command,
					at: { file: path, span: script.at },
					strength: "strong",
					platform: false,
					folders: [folderOf(path)],
					env: () => undefined,
				});
		if (fact.kind === "dockerfile" && !images.has(path))
			lines.push(...imageLines({ path, fact }, folderOf(path), undefined));
	}
	return lines;
}

/** Folder that a compose service is built from; undefined for a ready image or a URL. */
export function buildContext(ref: ServiceRef): string | undefined {
	const context = ref.service.build?.context;
	if (context === undefined || /^\w+:\/\//.test(context)) return undefined;
	return join(folderOf(ref.file), context);
}

/** The Dockerfile of a service, when the repository holds it. */
export function imageOf(
	ref: ServiceRef,
	facts: ReadonlyMap<string, Fact>,
): { readonly path: string; readonly fact: Dockerfile } | undefined {
	const context = buildContext(ref);
	if (context === undefined) return undefined;
	const path = join(context, ref.service.build?.dockerfile ?? "Dockerfile");
	const fact = facts.get(path);
	return fact?.kind === "dockerfile" ? { path, fact } : undefined;
}

/** What a service's environment says about a key: `environment`, then `env_file`, then the image. */
export function serviceVariable(
	ref: ServiceRef,
	facts: ReadonlyMap<string, Fact>,
	key: string,
): { readonly value: string; readonly at: Place } | undefined {
	const stated = lastOf(ref.service.environment, key);
	if (stated?.value !== undefined) {
		const value = composeDefault(stated.value);
		if (value !== undefined)
			return { value, at: { file: ref.file, span: stated.valueAt } };
		return undefined;
	}
	for (const name of [...ref.service.envFiles].reverse()) {
		const found = dotenvValue(facts, join(folderOf(ref.file), name), key);
		if (found) return found;
	}
	const image = imageOf(ref, facts);
	const stage = image && finalStage(image.fact, ref.service.build?.target);
	const set = stage?.variables.findLast((v) => v.key === key);
	return image && set?.value !== undefined
		? { value: set.value, at: { file: image.path, span: set.valueAt } }
		: undefined;
}

/** `${X:-d}` in a compose value is taken as `d`; `${X}` stays open. */
function composeDefault(value: string): string | undefined {
	let open = false;
	const text = value.replace(
		/\$\{\w+(?::?-([^}]*))?[^}]*\}|\$\w+/g,
		(_, fallback?: string) => {
			open ||= fallback === undefined;
			return fallback ?? "";
		},
	);
	return open ? undefined : text;
}

function serviceLines(
	ref: ServiceRef,
	image: { readonly path: string; readonly fact: Dockerfile } | undefined,
	facts: ReadonlyMap<string, Fact>,
): readonly CommandLine[] {
	const context = buildContext(ref);
	const command = ref.service.command;
	if (!command)
		return image && context !== undefined
			? imageLines(image, context, ref, facts)
			: [];
	const stage = image && finalStage(image.fact, ref.service.build?.target);
	return [
		{
			text: command.text,
			at: { file: ref.file, span: command.at },
			strength: "strong",
			platform: false,
			folders: [
				...mountedFolders(stage, context, ref.service.workingDir),
				context ?? folderOf(ref.file),
			],
			env: (key) => serviceVariable(ref, facts, key)?.value,
			service: ref,
		},
	];
}

function imageLines(
	image: { readonly path: string; readonly fact: Dockerfile },
	context: string,
	service: ServiceRef | undefined,
	facts?: ReadonlyMap<string, Fact>,
): readonly CommandLine[] {
	const stage = finalStage(image.fact, service?.service.build?.target);
	if (!stage) return [];
	const entry = stage.commands.findLast((c) => c.instruction === "ENTRYPOINT");
	const command = stage.commands.findLast((c) => c.instruction === "CMD");
	const last = command ?? entry;
	if (!last) return [];
	const text = [entry?.text, command?.text].filter(Boolean).join(" ");
	return [
		{
			text,
			at: { file: image.path, span: last.at },
			strength: "strong",
			platform: false,
			folders: [
				...mountedFolders(stage, context, last.workdir),
				folderOf(image.path),
				context,
			],
			env: (key) =>
				(service && facts
					? serviceVariable(service, facts, key)?.value
					: undefined) ?? stage.variables.findLast((v) => v.key === key)?.value,
			...(service && { service }),
		},
	];
}

function finalStage(
	file: Dockerfile,
	target: string | undefined,
): DockerStage | undefined {
	return (
		file.stages.find((s) => target !== undefined && s.name === target) ??
		file.stages.at(-1)
	);
}

/** Folders of the repository that the image's working folder holds, by its COPY lines. */
function mountedFolders(
	stage: DockerStage | undefined,
	context: string | undefined,
	workdir: string | undefined,
): readonly string[] {
	if (!stage || context === undefined) return [];
	const here = workdir ?? stage.commands.at(-1)?.workdir ?? "/";
	const found: string[] = [];
	for (const copy of stage.copies) {
		if (copy.stage !== undefined) continue;
		const to = posix.resolve(here, copy.to);
		const below = posix.relative(to, posix.resolve("/", here));
		const isFile = /\.\w+$/.test(copy.from);
		if (isFile) found.push(folderOf(join(context, copy.from)));
		else if (below === "") found.push(join(context, copy.from));
		else if (!below.startsWith(".."))
			found.push(join(context, copy.from, below));
	}
	return found;
}

function fileLines(
	path: string,
	fact: CommandFile | PlatformFile,
): readonly CommandLine[] {
	const format = fact.kind === "platform" ? fact.kind : fact.format;
	const folder = format === "workflow" ? "" : folderOf(path);
	return fact.commands.map((command) => ({
		text: command.text,
		at: { file: path, span: command.at },
		strength:
			format === "markdown" || format === "workflow" ? "weak" : "strong",
		platform: format === "procfile" || format === "platform",
		folders: ancestors(folder).flatMap((above) =>
			command.cwd === undefined ? [above] : [join(above, command.cwd), above],
		),
		env: (key) => lastOf(command.env, key)?.value,
	}));
}

function lastOf(
	entries: readonly KeyValue[],
	key: string,
): KeyValue | undefined {
	return entries.findLast((entry) => entry.key === key);
}

/** Services of a compose file by reference. */
export function servicesOf(
	file: string,
	fact: ComposeFile,
): readonly ServiceRef[] {
	return fact.services.map((service) => ({ file, service }));
}
