import { joinPath, nameOf } from "../../tree/paths.js";
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
const ORCHESTRATORS = /^(turbo|nx|lerna|rush|moon)$/;
const OPTIONS_WITH_VALUE = new Set([
	"--prefix", "-C", "--dir", "--cwd", "--filter", "-F", "-w", "--workspace",
]);

/**
 * What a command that runs in `folder` (relative to the root) does for the
 * app; undefined when it builds something else. Package scripts are followed.
 */
export function buildCommand(
	command: SimpleCommand,
	folder: string,
	site: Site,
	depth = 0,
): BuildCommand | undefined {
	const cwd = joinPath(folder, command.cwd);
	if (cwd === undefined || depth > 4) return undefined;
	const { program, args } = command;
	const here = chosenFolder(args, cwd);
	const home = homeOf(site);
	const selected = here === home || here === site.root || names(args, site);
	if (!selected) return undefined;
	if (MANAGERS.test(program)) {
		const words = positionals(args, OPTIONS_WITH_VALUE).filter(
			(w) => w !== "run" && w !== "workspace" && w !== site.package?.manifest.name,
		);
		const [script = ""] = words;
		const direct = toolOf(program, words);
		const found = site.package?.manifest.scripts.find((s) => s.name === script);
		if (!found)
			return direct && own({ ...command, program: direct.tool, args: direct.args });
		const rest = args.includes("--") ? args.slice(args.indexOf("--") + 1) : [];
		for (const inner of parseCommandLine(found.command)) {
			const result = buildCommand(
				{ ...inner, args: [...inner.args, ...rest] },
				home,
				site,
				depth + 1,
			);
			if (result) return { ...result, env: { ...command.env, ...result.env } };
		}
		return undefined;
	}
	if (ORCHESTRATORS.test(program))
		return args.some((a) => a === "build" || a.startsWith("build:"))
			? { purpose: "build", env: command.env }
			: undefined;
	return own(command);
}

function own(command: SimpleCommand): BuildCommand | undefined {
	const run = toolOf(command.program, command.args);
	if (!run || !TOOLS.test(run.tool)) return undefined;
	const [first = ""] = positionals(run.args, new Set(["-m", "--mode", "--port", "-p", "-c", "--config"]));
	const purpose = purposeOf({ tool: run.tool, command: KNOWN.has(first) ? first : "" });
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

const TOOLS = /^(vite|astro|next|nuxt|nuxi|react-scripts|vue-cli-service|ng|webpack|webpack-dev-server|svelte-kit|electron-vite|react-app-rewired|craco)$/;
const KNOWN = new Set(["dev", "serve", "build", "preview", "start", "generate", "export", "test", "lint"]);

/** `--prefix web`, `-C web`, `--cwd web`. */
function chosenFolder(args: readonly string[], cwd: string): string | undefined {
	const chosen = option(args, "--prefix", "-C", "--dir", "--cwd");
	return chosen === undefined ? cwd : joinPath(cwd, chosen);
}

/** `--filter @acme/web`, `--workspace=web`, `yarn workspace web`. */
function names(args: readonly string[], site: Site): boolean {
	const workspace =
		option(args, "--filter", "-F", "--workspace", "-w") ??
		(args.includes("workspace") ? args[args.indexOf("workspace") + 1] : undefined);
	if (workspace === undefined) return false;
	const plain = workspace.replace(/^\.\//, "").replace(/(\.\.\.|\^)+$/, "");
	const home = homeOf(site);
	return (
		plain === site.package?.manifest.name || plain === home || plain === nameOf(home)
	);
}
