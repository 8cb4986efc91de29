import { posix } from "node:path";
import type { ComposeService, Dockerfile } from "../../facts/index.js";
import { folderOf, joinPath } from "../../tree/paths.js";
import { Text } from "../../value/text.js";
import type { Sources } from "../sources.js";

/** A compose service, or a Dockerfile that no compose file names. */
export interface ImageSource {
	readonly dockerfile?: { readonly path: string; readonly fact: Dockerfile };
	/** Build context, relative to the root. */
	readonly context: string;
	readonly target?: string;
	readonly service?: {
		readonly file: string;
		readonly fact: ComposeService;
		/** Variables that compose itself knows: the `.env` beside the compose file. */
		lookup(name: string): Text | undefined;
	};
}

/** Every image the repository describes: compose services first, then Dockerfiles no service builds. */
export function imageSources(sources: Sources): readonly ImageSource[] {
	const found: ImageSource[] = [];
	const used = new Set<string>();
	for (const [file, fact] of sources.facts) {
		if (fact.kind !== "compose") continue;
		const lookup = composeLookup(sources, folderOf(file));
		for (const service of fact.services) {
			const context = joinPath(
				folderOf(file),
				service.build?.context ?? mountedFolder(service) ?? ".",
			);
			if (context === undefined) continue;
			const path =
				service.build &&
				joinPath(context, service.build.dockerfile ?? "Dockerfile");
			const dockerfile =
				path === undefined ? undefined : sources.facts.get(path);
			if (path !== undefined) used.add(path);
			found.push({
				context,
				service: { file, fact: service, lookup },
				...(path !== undefined &&
					dockerfile?.kind === "dockerfile" && {
						dockerfile: { path, fact: dockerfile },
					}),
				...(service.build?.target !== undefined && {
					target: service.build.target,
				}),
			});
		}
	}
	for (const [path, fact] of sources.facts)
		if (fact.kind === "dockerfile" && !used.has(path)) {
			const folder = folderOf(path);
			const nested =
				/(^|\/)(\.?docker|deploy|deployment|\.devcontainer|infra)$/.test(
					folder,
				);
			found.push({
				dockerfile: { path, fact },
				context: nested ? folderOf(folder) : folder,
			});
		}
	return found;
}

/** The folder, as written, that a ready image (`node:20`) is given to work in. */
function mountedFolder({
	mounts = [],
	workingDir,
}: ComposeService): string | undefined {
	if (workingDir === undefined) return undefined;
	for (const { from, to } of mounts) {
		const inside = posix.relative(to, workingDir);
		if (!inside.startsWith("..")) return posix.join(from, inside);
	}
	return undefined;
}

function composeLookup(
	sources: Sources,
	folder: string,
): (name: string) => Text | undefined {
	const path = folder === "" ? ".env" : `${folder}/.env`;
	return (name) => {
		const fact = sources.facts.get(path);
		if (fact?.kind !== "env") return undefined;
		const entry = fact.entries.findLast(
			(e) => e.key === name && !e.commentedOut,
		);
		if (entry?.dotenv === undefined) return undefined;
		const at = { file: path, span: entry.valueAt };
		return Text.of(entry.dotenv, { kind: "env", key: name, at, read: at });
	};
}
