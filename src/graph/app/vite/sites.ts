import { folderOf, joinPath, nameOf } from "../../../tree/paths.js";
import type { Sources } from "../../sources.js";
import { dependsOn, type Layout, layoutOf, type Package } from "../layout.js";
import { optionOf, purposeOf, type ToolRun, toolRuns } from "../scripts.js";

/** A place where Vite (or a tool that wraps it) runs. */
export interface ViteSite {
	/** Absent when Vite runs without a config file. */
	readonly config?: string;
	/** Folder of the config file, or of the package. */
	readonly folder: string;
	/** Folder the tool is started in. */
	readonly cwd: string;
	/** Scripts that use this config. */
	readonly runs: readonly ToolRun[];
	readonly package: Package | undefined;
	readonly tool: "vite" | "astro" | "electron-vite";
}

const CONFIG = /^(vite|astro|electron\.vite)\.config\.[mc]?[jt]s$/;
const TOOLS = new Set([
	"vite",
	"astro",
	"electron-vite",
	"vite-ssr",
	"vike",
	"svelte-kit",
	"react-router",
	"remix",
]);

/** Every Vite set-up: by config file (also those that scripts name), else by dependency and index.html. */
export function viteSites(sources: Sources): readonly ViteSite[] {
	const layout = layoutOf(sources);
	const runs = toolRuns(layout, TOOLS);
	const configs = new Map<string, ToolRun[]>();
	for (const { path } of sources.files)
		if (CONFIG.test(nameOf(path))) configs.set(path, []);
	const bare: ToolRun[] = [];
	for (const run of runs) {
		const file = configOf(run, layout);
		if (file === undefined) bare.push(run);
		else configs.set(file, [...(configs.get(file) ?? []), run]);
	}
	const sites: ViteSite[] = [];
	for (const [config, uses] of configs) {
		if (isRival(config, uses, configs)) continue;
		const folder = folderOf(config);
		const own = layout.packageOf(folder);
		const tool = nameOf(config).startsWith("astro.")
			? "astro"
			: nameOf(config).startsWith("electron.")
				? "electron-vite"
				: "vite";
		sites.push({
			config,
			folder,
			cwd: uses[0]?.cwd ?? startFolder(folder, own),
			runs: uses,
			package: uses[0]?.package ?? own,
			tool,
		});
	}
	for (const own of layout.packages) {
		const tool = dependsOn(own, "astro") ? "astro" : "vite";
		if (!dependsOn(own, tool) || hasConfig(configs, own.folder)) continue;
		const uses = bare.filter((r) => r.package === own && r.tool === tool);
		const folder =
			uses.find((r) => purposeOf(r) === "serve")?.target ?? own.folder;
		const page = layout.has(
			folder === "" ? "index.html" : `${folder}/index.html`,
		);
		if (!page && !(tool === "astro" && uses.length > 0)) continue;
		sites.push({ folder, cwd: own.folder, runs: uses, package: own, tool });
	}
	return sites;
}

/** The config file a run uses: the one it names, else the default name where it runs. */
function configOf(run: ToolRun, layout: Layout): string | undefined {
	const named = optionOf(run, "--config", "-c");
	if (named !== undefined) {
		const file = joinPath(run.cwd, named);
		return file !== undefined && layout.has(file) ? file : undefined;
	}
	const stem =
		run.tool === "astro"
			? "astro"
			: run.tool === "electron-vite"
				? "electron.vite"
				: "vite";
	return layout
		.filesIn(run.target)
		.find(
			(path) =>
				nameOf(path).startsWith(`${stem}.config.`) && CONFIG.test(nameOf(path)),
		);
}

/** A second config of a folder, for a library build, a test run or an analysis: the one that serves is the app's. */
function isRival(
	config: string,
	uses: readonly ToolRun[],
	all: ReadonlyMap<string, readonly ToolRun[]>,
): boolean {
	const others = [...all].filter(
		([other]) => other !== config && folderOf(other) === folderOf(config),
	);
	const rank = (file: string, runs: readonly ToolRun[]) =>
		(nameOf(file).startsWith("astro.") ? 8 : 0) +
		(runs.some((r) => purposeOf(r) === "serve") ? 4 : 0) +
		(CONFIG.test(nameOf(file)) ? 2 : 0) +
		(runs.length > 0 ? 1 : 0);
	const own = rank(config, uses);
	return others.some(([file, runs]) => {
		const other = rank(file, runs);
		return other > own || (other === own && file < config);
	});
}

function hasConfig(
	configs: ReadonlyMap<string, unknown>,
	folder: string,
): boolean {
	for (const file of configs.keys()) {
		const at = folderOf(file);
		if (at === folder || at.startsWith(folder === "" ? "" : `${folder}/`))
			return true;
	}
	return false;
}

/** Without a script: the package, when the config stands in a folder for configs; else the config's own folder. */
function startFolder(folder: string, own: Package | undefined): string {
	return own && /(^|\/)(\.?configs?|build|tools|scripts)$/.test(folder)
		? own.folder
		: folder;
}
