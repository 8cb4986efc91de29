import { envFileRole } from "../../discover/env-file.js";
import { folderOf, foldersUp } from "../../tree/paths.js";
import type { World } from "../../value/world.js";
import type { App } from "../graph.js";
import type { Sources } from "../sources.js";
import { craApps } from "./cra.js";
import { httpsPage } from "./https-page.js";
import { layoutOf } from "./layout.js";
import { nextApps } from "./next.js";
import { productionPage } from "./origins.js";
import { otherApps } from "./other.js";
import { viteApps } from "./vite/index.js";

export { httpsPage } from "./https-page.js";
export { isConfigFile, isServerSide, loadedInNode } from "./server-side.js";

/**
 * Every front end of the repository, found by its build tool's config or
 * dependency, in order of their folders. Of two tools in one folder the one
 * that a dev script starts is the app's.
 */
export function findApps(sources: Sources): App[] {
	const found = [
		...viteApps(sources),
		...nextApps(sources),
		...craApps(sources),
		...otherApps(sources),
	];
	const byRoot = new Map<string, App>();
	for (const app of found) {
		const rival = byRoot.get(app.root);
		if (!rival || rank(sources, app) > rank(sources, rival))
			byRoot.set(app.root, app);
	}
	return [...byRoot.values()].sort((a, b) =>
		a.root < b.root ? -1 : a.root > b.root ? 1 : 0,
	);
}

const STARTERS: Partial<Record<App["framework"], RegExp>> = {
	vite: /\bvite\b(?!st)(?! (preview|build))/,
	sveltekit: /\bvite\b/,
	astro: /\bastro\b/,
	next: /\bnext\b/,
	cra: /\b(react-scripts|craco|react-app-rewired)\b/,
	nuxt: /\b(nuxt|nuxi)\b/,
	"vue-cli": /\bvue-cli-service\b/,
	angular: /\bng\b/,
	webpack: /\bwebpack\b/,
};

/** 2: a dev script starts the tool; 1: any script does. */
function rank(sources: Sources, app: App): number {
	const scripts = layoutOf(sources).packageOf(app.root)?.manifest.scripts ?? [];
	const pattern = STARTERS[app.framework];
	const starting = scripts.filter((s) => pattern?.test(s.command));
	if (starting.some((s) => /^(dev|start|serve)\b/.test(s.name))) return 2;
	return starting.length > 0 ? 1 : 0;
}

/**
 * The app a file belongs to: the deepest one above it, unless a package of its
 * own stands in between.
 */
export function appOf(
	apps: readonly App[],
	file: string,
	sources?: Sources,
): App | undefined {
	const above = apps
		.filter((app) => app.root === "" || file.startsWith(`${app.root}/`))
		.sort((a, b) => b.root.length - a.root.length)[0];
	if (!above || !sources) return above;
	const owner = layoutOf(sources).packageOf(
		file.slice(0, Math.max(0, file.lastIndexOf("/"))),
	);
	const between =
		owner &&
		owner.folder.length > above.root.length &&
		owner.folder !== above.root;
	return between ? undefined : above;
}

/** An env file at a folder or above it sets the key: a build tool that is not known reads it (Nx, a script of their own). */
function isSetAbove(sources: Sources, folder: string, key: string): boolean {
	return foldersUp(folder).some((above) =>
		[...sources.facts].some(
			([path, fact]) =>
				fact.kind === "env" &&
				folderOf(path) === above &&
				envFileRole(path).role === "live" &&
				fact.entries.some((e) => e.key === key && !e.commentedOut),
		),
	);
}

/** A folder whose scripts run in a page although no build tool was found: `html` with a page, else `none`. */
export function fallbackApp(folder: string, sources: Sources): App {
	const layout = layoutOf(sources);
	const page = layout.filesIn(folder).some((path) => path.endsWith(".html"));
	const https = httpsPage(sources, folder);
	const env: World["env"] = (accessor, key) =>
		(accessor === "import.meta.env" || accessor === "process.env") &&
		!isSetAbove(sources, folder, key)
			? {
					state: "hidden",
					because: "accessor",
					why: "no build tool puts env values into this code",
				}
			: { state: "unsupplied", why: `nothing in this repository sets ${key}` };
	const open = { protocol: undefined, hostname: undefined, port: undefined };
	const name =
		folder === ""
			? (layout.packageOf("")?.manifest.name ?? "page")
			: folder.slice(folder.lastIndexOf("/") + 1);
	return {
		root: folder,
		title: page ? `${name} (HTML)` : name,
		framework: page ? "html" : "none",
		worlds: [
			{
				scenario: "dev",
				runtime: "browser",
				mode: "development",
				command: "serve",
				dev: true,
				page: open,
				env,
			},
			{
				scenario: "production",
				runtime: "browser",
				mode: "production",
				command: "build",
				dev: false,
				page: productionPage(sources, https),
				env,
			},
		],
		origins: [],
		envPrefixes: { values: [] },
		definedKeys: {
			items: [],
			complete: false,
			reason: "no build tool was found",
		},
		envDir: undefined,
		relativeUrls: { supported: true, why: "no browser targets are declared" },
		...(https && { httpsInProduction: https }),
	};
}
