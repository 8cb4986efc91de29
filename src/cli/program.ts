import { Command, Option } from "commander";
import { PRESETS } from "../engine/severity.js";
import { SCENARIOS } from "../value/world.js";
import type { ExitCode } from "./exit-code.js";
import type { Io } from "./io.js";
import { collect, parseCount, parseFormat, parseLevel } from "./options.js";
import { ownManifest } from "./package-root.js";

const PREFERENCES = ["same-origin", "absolute-url", "env-url"];

/** The command line; each command is loaded when it runs. */
export function createProgram(io: Io, exit: (code: ExitCode) => void): Command {
	const program = new Command("wslint")
		.description(
			"Finds and repairs WebSocket wiring that cannot work. Reads files, runs nothing.",
		)
		.version(ownManifest().version, "-v, --version", "print the version")
		.helpOption("-h, --help", "print this")
		.exitOverride()
		.configureOutput({
			writeOut: io.out,
			writeErr: io.err,
			outputError: (text, write) => write(text.replace(/^error:/, "wslint:")),
		})
		.configureHelp({ showGlobalOptions: false })
		.addHelpCommand(false);

	const lint = program
		.command("lint", { isDefault: true })
		.description("lint (the default command)")
		.argument("[paths...]", "report only what concerns these files and folders")
		.option("--fix", "repair what is safe to repair")
		.option("--unsafe", "with --fix: also repairs that change behaviour")
		.addOption(
			new Option(
				"--prefer <answer>",
				"with --fix --unsafe: which of several right answers",
			).choices(PREFERENCES),
		)
		.option("--diff", "print what --fix would change, write nothing")
		.addOption(rootOption())
		.addOption(
			new Option(
				"--format <format>",
				"stylish or json; json=FILE writes to a file; may be repeated",
			)
				.argParser(collect(parseFormat))
				.default([], "stylish"),
		)
		.addOption(
			new Option(
				"--max-warnings <n>",
				"more warnings than this are a failure",
			).argParser(parseCount),
		)
		.addOption(
			new Option(
				"--rule <id=level>",
				"set a rule to off, info, warning or error; may be repeated",
			)
				.argParser(collect(parseLevel))
				.default([], "none"),
		)
		.addOption(
			new Option("--preset <preset>", "which levels rules start from").choices(
				PRESETS,
			),
		)
		.addOption(scenarioOption())
		.option("--no-cache", "read every file anew")
		.action(async (paths: string[], options) => {
			const { lintCommand } = await import("./lint.js");
			exit(await lintCommand(paths, options, io));
		});

	program
		.command("trace")
		.description("the whole way of a connection, per scenario")
		.argument("[target]", "a URL, FILE, FILE:LINE or env key; all without one")
		.addOption(rootOption())
		.addOption(scenarioOption())
		.action(async (target: string | undefined, options) => {
			const { traceCommand } = await import("./trace.js");
			exit(await traceCommand(target, options, io));
		});

	program
		.command("explain")
		.description("the page of a rule")
		.argument("<rule>", "a rule id (`wslint rules` lists them)")
		.action(async (rule: string) => {
			const { explainCommand } = await import("./explain.js");
			exit(explainCommand(rule, io));
		});

	program
		.command("rules")
		.description("all rules with their level")
		.action(async () => {
			const { rulesCommand } = await import("./rules.js");
			exit(rulesCommand(io));
		});

	program.addHelpText("after", () => `\n${lintHelp(lint)}`);
	return program;
}

function rootOption(): Option {
	return new Option("--root <folder>", "folder to read").default(
		undefined,
		"the working directory",
	);
}

function scenarioOption(): Option {
	return new Option(
		"--scenario <scenario>",
		"judge this scenario only",
	).choices(SCENARIOS);
}

/** Options of the default command, for `wslint --help`. */
function lintHelp(lint: Command): string {
	const help = lint.createHelp();
	const options = help.visibleOptions(lint).filter((o) => o.long !== "--help");
	const width = Math.max(...options.map((o) => o.flags.length));
	return [
		"Options of lint:",
		...options.map(
			(o) => `  ${o.flags.padEnd(width)}  ${help.optionDescription(o)}`,
		),
		"",
		"Exit codes: 0 clean, 1 findings at error level or too many warnings, 2 bad usage or configuration, 3 internal error.",
	].join("\n");
}
