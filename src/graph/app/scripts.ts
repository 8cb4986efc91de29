import type { Place } from "../../facts/place.js";
import { joinPath } from "../../tree/paths.js";
import {
	option,
	parseCommandLine,
	positionals,
} from "../server/command-line.js";
import type { Layout, Package } from "./layout.js";

/** A package script that starts a build tool. */
export interface ToolRun {
	/** `vite`, `astro`, `next`, `react-scripts` …. */
	readonly tool: string;
	/** First word that is no option: `build`, `preview`, `dev`; "" when there is none. */
	readonly command: string;
	readonly args: readonly string[];
	/** Variables set in front of it. */
	readonly env: Readonly<Record<string, string>>;
	/** Folder it runs in. */
	readonly cwd: string;
	/** Folder given as an argument (`vite web`), resolved; the working folder otherwise. */
	readonly target: string;
	/** Name of the script. */
	readonly script: string;
	readonly at: Place;
	readonly package: Package;
}

const TAKING_VALUE = new Set([
	"-c",
	"--config",
	"-m",
	"--mode",
	"--host",
	"--port",
	"-p",
	"--open",
	"--base",
	"-l",
	"--logLevel",
	"--outDir",
	"--configLoader",
	"-H",
	"--hostname",
]);

/** Every run of one of `tools` in the scripts of all packages, in order. */
export function toolRuns(
	layout: Layout,
	tools: ReadonlySet<string>,
): readonly ToolRun[] {
	const found: ToolRun[] = [];
	for (const own of layout.packages)
		for (const script of own.manifest.scripts)
			for (const command of parseCommandLine(script.command)) {
				const run = toolOf(command.program, command.args);
				if (!run || !tools.has(run.tool)) continue;
				const cwd = joinPath(own.folder, command.cwd);
				if (cwd === undefined) continue;
				const [word = "", ...more] = positionals(run.args, TAKING_VALUE);
				const known = COMMANDS.has(word);
				const folder = known ? more[0] : word;
				found.push({
					tool: run.tool,
					command: known ? word : "",
					args: run.args,
					env: command.env,
					cwd,
					target: (folder && joinPath(cwd, folder)) || cwd,
					script: script.name,
					at: { file: own.file, span: script.at },
					package: own,
				});
			}
	return found;
}

const COMMANDS = new Set([
	"dev",
	"serve",
	"build",
	"preview",
	"optimize",
	"start",
	"check",
	"sync",
	"test",
	"lint",
	"generate",
	"export",
	"eject",
	"info",
	"add",
	"prepare",
]);

/** The tool a command runs: `yarn vite`, `pnpm vite`, `bun --bun vite`, `node …/react-scripts/scripts/start.js` run the one they name. */
export function toolOf(
	program: string,
	args: readonly string[],
): { readonly tool: string; readonly args: readonly string[] } | undefined {
	if (program === "node") {
		const script = args.find((a) => !a.startsWith("-"));
		const cra = /react-scripts\/scripts\/(\w+)\.js$/.exec(script ?? "")?.[1];
		if (cra) return { tool: "react-scripts", args: [cra] };
		const vite = /(?:^|\/)(vite|next|astro)(?:\/bin)?\/\1(?:\.m?js)?$/.exec(
			script ?? "",
		)?.[1];
		return vite
			? { tool: vite, args: args.slice(args.indexOf(script ?? "") + 1) }
			: undefined;
	}
	if (/^(?:yarn|pnpm|bun|bunx|npx)$/.test(program)) {
		const first = args.findIndex((a) => !a.startsWith("-"));
		const tool = args[first];
		return tool === undefined
			? undefined
			: { tool, args: args.slice(first + 1) };
	}
	return { tool: program, args };
}

/** `serve` starts a dev server, `preview` serves the last build, `build` builds; undefined for anything else. */
export function purposeOf(
	run: Pick<ToolRun, "tool" | "command">,
): "serve" | "build" | "preview" | undefined {
	switch (run.command) {
		case "build":
		case "generate":
		case "export":
			return "build";
		case "preview":
			return "preview";
		case "dev":
		case "serve":
			return "serve";
		case "start":
			return run.tool === "next" ? "preview" : "serve";
		case "":
			return run.tool === "vite" || run.tool === "webpack-dev-server"
				? "serve"
				: undefined;
		default:
			return undefined;
	}
}

/** Value of an option of a run. */
export function optionOf(
	run: ToolRun,
	...names: readonly string[]
): string | undefined {
	const value = option(run.args, ...names);
	return value?.startsWith("-") ? undefined : value;
}
