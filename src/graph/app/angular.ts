import { joinPath } from "../../tree/paths.js";
import type { World } from "../../value/world.js";
import type { Collection, ProxyEntry } from "../graph.js";
import type { Sources } from "../sources.js";
import { readConfig } from "./config-file.js";
import type { Layout, Package } from "./layout.js";
import { devServerProxy } from "./middleware-proxy.js";
import {
	isAbsent,
	type Options,
	objectOf,
	optionAt,
	textOf,
} from "./options.js";
import { optionOf, type ToolRun } from "./scripts.js";

/** What `angular.json` says of the project that is served. */
export interface AngularProject {
	/** Options of `ng serve`: the target's, and over them those of the configuration it starts in. */
	readonly serve: Options;
	readonly proxy: Collection<ProxyEntry>;
	/** The file that a build of a mode reads in place of another. */
	replacement(world: World, file: string): string | undefined;
}

/** The application in `angular.json`: the one that is served, else the first. */
export function angularProject(
	sources: Sources,
	layout: Layout,
	own: Package,
	serve: ToolRun | undefined,
): AngularProject | undefined {
	const file = joinPath(own.folder, "angular.json") ?? "";
	const workspace = layout.has(file) && read(sources, own, file);
	const projects = workspace && objectOf(optionAt(workspace, "projects"));
	if (!workspace || !projects)
		return beforeWorkspaces(sources, layout, own, serve);
	const targets = [...projects.entries.keys()].map((name) => {
		const project = optionAt(workspace, "projects", name);
		const targets = optionAt(project, "architect");
		return isAbsent(targets) ? optionAt(project, "targets") : targets;
	});
	const served =
		targets.find((t) => !isAbsent(optionAt(t, "serve"))) ?? targets[0];
	if (!served) return undefined;
	const target = optionAt(served, "serve");
	return {
		serve: optionAt(target, "options"),
		proxy: proxyOf(sources, layout, own, target, serve),
		replacement: (world, path) =>
			replacedBy(optionAt(served, "build"), own, world, path),
	};
}

/** Angular 2 to 5: `.angular-cli.json`, whose first app names a file of settings per environment (`ng build --prod` takes `prod`). */
function beforeWorkspaces(
	sources: Sources,
	layout: Layout,
	own: Package,
	serve: ToolRun | undefined,
): AngularProject | undefined {
	const file = joinPath(own.folder, ".angular-cli.json") ?? "";
	const config = layout.has(file) && read(sources, own, file);
	if (!config) return undefined;
	const app = optionAt(config, "apps", "0");
	const pathOf = (option: Options): string | undefined => {
		const path = textOf(option)?.value;
		const root = textOf(optionAt(app, "root"))?.value ?? "src";
		return path === undefined
			? undefined
			: joinPath(own.folder, `${root}/${path}`);
	};
	const given = serve && optionOf(serve, "--proxy-config", "--proxyConfig");
	return {
		serve: optionAt(config, "defaults", "serve"),
		proxy:
			given === undefined
				? { items: [], complete: true }
				: proxyIn(sources, layout, own, given),
		replacement(world, path) {
			if (pathOf(optionAt(app, "environmentSource")) !== path) return undefined;
			const names =
				world.mode === "production"
					? ["prod", "production"]
					: ["dev", "development"];
			return names
				.map((name) => pathOf(optionAt(app, "environments", name)))
				.find((found) => found !== undefined);
		},
	};
}

function read(
	sources: Sources,
	own: Package,
	file: string,
): Options | undefined {
	return readConfig(sources, file, {
		command: "serve",
		mode: "development",
		cwd: own.folder,
		env: {},
		loadEnv: (_mode, _folder, _prefixes, key) => ({
			state: "unsupplied",
			why: `nothing says what ${key} is`,
		}),
	});
}

/** Builders that proxy nothing by themselves. */
const PLAIN_BUILDERS = /^@angular(-devkit\/build-angular|\/build):dev-server$/;

/** `proxyConfig`, of the command line, the configuration `ng serve` starts in, or the target. */
function proxyOf(
	sources: Sources,
	layout: Layout,
	own: Package,
	target: Options,
	run: ToolRun | undefined,
): Collection<ProxyEntry> {
	const configuration =
		textOf(optionAt(target, "defaultConfiguration"))?.value ?? "development";
	const given =
		(run && optionOf(run, "--proxy-config", "--proxyConfig")) ??
		[
			optionAt(target, "configurations", configuration, "proxyConfig"),
			optionAt(target, "options", "proxyConfig"),
		]
			.map((option) => textOf(option)?.value)
			.find((path) => path !== undefined);
	if (given === undefined)
		return PLAIN_BUILDERS.test(textOf(optionAt(target, "builder"))?.value ?? "")
			? { items: [], complete: true }
			: unread("the builder of the dev server is not known");
	return proxyIn(sources, layout, own, given);
}

function proxyIn(
	sources: Sources,
	layout: Layout,
	own: Package,
	given: string,
): Collection<ProxyEntry> {
	const file = joinPath(own.folder, given);
	const config =
		file !== undefined && layout.has(file) && read(sources, own, file);
	if (!config) return unread(`${given} could not be read`);
	const { items, complete, reason } = devServerProxy(config, false);
	// `/*` means one level to one of the two dev servers and any path to the other.
	const shallow = items.some(({ key }) => /(^|[^*])\*$/.test(key));
	return {
		items: items.map(asAngularDoes),
		complete: complete && !shallow,
		...((reason ?? shallow) && {
			reason: reason ?? "how far `/*` reaches depends on the builder",
		}),
	};
}

function unread(reason: string): Collection<ProxyEntry> {
	return { items: [], complete: false, reason };
}

/** `ws: true` is needed (W6); whether a `ws://` target does instead depends on the builder. */
function asAngularDoes(entry: ProxyEntry): ProxyEntry {
	const byTarget = /^wss?:/.test(entry.target?.value.flat ?? "");
	return entry.ws === undefined && byTarget
		? { ...entry, forwardsUpgrades: "unknown" }
		: entry;
}

/** `fileReplacements` of the build configuration that is named like the mode, else of the target itself. */
function replacedBy(
	build: Options,
	own: Package,
	world: World,
	file: string,
): string | undefined {
	for (const lists of [
		optionAt(build, "configurations", world.mode, "fileReplacements"),
		optionAt(build, "options", "fileReplacements"),
	])
		for (const { value } of lists.values) {
			if (value.v !== "array") continue;
			for (const item of value.items) {
				const rule = { ...lists, values: lists.evaluator.force(item) };
				const path = (name: string) => {
					const text = textOf(optionAt(rule, name))?.value;
					return text === undefined ? undefined : joinPath(own.folder, text);
				};
				if (path("replace") === file) return path("with");
			}
		}
	return undefined;
}
