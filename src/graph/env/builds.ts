import type { Place } from "../../facts/place.js";
import { folderOf, joinPath } from "../../tree/paths.js";
import { Text } from "../../value/text.js";
import { layoutOf } from "../app/layout.js";
import { parseCommandLine } from "../server/command-line.js";
import type { Sources } from "../sources.js";
import { buildCommand } from "./build-command.js";
import { imageBuilds } from "./image.js";
import { imageSources } from "./image-sources.js";
import { interpolated, modeNamed } from "./interpolate.js";
import type { Site } from "./site.js";
import type { Builder, EnvTable, Supplied } from "./supplied.js";

/** One way in which the repository itself builds or runs an app. */
export interface Build {
	readonly scenario: "production" | "container";
	readonly purpose: "build" | "serve";
	readonly mode: string;
	/** `--port` of a dev server in a container. */
	readonly port?: number;
	/** The environment of the process. */
	readonly supplies: EnvTable;
	/** Keys it takes from outside: an ARG without value, `${X}` of the caller. */
	readonly outside: ReadonlySet<string>;
	/** Present when it sets client keys of the app: then a missing one is unset. */
	readonly builder?: Builder;
	/** Ports a compose service publishes. */
	readonly ports: readonly {
		readonly host: number | undefined;
		readonly container: number | undefined;
		readonly at: Place;
	}[];
	readonly at: Place;
}

/** All builds of an app that workflows, scripts, Dockerfiles and compose files make. */
export function buildsOf(sources: Sources, site: Site): readonly Build[] {
	return [
		...commandBuilds(sources, site),
		...imageSources(sources).flatMap((image) =>
			imageBuilds(sources, image, site),
		),
	];
}

function commandBuilds(sources: Sources, site: Site): readonly Build[] {
	const builds: Build[] = [];
	for (const [file, fact] of sources.facts) {
		const runs =
			fact.kind === "platform" ||
			(fact.kind === "commands" && fact.format !== "markdown" && !fact.check);
		if (!runs) continue;
		for (const step of fact.commands)
			for (const folder of startFolders(file, step.cwd)) {
				const found = parseCommandLine(step.text)
					.map((command) =>
						buildCommand(command, folder, site, layoutOf(sources)),
					)
					.find((c) => c?.purpose === "build");
				if (!found) continue;
				builds.push(
					commandBuild(file, step, found, site, fact.kind === "platform"),
				);
				break;
			}
	}
	return builds;
}

/** A workflow runs at the root of the repository, other scripts mostly where they stand or at the root. */
function startFolders(
	file: string,
	cwd: string | undefined,
): readonly string[] {
	const starts = ["", folderOf(file)];
	const folders = starts.map((start) => joinPath(start, cwd ?? "."));
	return [...new Set(folders.filter((f) => f !== undefined))];
}

function commandBuild(
	file: string,
	step: {
		readonly at: readonly [number, number];
		readonly env: readonly {
			readonly key: string;
			readonly value: string | undefined;
			readonly valueAt: readonly [number, number];
		}[];
	},
	command: {
		readonly mode?: string;
		readonly env: Readonly<Record<string, string>>;
	},
	site: Site,
	hosted: boolean,
): Build {
	const supplies = new Map<string, Supplied>();
	const outside = new Set<string>();
	const set = (key: string, value: string, at: Place) =>
		supplies.set(key, {
			at,
			text: interpolated(key, value, at, (name) => supplies.get(name)?.text),
		});
	for (const { key, value, valueAt } of step.env)
		if (value === undefined) outside.add(key);
		else set(key, value, { file, span: valueAt });
	for (const [key, value] of Object.entries(command.env))
		if (!supplies.has(key)) set(key, value, { file, span: step.at });
	const sibling = [...supplies].find(([key]) =>
		site.prefixes.some((p) => key.startsWith(p)),
	);
	return {
		scenario: "production",
		purpose: "build",
		mode:
			modeNamed(command.mode, (name) => supplies.get(name)?.text) ??
			"production",
		supplies,
		outside,
		// A platform's own settings may hold what its file does not.
		...(sibling &&
			!hosted && {
				builder: {
					why: `the build step in ${file} sets other keys`,
					at: sibling[1].at,
				},
			}),
		ports: [],
		at: { file, span: step.at },
	};
}

/** A table from the variables a package script sets in front of its tool. */
export function inlineTable(
	env: Readonly<Record<string, string>>,
	at: Place,
): EnvTable {
	return new Map(
		Object.entries(env).map(([key, value]) => [
			key,
			{ at, text: Text.of(value, { kind: "env", key, at, read: at }) },
		]),
	);
}
