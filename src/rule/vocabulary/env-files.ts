import type { Place } from "../../facts/place.js";
import type { App, EnvFileNode, Graph } from "../../graph/graph.js";
import type { Scenario } from "../../value/world.js";
import type { Fix, Intent } from "../finding.js";
import { examplesFor, type KeyReads } from "./env-keys.js";

/** The env file a place stands in. */
export function envFileAt(graph: Graph, at: Place): EnvFileNode | undefined {
	return graph.envFiles.find((file) => file.path === at.file);
}

/** The name of an env file beside another one. */
export function besideFile(path: string, name: string): string {
	return path.slice(0, path.lastIndexOf("/") + 1) + name;
}

/** Why a production build has the value that stands at `at` (or, without a place, a fallback). */
export function shippedBy(graph: Graph, at: Place | undefined): string {
	if (!at) return "The build keeps the fallback and nobody is told.";
	const file = envFileAt(graph, at);
	const name = at.file.slice(at.file.lastIndexOf("/") + 1);
	if (!file) return `${name} gives it to the build, which inlines it.`;
	if (!file.tracked)
		return `git does not track ${name}, and a build made on this machine reads it all the same.`;
	return file.mode
		? `The production build reads ${name} and inlines the value.`
		: `Every mode reads ${name}, the production build too, and inlines the value.`;
}

/** Moves a key that every mode reads to the file that only development reads. */
export function moveToDevelopment(
	graph: Graph,
	at: Place,
	key: string,
): readonly Fix[] {
	const file = envFileAt(graph, at);
	const entry = file?.entries.findLast((e) => e.key === key && !e.commentedOut);
	if (!file || !entry || file.mode || entry.secret) return [];
	const target = besideFile(
		file.path,
		file.local ? ".env.development.local" : ".env.development",
	);
	return [
		{
			title: `Move ${key} to ${target}`,
			safety: "suggest",
			prefer: "env-url",
			intents: [
				{
					do: "set-env",
					file: target,
					key,
					value: entry.raw,
					reason: "development only",
				},
				{ do: "remove", at: file.placeOf(entry, "key") },
			],
		},
	];
}

/** Sets a key for development to what the example file says, where it says something that is no secret. */
export function exampleValueFix(
	graph: Graph,
	{ key, app }: Pick<KeyReads, "key" | "app">,
	missing: readonly Scenario[],
): readonly Fix[] {
	if (!missing.includes("dev") || !app || app.envDir === undefined) return [];
	for (const file of examplesFor(graph, app)) {
		const entry = file.entries.find((e) => e.key === key && e.raw !== "");
		if (!entry || entry.secret) continue;
		const target =
			app.envDir === "" ? ".env.development" : `${app.envDir}/.env.development`;
		return [
			{
				title: `Set ${key} for development as ${file.path} says`,
				safety: "suggest",
				prefer: "env-url",
				intents: [
					{
						do: "set-env",
						file: target,
						key,
						value: entry.raw,
						reason: `from ${file.path}`,
					},
				],
			},
		];
	}
	return [];
}

/** A new name for a key in the app's env files; where a server reads the key too, the new one goes beside the old. */
export function renameEntries(
	graph: Graph,
	app: App | undefined,
	key: string,
	to: string,
): readonly Intent[] {
	const isShared = graph.envReads.some(
		(read) => read.key === key && read.runtime !== "browser",
	);
	return graph.envFiles
		.filter((file) => file.app === app || file.app === undefined)
		.filter((file) => !file.entries.some((entry) => entry.key === to))
		.flatMap((file) =>
			file.entries
				.filter((entry) => entry.key === key && !entry.secret)
				.map(
					(entry): Intent =>
						isShared
							? {
									do: "set-env",
									file: file.path,
									key: to,
									value: entry.raw,
									reason: `${key} for the browser`,
								}
							: { do: "rename-env-key", at: file.placeOf(entry, "key"), to },
				),
		);
}
