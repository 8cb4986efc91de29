import { posix } from "node:path";
import type { DockerStage } from "../../facts/index.js";
import { joinPath } from "../../tree/paths.js";
import type { ImageSource } from "./image-sources.js";

/** Stages that make the image: up to the target, or all. */
export function chosenStages(image: ImageSource): readonly DockerStage[] {
	const stages = image.dockerfile?.fact.stages ?? [];
	if (image.target === undefined) return stages;
	const last = stages.findIndex((s) => s.name === image.target);
	return last < 0 ? stages : stages.slice(0, last + 1);
}

/** Folders of the repository that a folder in the image may hold, by its COPY lines. */
export function repositoryFolders(
	inside: string,
	workdir: string,
	stage: DockerStage,
	stages: readonly DockerStage[],
	image: ImageSource,
): readonly string[] {
	const found = new Set<string>();
	for (let of: DockerStage | undefined = stage; of; of = baseOf(of, stages))
		for (const copy of of.copies) {
			if (
				copy.stage !== undefined ||
				/[*]|\.(json|lock|ya?ml|[mc]?[jt]s)$/.test(copy.from)
			)
				continue;
			const to = posix.resolve("/", workdir, copy.to);
			const rest = posix.relative(to, inside);
			if (rest.startsWith("..")) continue;
			const folder = joinPath(
				image.context,
				posix.join(copy.from.replace(/^\//, ""), rest),
			);
			if (folder !== undefined) found.add(folder);
		}
	if (found.size === 0) found.add(image.context);
	return [...found];
}

/** The stage of the same file that a stage is built on. */
export function baseOf(
	stage: DockerStage,
	stages: readonly DockerStage[],
): DockerStage | undefined {
	const before = stages.slice(0, stages.indexOf(stage));
	return before.findLast((s) => s.name !== undefined && s.name === stage.from);
}
