import { folderOf } from "../../../tree/paths.js";
import type { Framework } from "../../graph.js";
import type { Sources } from "../../sources.js";
import {
	type Definitions,
	NO_DEFINITIONS,
	viteDefinitions,
} from "../definitions.js";
import {
	isAbsent,
	type Options,
	optionAt,
	preferred,
	textsOf,
} from "../options.js";
import { pathOf } from "../path-value.js";
import { isServerSide } from "../server-side.js";
import type { Exposure } from "../worlds.js";
import { mergesEnvFiles } from "./merged-env.js";
import type { Plugins } from "./plugins.js";

/** The prefixes of an app's client keys: `envPrefix` replaces the default (E14). */
export function envPrefixes(
	options: Options | undefined,
	framework: Framework,
): { readonly values: readonly string[]; readonly at?: Options["at"] } {
	const option = options && optionAt(options, "envPrefix");
	if (!option || isAbsent(option))
		return {
			values:
				framework === "astro"
					? ["PUBLIC_"]
					: framework === "sveltekit"
						? ["VITE_", "PUBLIC_"]
						: ["VITE_"],
		};
	const { values, complete, at } = textsOf(option);
	return complete && values.length > 0
		? { values, at }
		: { values: ["VITE_"], at };
}

/** Folder the env files are read from: `envDir` resolved against the root; undefined for `false` or a folder outside. */
export function envFolder(
	options: Options | undefined,
	root: string,
	configFile: string | undefined,
): string | undefined {
	const option = options && optionAt(options, "envDir");
	if (!option || isAbsent(option)) return root;
	const value = preferred(option.values)?.value;
	if (!value || (value.v === "scalar" && !value.value)) return undefined;
	return pathOf(value, option.evaluator, {
		folder: configFile === undefined ? root : folderOf(configFile),
		cwd: root,
	});
}

/** What Vite shows of the environment to client code (E4, E8, E14). */
export function viteExposure(
	sources: Sources,
	app: {
		readonly framework: Framework;
		readonly major: number | undefined;
		readonly envDir: string | undefined;
		readonly prefixes: readonly string[];
		readonly plugins: Plugins | undefined;
		readonly configFile: string | undefined;
		readonly config: (
			command: "serve" | "build",
			mode: string,
		) => Options | undefined;
	},
): Exposure {
	return {
		envDir: app.envDir,
		order: "mode-first",
		reading:
			app.framework !== "astro" && (app.major ?? 0) >= 8 ? "node" : "dotenv",
		prefixes: app.prefixes,
		configSeesEnvFiles: () =>
			app.configFile !== undefined && mergesEnvFiles(sources, app.configFile),
		hides(accessor, key, file, definitions) {
			if (accessor === "import.meta.env")
				return exposes(app.prefixes, key) ||
					(app.framework === "astro" && isServerSide(sources, "astro", file))
					? undefined
					: {
							because: "prefix",
							why: `only keys that start with ${app.prefixes.join(" or ")} reach import.meta.env`,
						};
			if (accessor !== "process.env") return undefined;
			if (definitions.replacesProcessEnv || app.plugins?.fillsProcessEnv)
				return undefined;
			return isServerSide(sources, app.framework, file)
				? undefined
				: {
						because: "accessor",
						why: "Vite does not define process.env in the page",
					};
		},
		definitions: (command, mode) => definitionsOf(app.config(command, mode)),
	};
}

/** `TAURI_ENV_*` is a prefix that Vite takes literally, as Tauri documents it. */
function exposes(prefixes: readonly string[], key: string): boolean {
	return prefixes.some((p) => key.startsWith(p.replace(/\*$/, "")));
}

export function definitionsOf(options: Options | undefined): Definitions {
	return options
		? viteDefinitions(optionAt(options, "define"))
		: NO_DEFINITIONS;
}
