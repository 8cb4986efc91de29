import type { App, DevServer, Framework } from "../graph.js";
import type { Sources } from "../sources.js";
import { angularProject } from "./angular.js";
import { bundledApp, scriptPort, type Tool } from "./bundled.js";
import { readConfig } from "./config-file.js";
import { NO_DEFINITIONS } from "./definitions.js";
import {
	dependsOn,
	type Layout,
	layoutOf,
	manifestPlace,
	type Package,
	versionOf,
} from "./layout.js";
import { devServerProxy } from "./middleware-proxy.js";
import { isRuntimeConfigCall, nuxtProxy, runtimeConfig } from "./nuxt.js";
import {
	flagOf,
	isAbsent,
	numberOf,
	type Options,
	objectOf,
	optionAt,
} from "./options.js";
import { browserslistTargets, refusesRelative } from "./relative-urls.js";
import { purposeOf, type ToolRun, toolRuns } from "./scripts.js";
import { isServerSide } from "./server-side.js";

interface Kind {
	readonly framework: Framework;
	readonly name: string;
	readonly dependency: string;
	readonly tools: readonly string[];
	readonly configs: readonly string[];
	readonly port: number;
	readonly prefixes: readonly string[];
	/** Whether the proxy is webpack-dev-server's, and what it does without `ws` (W4, W5). */
	readonly proxy?: { readonly withoutWs: boolean };
	readonly hmr: string;
}

const KINDS: readonly Kind[] = [
	{
		framework: "nuxt",
		name: "Nuxt",
		dependency: "nuxt",
		tools: ["nuxt", "nuxi"],
		configs: ["nuxt.config"],
		port: 3000,
		prefixes: ["NUXT_PUBLIC_", "VITE_"],
		hmr: "/_nuxt/",
	},
	{
		framework: "vue-cli",
		name: "Vue CLI",
		dependency: "@vue/cli-service",
		tools: ["vue-cli-service"],
		configs: ["vue.config"],
		port: 8080,
		prefixes: ["VUE_APP_"],
		proxy: { withoutWs: true },
		hmr: "/ws",
	},
	{
		framework: "angular",
		name: "Angular",
		dependency: "@angular/core",
		tools: ["ng"],
		configs: [],
		port: 4200,
		prefixes: ["NG_APP_"],
		hmr: "/ng-cli-ws",
	},
	{
		framework: "webpack",
		name: "webpack",
		dependency: "webpack-dev-server",
		tools: ["webpack", "webpack-dev-server"],
		configs: [
			"webpack.config",
			"webpack.dev",
			"webpack.config.dev",
			"webpack.common",
			"config/webpack.dev",
			"build/webpack.dev.conf",
		],
		port: 8080,
		prefixes: [],
		proxy: { withoutWs: false },
		hmr: "/ws",
	},
];

/** Nuxt, Vue CLI, Angular and webpack-dev-server apps, as far as they can be read without saying anything false. */
export function otherApps(sources: Sources): readonly App[] {
	const layout = layoutOf(sources);
	return KINDS.flatMap((kind) => {
		const runs = toolRuns(layout, new Set(kind.tools));
		return layout.packages
			.filter((own) => dependsOn(own, kind.dependency))
			.map((own) =>
				otherApp(
					sources,
					layout,
					own,
					kind,
					runs.filter((r) => r.package === own),
				),
			);
	});
}

function otherApp(
	sources: Sources,
	layout: Layout,
	own: Package,
	kind: Kind,
	runs: readonly ToolRun[],
): App {
	const tool: Tool = {
		framework: kind.framework,
		name: kind.name,
		dependency: kind.dependency,
		prefixes: kind.prefixes,
		order: "mode-first",
		anyMode: kind.framework === "vue-cli",
		definitions: () => NO_DEFINITIONS,
		hides(accessor, key, file) {
			if (kind.framework !== "vue-cli" || accessor !== "process.env")
				return undefined;
			const visible =
				key.startsWith("VUE_APP_") || key === "NODE_ENV" || key === "BASE_URL";
			return visible || isServerSide(sources, "vue-cli", file)
				? undefined
				: {
						because: "prefix",
						why: "only keys that start with VUE_APP_ reach the page",
					};
		},
	};
	const serve = runs.find((r) => purposeOf(r) === "serve");
	const file = configFileOf(layout, own, kind);
	const config = configOf(sources, own, file, serve);
	const angular =
		kind.framework === "angular"
			? angularProject(sources, layout, own, serve)
			: undefined;
	const dev = otherDevServer(sources, own, kind, serve, file, config);
	return bundledApp(sources, own, tool, runs, {
		dev: angular
			? {
					...dev,
					port: portOf(angular.serve, serve, kind, dev.at),
					https: known(optionAt(angular.serve, "ssl")),
					proxy: angular.proxy,
				}
			: dev,
		relativeUrls: relativeUrls(own, kind),
		adds: (world) => ({
			...(kind.framework === "nuxt" &&
				config && {
					given: (name) =>
						isRuntimeConfigCall(name)
							? runtimeConfig(config, world, versionOf(sources, own, "nuxt"))
							: undefined,
				}),
			...(angular && {
				replacement: (path) => angular.replacement(world, path),
			}),
		}),
	});
}

/** Vue CLI and Angular builds take a browserslist, or a default with older browsers; for the others nothing is known. */
function relativeUrls(own: Package, kind: Kind): App["relativeUrls"] {
	const queries = own.manifest.browserslist;
	const at = manifestPlace(own);
	if (queries && kind.framework !== "nuxt") {
		const refused = refusesRelative(browserslistTargets(queries));
		return refused
			? { supported: false, why: refused, at }
			: {
					supported: true,
					why: "the browserslist names recent browsers only",
					at,
				};
	}
	return kind.framework === "vue-cli"
		? { supported: false, why: "Vue CLI builds for older browsers by default" }
		: { supported: true, why: "no browser targets are declared" };
}

/** The first config file of the kind that is there. */
function configFileOf(
	layout: Layout,
	own: Package,
	kind: Kind,
): string | undefined {
	const folder = own.folder === "" ? "" : `${own.folder}/`;
	return kind.configs
		.flatMap((stem) =>
			["js", "ts", "mjs", "cjs"].map((ext) => `${folder}${stem}.${ext}`),
		)
		.find(layout.has);
}

function configOf(
	sources: Sources,
	own: Package,
	file: string | undefined,
	serve: ToolRun | undefined,
): Options | undefined {
	return file === undefined
		? undefined
		: readConfig(sources, file, {
				command: "serve",
				mode: "development",
				cwd: own.folder,
				env: serve?.env ?? {},
				loadEnv: (_m, _f, _p, key) => ({
					state: "unsupplied",
					why: `nothing says what ${key} is`,
				}),
			});
}

function otherDevServer(
	sources: Sources,
	own: Package,
	kind: Kind,
	serve: ToolRun | undefined,
	file: string | undefined,
	config: Options | undefined,
): DevServer {
	const at = manifestPlace(own);
	const options = config && optionAt(config, "devServer");
	return {
		framework: kind.framework,
		at: (config && objectOf(config)?.at) ?? at,
		port: portOf(options, serve, kind, at),
		https: options ? known(optionAt(options, "https")) : false,
		base: "/",
		hmr: { path: kind.hmr, ownPort: false },
		proxy:
			kind.framework === "nuxt" && config
				? nuxtProxy(sources, own.folder, config)
				: proxyOf(kind, file, options),
		...(options &&
			objectOf(options) && { proxyHome: objectOf(options)?.at ?? at }),
		...(mayAnswer(kind, options) && {
			mayAnswer: mayAnswer(kind, options) ?? "",
		}),
	};
}

function portOf(
	options: Options | undefined,
	serve: ToolRun | undefined,
	kind: Kind,
	at: DevServer["at"],
): DevServer["port"] {
	const fromScript = scriptPort(serve, kind.port, at);
	const option = options && optionAt(options, "port");
	if (fromScript?.at !== at || !option || isAbsent(option)) return fromScript;
	return numberOf(option);
}

function known(option: Options): boolean | undefined {
	const flag = flagOf(option);
	return flag === "unknown" ? undefined : flag === true;
}

function proxyOf(
	kind: Kind,
	file: string | undefined,
	options: Options | undefined,
): DevServer["proxy"] {
	if (!kind.proxy)
		return {
			items: [],
			complete: false,
			reason: `the proxy of ${kind.name} is not read`,
		};
	if (!options)
		return file === undefined && kind.framework === "vue-cli"
			? { items: [], complete: true }
			: {
					items: [],
					complete: false,
					reason: "the dev server's config was not found",
				};
	return devServerProxy(optionAt(options, "proxy"), kind.proxy.withoutWs);
}

function mayAnswer(
	kind: Kind,
	options: Options | undefined,
): string | undefined {
	if (kind.framework === "nuxt") return "Nitro may answer sockets itself";
	const hooks = ["setupMiddlewares", "onListening", "before", "after"].filter(
		(name) => options && !isAbsent(optionAt(options, name)),
	);
	return hooks.length > 0
		? `devServer.${hooks[0]} may answer sockets itself`
		: undefined;
}
