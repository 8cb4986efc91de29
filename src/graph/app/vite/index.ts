import type { Place } from "../../../facts/place.js";
import { joinPath } from "../../../tree/paths.js";
import type { EnvAnswer } from "../../../value/world.js";
import { answerFrom } from "../../env/answer.js";
import { cascade, cascadeFiles, type Reading } from "../../env/cascade.js";
import type { EnvTable } from "../../env/supplied.js";
import type { App, DevServer, Framework } from "../../graph.js";
import type { Sources } from "../../sources.js";
import { type ConfigRun, readConfig } from "../config-file.js";
import { httpsPage } from "../https-page.js";
import {
	dependsOn,
	layoutOf,
	majorOf,
	manifestPlace,
	titleOf,
} from "../layout.js";
import {
	isAbsent,
	type Options,
	optionAt,
	preferred,
	textOf,
} from "../options.js";
import { originsOf, pageOf, productionPage } from "../origins.js";
import { pathOf } from "../path-value.js";
import { optionOf, purposeOf, type ToolRun } from "../scripts.js";
import { type Started, situationsOf } from "../situations.js";
import { worldOf } from "../worlds.js";
import { type Described, devServer, previewServer } from "./dev-server.js";
import {
	definitionsOf,
	envFolder,
	envPrefixes,
	viteExposure,
} from "./exposure.js";
import { mergesEnvFiles } from "./merged-env.js";
import { type Plugins, pluginsOf } from "./plugins.js";
import { type ViteSite, viteSites } from "./sites.js";
import { viteTargets } from "./targets.js";

/** Every app that Vite serves or builds, SvelteKit and Astro among them. */
export function viteApps(sources: Sources): readonly App[] {
	return viteSites(sources).flatMap((site) => {
		const app = viteApp(sources, site);
		return app ? [app] : [];
	});
}

const NAMES: Partial<
	Record<Framework, readonly [title: string, dependency: string]>
> = {
	astro: ["Astro", "astro"],
	sveltekit: ["SvelteKit", "@sveltejs/kit"],
};

function viteApp(sources: Sources, site: ViteSite): App | undefined {
	const plugins =
		site.config === undefined ? undefined : pluginsOf(sources, site.config);
	const framework: Framework =
		site.tool === "astro"
			? "astro"
			: plugins?.sveltekit && dependsOn(site.package, "@sveltejs/kit")
				? "sveltekit"
				: "vite";
	const major = majorOf(sources, site.folder, "vite");
	const reading: Reading =
		framework !== "astro" && (major ?? 0) >= 8 ? "node" : "dotenv";
	const started = modesOf(site);
	const file = site.config;
	const outerOf = memoised((command, mode) =>
		file === undefined
			? undefined
			: readConfig(
					sources,
					file,
					configRun(sources, site, reading, command, mode),
				),
	);
	const config = (command: "serve" | "build", mode: string) =>
		innerOptions(outerOf(command, mode), site.tool);
	const devMode = started.dev[0]?.mode ?? "development";
	const buildMode = started.build[0]?.mode ?? "production";
	const serving = config("serve", devMode);
	const building = config("build", buildMode);
	const root = rootOf(site, serving);
	if (!showsPage(sources, site, root, serving, building, plugins))
		return undefined;

	const envDir = envFolder(serving, root, file);
	const prefixes = envPrefixes(serving, framework);
	const at: Place =
		serving?.at ??
		(site.package
			? manifestPlace(site.package)
			: { file: `${root}/index.html`, span: [0, 0] });
	const outer = framework === "astro" ? outerOf("serve", devMode) : undefined;
	const described: Described = {
		framework,
		options: serving,
		...(outer && { outer: optionAt(outer, "server") }),
		plugins,
		run: site.runs.find((r) => purposeOf(r) === "serve"),
		at,
		defaultPort: framework === "astro" ? 4321 : 5173,
	};
	const dev = devServer(described);
	const preview: DevServer = previewServer(described, dev);
	const https = httpsPage(sources, root);
	const { situations, containerOrigins } = situationsOf(sources, {
		site: { root, package: site.package, prefixes: prefixes.values },
		devModes: started.dev,
		buildModes: started.build,
		devPage: pageOf(dev),
		previewPage: pageOf(preview),
		productionPage: productionPage(sources, https),
		envDir,
		anyMode: true,
		devPort: dev.port?.value,
	});
	const exposure = viteExposure(sources, {
		framework,
		major,
		envDir,
		prefixes: prefixes.values,
		plugins,
		configFile: file,
		config,
	});
	const [tool, dependency] = NAMES[framework] ?? ["Vite", "vite"];
	const shown = majorOf(sources, site.folder, dependency);
	return {
		root,
		title: titleOf(sources, root, tool, shown),
		framework,
		...(major !== undefined && { major }),
		devServer: dev,
		previewServer: preview,
		...(framework === "vite" && outputOf(building, root)),
		worlds: situations.map((s) => worldOf(sources, exposure, s)),
		origins: [...originsOf(sources, dev, preview, at), ...containerOrigins],
		envPrefixes: prefixes,
		definedKeys: definitionsOf(building).keys,
		envDir,
		relativeUrls: viteTargets(
			building && optionAt(building, "build", "target"),
			major,
			plugins?.legacy ?? false,
		),
		...(https && { httpsInProduction: https }),
	};
}

/** `build.outDir`, `dist` where it is not set, as a folder of the tree. */
function outputOf(
	building: Options | undefined,
	root: string,
): Pick<App, "outDir"> {
	const option = building && optionAt(building, "build", "outDir");
	const written = option && !isAbsent(option) ? textOf(option)?.value : "dist";
	const folder = written && joinPath(root, written);
	return folder === undefined || folder === "" ? {} : { outDir: folder };
}

/** False for a config that only tests or builds a library. */
function showsPage(
	sources: Sources,
	site: ViteSite,
	root: string,
	serving: Options | undefined,
	building: Options | undefined,
	plugins: Plugins | undefined,
): boolean {
	const page = root === "" ? "index.html" : `${root}/index.html`;
	if (site.tool !== "vite" || layoutOf(sources).has(page)) return true;
	if (isLibrary(building)) return false;
	return (
		site.runs.some((r) => purposeOf(r) !== undefined) ||
		plugins?.pages === true ||
		(serving !== undefined && !isAbsent(optionAt(serving, "server")))
	);
}

function isLibrary(build: Options | undefined): boolean {
	return build !== undefined && !isAbsent(optionAt(build, "build", "lib"));
}

/** Vite's options inside the config of the tool that wraps it. */
function innerOptions(
	options: Options | undefined,
	tool: ViteSite["tool"],
): Options | undefined {
	if (!options || tool === "vite") return options;
	return optionAt(options, tool === "astro" ? "vite" : "renderer");
}

/** Vite's root: the `root` option or the folder given to the command, else where it is started. */
function rootOf(site: ViteSite, options: Options | undefined): string {
	const target = site.runs.find((r) => r.target !== r.cwd)?.target ?? site.cwd;
	const option = options && optionAt(options, "root");
	if (!option || isAbsent(option))
		return site.tool === "electron-vite"
			? `${site.folder}/src/renderer`.replace(/^\//, "")
			: target;
	const value = preferred(option.values)?.value;
	return (
		(value &&
			pathOf(value, option.evaluator, {
				folder: site.folder,
				cwd: site.cwd,
			})) ??
		site.folder
	);
}

function modesOf(site: ViteSite): {
	readonly dev: readonly Started[];
	readonly build: readonly Started[];
} {
	const at: Place = site.package
		? manifestPlace(site.package)
		: { file: site.config ?? "", span: [0, 0] };
	const of = (purpose: "serve" | "build", otherwise: string): Started[] => {
		const runs = site.runs.filter((r) => purposeOf(r) === purpose);
		const modes = runs.map(
			(run): Started => ({
				mode: optionOf(run, "--mode", "-m") ?? otherwise,
				env: run.env,
				at: run.at,
			}),
		);
		return modes.length > 0
			? modes.toSorted(standardFirst)
			: [{ mode: otherwise, env: {}, at }];
	};
	return { dev: of("serve", "development"), build: of("build", "production") };
}

/** `development` and `production` before modes of scripts' own making. */
function standardFirst(a: Started, b: Started): number {
	const rank = ({ mode }: Started) =>
		mode === "development" || mode === "production" ? 0 : 1;
	return rank(a) - rank(b);
}

function configRun(
	sources: Sources,
	site: ViteSite,
	reading: Reading,
	command: "serve" | "build",
	mode: string,
): ConfigRun {
	const run: ToolRun | undefined = site.runs.find(
		(r) => purposeOf(r) === command,
	);
	const tables = new Map<string, EnvTable>();
	const tableOf = (of: string, folder: string) => {
		const id = `${of}\n${folder}`;
		const table =
			tables.get(id) ??
			cascade(sources, cascadeFiles(folder, of, "mode-first"), reading);
		tables.set(id, table);
		return table;
	};
	const merges =
		site.config !== undefined && mergesEnvFiles(sources, site.config);
	return {
		command,
		mode,
		cwd: site.cwd,
		env: run?.env ?? {},
		...(merges && {
			process: (key) => answerFrom(tableOf(mode, site.cwd), undefined, key),
		}),
		loadEnv(of, folder, prefixes, key): EnvAnswer {
			if (!prefixes.some((p) => key.startsWith(p)))
				return {
					state: "hidden",
					because: "prefix",
					why: `loadEnv gives only keys that start with ${prefixes.join(" or ")}`,
				};
			return answerFrom(tableOf(of, folder), undefined, key);
		},
	};
}

function memoised(
	make: (command: "serve" | "build", mode: string) => Options | undefined,
): (command: "serve" | "build", mode: string) => Options | undefined {
	const made = new Map<string, Options | undefined>();
	return (command, mode) => {
		const key = `${command} ${mode}`;
		if (!made.has(key)) made.set(key, make(command, mode));
		return made.get(key);
	};
}
