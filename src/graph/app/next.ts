import { answerFrom } from "../env/answer.js";
import { cascade, cascadeFiles } from "../env/cascade.js";
import type { App, DevServer } from "../graph.js";
import type { Sources } from "../sources.js";
import { bundledApp, scriptPort, type Tool } from "./bundled.js";
import { readConfig } from "./config-file.js";
import { envBlock, NO_DEFINITIONS } from "./definitions.js";
import {
	dependsOn,
	type Layout,
	layoutOf,
	manifestPlace,
	type Package,
} from "./layout.js";
import { nextRewrites } from "./next-rewrites.js";
import { type Options, objectOf, optionAt, textOf } from "./options.js";
import { pageOf } from "./origins.js";
import { browserslistTargets, refusesRelative } from "./relative-urls.js";
import { purposeOf, type ToolRun, toolRuns } from "./scripts.js";
import { isClientModule, isServerSide } from "./server-side.js";

/** Every Next app: a package that depends on next and has pages, an app folder or a config. */
export function nextApps(sources: Sources): readonly App[] {
	const layout = layoutOf(sources);
	const runs = toolRuns(layout, new Set(["next"]));
	return layout.packages
		.filter((own) => dependsOn(own, "next"))
		.map((own) =>
			nextApp(
				sources,
				layout,
				own,
				runs.filter((r) => r.package === own),
			),
		);
}

function nextApp(
	sources: Sources,
	layout: Layout,
	own: Package,
	runs: readonly ToolRun[],
): App {
	const folder = own.folder === "" ? "" : `${own.folder}/`;
	const file = ["js", "mjs", "cjs", "ts", "mts"]
		.map((ext) => `${folder}next.config.${ext}`)
		.find(layout.has);
	const configs = new Map<string, Options | undefined>();
	const config = (command: "serve" | "build", mode: string) => {
		if (file === undefined) return undefined;
		const key = `${command} ${mode}`;
		if (!configs.has(key))
			configs.set(
				key,
				readConfig(sources, file, run(sources, own, command, mode)),
			);
		return configs.get(key);
	};
	const tool: Tool = {
		framework: "next",
		name: "Next",
		dependency: "next",
		prefixes: ["NEXT_PUBLIC_"],
		order: "local-first",
		anyMode: false,
		definitions(command, mode) {
			const options = config(command, mode);
			return options ? envBlock(optionAt(options, "env")) : NO_DEFINITIONS;
		},
		hides(accessor, key, at) {
			if (accessor === "import.meta.env")
				return {
					because: "accessor",
					why: "Next does not define import.meta.env",
				};
			const visible =
				key.startsWith("NEXT_PUBLIC_") ||
				key === "NODE_ENV" ||
				key.startsWith("__NEXT_");
			return visible ||
				isServerSide(sources, "next", at) ||
				!isClientModule(sources, at)
				? undefined
				: {
						because: "prefix",
						why: "only keys that start with NEXT_PUBLIC_ reach the page",
					};
		},
	};
	const dev = nextDevServer(own, runs, config("serve", "development"), file);
	const start = runs.find((r) => purposeOf(r) === "preview");
	const queries = own.manifest.browserslist;
	const refused = queries
		? refusesRelative(browserslistTargets(queries))
		: "Next builds for browsers older than Chrome 125, Firefox 124 and Safari 17.3 by default";
	return bundledApp(sources, own, tool, runs, {
		dev,
		...(start && {
			preview: pageOf({ ...dev, port: scriptPort(start, 3000, dev.at) }),
		}),
		relativeUrls: refused
			? { supported: false, why: refused, at: manifestPlace(own) }
			: {
					supported: true,
					why: "the browserslist names recent browsers only",
					at: manifestPlace(own),
				},
	});
}

function nextDevServer(
	own: Package,
	runs: readonly ToolRun[],
	config: Options | undefined,
	file: string | undefined,
): DevServer {
	const serve = runs.find((r) => purposeOf(r) === "serve");
	const at = (config && objectOf(config)?.at) ?? manifestPlace(own);
	const dev = own.manifest.scripts.find((s) => s.name === "dev");
	const mayAnswer =
		dev && serve === undefined
			? `the dev script starts ${dev.command.split(" ")[0] ?? "a program"} of its own`
			: ["ws", "socket.io", "next-ws", "graphql-ws"].find((name) =>
					dependsOn(own, name),
				);
	const base = config && textOf(optionAt(config, "basePath"))?.value;
	return {
		framework: "next",
		at,
		port:
			serve || !dev ? scriptPort(serve, 3000, manifestPlace(own)) : undefined,
		https: serve?.args.includes("--experimental-https") ?? false,
		base: base ? `${base.replace(/\/$/, "")}/` : "/",
		hmr: { path: "/_next/webpack-hmr", ownPort: false },
		proxy: config
			? nextRewrites(config)
			: {
					items: [],
					complete: file === undefined,
					...(file !== undefined && { reason: `${file} could not be read` }),
				},
		...(config &&
			objectOf(config) && { proxyHome: objectOf(config)?.at ?? at }),
		...(mayAnswer !== undefined && {
			mayAnswer: mayAnswer.startsWith("the dev")
				? mayAnswer
				: `the app depends on ${mayAnswer} and may answer sockets itself`,
		}),
	};
}

/** Next loads its env files before it reads the config. */
function run(
	sources: Sources,
	own: Package,
	command: "serve" | "build",
	mode: string,
) {
	const table = cascade(
		sources,
		cascadeFiles(own.folder, mode, "local-first"),
		"dotenv",
	);
	return {
		command,
		mode,
		cwd: own.folder,
		env: {},
		process: (key: string) => answerFrom(table, undefined, key),
		loadEnv: (
			_mode: string,
			_folder: string,
			_prefixes: readonly string[],
			key: string,
		) => answerFrom(table, undefined, key),
	};
}
