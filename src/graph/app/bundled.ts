import type { Place } from "../../facts/place.js";
import { joinPath } from "../../tree/paths.js";
import type { PageAddress, World } from "../../value/world.js";
import type { Order } from "../env/cascade.js";
import type { App, DevServer, Framework } from "../graph.js";
import type { Sources } from "../sources.js";
import type { Definitions } from "./definitions.js";
import { httpsPage } from "./https-page.js";
import { majorOf, manifestPlace, type Package, titleOf } from "./layout.js";
import { originsOf, pageOf, productionPage } from "./origins.js";
import { optionOf, purposeOf, type ToolRun } from "./scripts.js";
import { type Started, situationsOf } from "./situations.js";
import { type Exposure, worldOf } from "./worlds.js";

/** What sets one build tool apart from the others. */
export interface Tool {
	readonly framework: Framework;
	/** As people call it. */
	readonly name: string;
	/** The package whose version counts. */
	readonly dependency: string;
	readonly prefixes: readonly string[];
	readonly order: Order;
	/** Folder that a build is written to, where no option moves it. */
	readonly output?: string;
	/** Whether `--mode x` selects env files. */
	readonly anyMode: boolean;
	readonly hides: Exposure["hides"];
	definitions(command: "serve" | "build", mode: string): Definitions;
}

/** An app built by a tool other than Vite, from its package and what its config says. */
export function bundledApp(
	sources: Sources,
	own: Package,
	tool: Tool,
	runs: readonly ToolRun[],
	found: {
		readonly dev: DevServer | undefined;
		/** Page of `next start`, `nuxt preview`. */
		readonly preview?: PageAddress;
		readonly relativeUrls: App["relativeUrls"];
		/** Folder of the pages, when it is not the package's. */
		readonly root?: string;
		/** What the framework adds to a world of the app. */
		readonly adds?: (world: World) => Pick<World, "given" | "replacement">;
	},
): App {
	const root = found.root ?? own.folder;
	const at: Place = found.dev?.at ?? manifestPlace(own);
	const https = httpsPage(sources, root);
	const { situations, containerOrigins } = situationsOf(sources, {
		site: { root, package: own, prefixes: tool.prefixes },
		devModes: modes(runs, "serve", "development", tool, own),
		buildModes: modes(runs, "build", "production", tool, own),
		devPage: found.dev
			? pageOf(found.dev)
			: { protocol: undefined, hostname: "localhost", port: undefined },
		...(found.preview && { previewPage: found.preview }),
		productionPage: productionPage(sources, https),
		envDir: own.folder,
		anyMode: tool.anyMode,
		devPort: found.dev?.port?.value,
	});
	const exposure: Exposure = {
		envDir: own.folder,
		order: tool.order,
		reading: "dotenv",
		prefixes: tool.prefixes,
		configSeesEnvFiles: () => true,
		hides: tool.hides,
		definitions: tool.definitions,
	};
	const major = majorOf(sources, own.folder, tool.dependency);
	const outDir = tool.output && joinPath(own.folder, tool.output);
	return {
		root,
		title: titleOf(sources, root, tool.name, major),
		framework: tool.framework,
		...(major !== undefined && { major }),
		...(found.dev && { devServer: found.dev }),
		...(outDir !== undefined && { outDir }),
		worlds: situations
			.map((s) => worldOf(sources, exposure, s))
			.map((world) => ({ ...world, ...found.adds?.(world) })),
		origins: [
			...originsOf(sources, found.dev, undefined, at),
			...containerOrigins,
		],
		envPrefixes: { values: tool.prefixes },
		definedKeys: tool.definitions("build", "production").keys,
		envDir: own.folder,
		relativeUrls: found.relativeUrls,
		...(https && { httpsInProduction: https }),
	};
}

function modes(
	runs: readonly ToolRun[],
	purpose: "serve" | "build",
	otherwise: string,
	tool: Tool,
	own: Package,
): readonly Started[] {
	const found = runs
		.filter((r) => purposeOf(r) === purpose)
		.map(
			(run): Started => ({
				mode: (tool.anyMode ? optionOf(run, "--mode") : undefined) ?? otherwise,
				env: run.env,
				at: run.at,
			}),
		);
	return found.length > 0
		? found
		: [{ mode: otherwise, env: {}, at: manifestPlace(own) }];
}

/** The port that a script, its environment or a `.env` file gives the dev server; else the default. */
export function scriptPort(
	run: ToolRun | undefined,
	otherwise: number,
	at: Place,
): DevServer["port"] {
	const given =
		run && Number(optionOf(run, "--port", "-p") ?? run.env.PORT ?? Number.NaN);
	return given && run
		? { value: given, at: run.at, steps: [] }
		: { value: otherwise, at, steps: [] };
}
