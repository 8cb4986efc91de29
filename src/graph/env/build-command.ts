import { joinPath, nameOf } from "../../tree/paths.js";
import type { Layout, Package } from "../app/layout.js";
import { purposeOf, toolOf } from "../app/scripts.js";
import {
	option,
	parseCommandLine,
	positionals,
	type SimpleCommand,
} from "../server/command-line.js";
import { homeOf, type Site } from "./site.js";

/** What a command does for an app. */
export interface BuildCommand {
	readonly purpose: "build" | "serve" | "preview";
	/** `--mode`, when given. */
	readonly mode?: string;
	readonly port?: number;
	/** Variables set on the way (script prefixes). */
	readonly env: Readonly<Record<string, string>>;
}

const MANAGERS = /^(npm|yarn|pnpm|bun)$/;
const ORCHESTRATORS = /^(turbo|nx|lerna|rush|moon|wsrun)$/;
const EVERYWHERE = new Set([
	"-r",
	"--recursive",
	"-ws",
	"--ws",
	"--workspaces",
	"workspaces",
]);
const OPTIONS_WITH_VALUE = new Set([
	"--prefix",
	"-C",
	"--dir",
	"--cwd",
	"--filter",
	"-F",
	"-w",
	"--workspace",
]);
const TOOL_OPTIONS = new Set([
	"-m",
	"--mode",
	"--port",
	"-p",
	"-c",
	"--config",
	"-H",
	"--hostname",
]);
const TOOLS =
	/^(vite|astro|next|nuxt|nuxi|react-scripts|vue-cli-service|ng|webpack|webpack-dev-server|svelte-kit|electron-vite|react-app-rewired|craco)$/;
const COMMANDS = new Set([
	"dev",
	"serve",
	"build",
	"preview",
	"start",
	"generate",
	"export",
	"test",
	"lint",
]);
const DEEPEST = 5;

/**
 * What a command that runs in `folder` (relative to the root) does for the
 * app; undefined when it builds something else. Package scripts and workspace
 * runners are followed.
 */
export function buildCommand(
	command: SimpleCommand,
	folder: string,
	site: Site,
	layout: Layout,
	depth = 0,
): BuildCommand | undefined {
	const { program, args } = command;
	const cwd = joinPath(folder, command.cwd);
	const here = cwd === undefined ? undefined : chosenFolder(args, cwd);
	if (here === undefined || depth > DEEPEST) return undefined;
	const atHome = here === homeOf(site) || here === site.root;
	const above = atHome || isAbove(here, homeOf(site));
	if (ORCHESTRATORS.test(program))
		return above && runsBuildOf(args, site, atHome)
			? { purpose: "build", env: command.env }
			: undefined;
	const chosen = chosenWorkspace(args);
	const forSite = chosen === undefined ? atHome : isNamed(chosen, site);
	if (!MANAGERS.test(program))
		return forSite ? toolCommand(command) : undefined;

	const everywhere = above && args.some((a) => EVERYWHERE.has(a));
	const runner =
		forSite || everywhere
			? site.package
			: above && chosen === undefined
				? layout.packageOf(here)
				: undefined;
	return runner && scriptCommand(command, runner, site, layout, depth);
}

/** `npm run build`, `yarn build -- --mode x`: what the script of that name does. */
function scriptCommand(
	command: SimpleCommand,
	own: Package,
	site: Site,
	layout: Layout,
	depth: number,
): BuildCommand | undefined {
	const { args } = command;
	const words = positionals(args, OPTIONS_WITH_VALUE).filter(
		(w) => !NOISE.has(w) && w !== own.manifest.name,
	);
	const [name = ""] = words;
	const script = own.manifest.scripts.find((s) => s.name === name);
	if (!script) {
		const direct = toolOf(command.program, words);
		return direct && own === site.package
			? toolCommand({ ...command, program: direct.tool, args: direct.args })
			: undefined;
	}
	const rest = args.includes("--") ? args.slice(args.indexOf("--") + 1) : [];
	for (const inner of parseCommandLine(script.command)) {
		const found = buildCommand(
			{ ...inner, args: [...inner.args, ...rest] },
			own.folder,
			site,
			layout,
			depth + 1,
		);
		if (found) return { ...found, env: { ...command.env, ...found.env } };
	}
	return undefined;
}

const NOISE = new Set([
	"run",
	"run-script",
	"workspace",
	"workspaces",
	"foreach",
	"exec",
]);

/** The build tool itself. */
function toolCommand(command: SimpleCommand): BuildCommand | undefined {
	const run = toolOf(command.program, command.args);
	if (!run || !TOOLS.test(run.tool)) return undefined;
	const [first = ""] = positionals(run.args, TOOL_OPTIONS);
	const purpose = purposeOf({
		tool: run.tool,
		command: COMMANDS.has(first) ? first : "",
	});
	if (!purpose) return undefined;
	const mode = option(run.args, "--mode", "-m");
	const port = Number(option(run.args, "--port", "-p"));
	return {
		purpose,
		env: command.env,
		...(mode !== undefined && { mode }),
		...(port > 0 && { port }),
	};
}

/** `nx run-many -t build -p web api`, `nx build web`, `turbo run build --filter=web`: without names, everything. */
function runsBuildOf(
	args: readonly string[],
	site: Site,
	atHome: boolean,
): boolean {
	const words = args.flatMap((a) =>
		a.replace(/^--(filter|projects?|targets?|scope)=/, "").split(/[,:]/),
	);
	if (!words.some((w) => w === "build")) return false;
	const restricted = args.some((a) =>
		/^(--(filter|projects?|scope)(=|$)|-p$|-F$)/.test(a),
	);
	const named = words.some((w) => isNamed(w, site));
	const single =
		!args.includes("run-many") &&
		words.filter((w) => !w.startsWith("-")).some((w) => !TASK_WORDS.has(w));
	return named || atHome || !(restricted || single);
}

const TASK_WORDS = new Set(["run", "build", "run-many", "production"]);

/** `--prefix web`, `-C web`, `--cwd web`. */
function chosenFolder(
	args: readonly string[],
	cwd: string,
): string | undefined {
	const chosen = option(args, "--prefix", "-C", "--dir", "--cwd");
	return chosen === undefined ? cwd : joinPath(cwd, chosen);
}

/** `--filter @acme/web`, `--workspace=web`, `yarn workspace web`. */
function chosenWorkspace(args: readonly string[]): string | undefined {
	return (
		option(args, "--filter", "-F", "--workspace", "-w") ??
		(args.includes("workspace")
			? args[args.indexOf("workspace") + 1]
			: undefined)
	);
}

function isNamed(workspace: string, site: Site): boolean {
	const plain = workspace.replace(/^\.\//, "").replace(/(\.\.\.|\^)+$/, "");
	const home = homeOf(site);
	return (
		plain !== "" &&
		(plain === site.package?.manifest.name ||
			plain === home ||
			plain === nameOf(home))
	);
}

function isAbove(folder: string, path: string): boolean {
	return folder === "" ? path !== "" : path.startsWith(`${folder}/`);
}
