import { posix } from "node:path";
import type { Dockerfile } from "../../facts/index.js";
import type { App } from "../graph.js";
import { buildContext, imageOf, servicesOf } from "../server/commands.js";
import { folderOf, join, within } from "../server/paths.js";
import type { Sources } from "../sources.js";

/** An image build: its Dockerfile and the folders its COPY lines may start from. */
export interface ImageBuild {
	readonly file: string;
	readonly fact: Dockerfile;
	readonly contexts: readonly string[];
}

/** Every Dockerfile with the contexts that compose builds it from; its own folder and the root where none does. */
export function imageBuildsOf(sources: Sources): readonly ImageBuild[] {
	const contexts = new Map<string, Set<string>>();
	for (const [file, fact] of sources.facts) {
		if (fact.kind !== "compose") continue;
		for (const ref of servicesOf(file, fact)) {
			const image = imageOf(ref, sources.facts);
			const context = buildContext(ref);
			if (!image || context === undefined) continue;
			const known = contexts.get(image.path) ?? new Set();
			contexts.set(image.path, known.add(context));
		}
	}
	return [...sources.facts].flatMap(([file, fact]) =>
		fact.kind === "dockerfile"
			? [
					{
						file,
						fact,
						contexts: [...(contexts.get(file) ?? [folderOf(file), ""])],
					},
				]
			: [],
	);
}

/**
 * The apps whose production page an nginx file is shown to serve: the app it
 * lies in, the app of the image it is copied into, or the only app there is
 * when an image or a compose service takes the file.
 */
export function appsServedBy(
	file: string,
	apps: readonly App[],
	images: readonly ImageBuild[],
	sources: Sources,
): readonly App[] {
	const pages = apps.filter((a) => a.framework !== "none");
	const around = pages
		.filter((a) => a.root !== "" && within(file, a.root))
		.sort((a, b) => b.root.length - a.root.length);
	if (around[0]) return [around[0]];
	const takers = images.filter((image) => copies(image, file));
	const built = pages.filter(
		(a) =>
			a.root !== "" && takers.some((image) => folderOf(image.file) === a.root),
	);
	if (built.length > 0) return built;
	return pages.length === 1 && (takers.length > 0 || isMounted(file, sources))
		? pages
		: [];
}

/** Whether a COPY line takes the file into a stage that also takes what another stage built. */
function copies(image: ImageBuild, file: string): boolean {
	return image.fact.stages.some(
		(stage) =>
			stage.copies.some((c) => c.stage !== undefined) &&
			stage.copies.some(
				(c) =>
					c.stage === undefined &&
					image.contexts.some((context) => join(context, c.from) === file),
			),
	);
}

/** Whether a compose service sees the file, or the folder it lies in, where nginx looks for its configuration. */
function isMounted(file: string, sources: Sources): boolean {
	return [...sources.facts].some(
		([path, fact]) =>
			fact.kind === "compose" &&
			fact.services.some((service) =>
				service.mounts?.some(
					({ from, to }) =>
						to.startsWith("/etc/nginx") &&
						[file, posix.dirname(file)].includes(join(folderOf(path), from)),
				),
			),
	);
}
