import type { WranglerFile } from "../../../facts/index.js";
import type { Sources } from "../../sources.js";
import { option, parseCommandLine } from "../command-line.js";
import { commandLines } from "../commands.js";
import { ancestors, folderOf, join } from "../paths.js";
import type { NodeHost, NodeHosts } from "./hosts.js";

/** What `wrangler dev` listens on when nothing says otherwise (wrangler's `src/cli/dev.rs`, workers-sdk's `dev.ts`). */
const WORKER_PORT = 8787;

interface WranglerConfig {
	readonly path: string;
	readonly fact: WranglerFile;
}

/** Where a worker listens while it is developed. */
export function openWorker(
	hosts: NodeHosts,
	host: NodeHost,
	entry: string,
): void {
	const { sources } = hosts.projects;
	const config = configOf(sources, entry);
	const stated = portsOf(sources, config, folderOf(config?.path ?? entry));
	if (typeof stated === "string") {
		host.portGaps.push(stated);
		return;
	}
	for (const { value, at } of stated)
		host.openings.push({
			at,
			ports: { known: [{ value, at, steps: [] }] },
			tls: false,
			strength: "strong",
			platform: false,
		});
}

/** The wrangler file whose `main` is the entry, else the nearest one above it. */
function configOf(sources: Sources, entry: string): WranglerConfig | undefined {
	const configs = configsOf(sources);
	return (
		configs.find(
			({ path, fact }) =>
				fact.main !== undefined && join(folderOf(path), fact.main) === entry,
		) ??
		ancestors(folderOf(entry))
			.flatMap((folder) => configs.filter((c) => folderOf(c.path) === folder))
			.at(0)
	);
}

function configsOf(sources: Sources): readonly WranglerConfig[] {
	return [...sources.facts].flatMap(([path, fact]) =>
		fact.kind === "wrangler" ? [{ path, fact }] : [],
	);
}

/** The ports of a worker; why they are not known where they are not. */
function portsOf(
	sources: Sources,
	config: WranglerConfig | undefined,
	folder: string,
):
	| readonly { readonly value: number; readonly at: NodeHost["made"]["site"] }[]
	| string {
	const manifest = sources.facts.get(join(folder, "package.json"));
	if (
		manifest?.kind === "package" &&
		Object.hasOwn(manifest.dependencies, "@cloudflare/vite-plugin")
	)
		return "Vite's dev server runs the worker";
	const lines = commandLines(sources).flatMap((line) =>
		parseCommandLine(line.text).flatMap((command) =>
			command.program === "wrangler" &&
			line.folders.some((f) => join(f, command.cwd) === folder)
				? [{ line, command }]
				: [],
		),
	);
	const runs = lines.filter(({ command }) => command.args.includes("dev"));
	if (runs.some(({ command }) => command.args.includes("pages")))
		return "it is run as a function of a Pages project";
	const given = runs.flatMap(({ line, command }) => {
		const port = option(command.args, "--port", "-p");
		return port === undefined ? [] : [{ port, at: line.at }];
	});
	if (given.some(({ port }) => !/^\d+$/.test(port)))
		return "the port of wrangler dev is not a plain number";
	if (given.length > 0)
		return given.map(({ port, at }) => ({ value: Number(port), at }));
	if (!config) return "nothing in this repository says how the worker is run";
	const { fact, path } = config;
	if (fact.port)
		return [{ value: fact.port.value, at: { file: path, span: fact.port.at } }];
	// A second one that wants the same port takes the next that is free.
	return configsOf(sources).filter((c) => !c.fact.port).length > 1
		? "several workers would take the same port"
		: [{ value: WORKER_PORT, at: { file: path, span: [0, 0] } }];
}

/** Whether the project that a file belongs to is run by wrangler. */
export function isWorker(hosts: NodeHosts, file: string): boolean {
	const config = configOf(hosts.projects.sources, file);
	return config !== undefined && !config.fact.pages;
}
