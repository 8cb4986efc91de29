import { CommanderError } from "commander";
import { ConfigError } from "../config/config-error.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import { sayInternal } from "./internal-error.js";
import { type Io, processIo } from "./io.js";
import { createProgram } from "./program.js";
import { UsageError } from "./usage-error.js";

/** Runs a command line (without `node` and the script) and tells the exit code. Never throws. */
export async function main(
	argv: readonly string[],
	io: Io = processIo(),
): Promise<ExitCode> {
	let code: ExitCode = EXIT.clean;
	try {
		const program = createProgram(io, (exit) => {
			code = exit;
		});
		await program.parseAsync([...argv], { from: "user" });
		return code;
	} catch (error) {
		return sayError(error, io);
	}
}

function sayError(error: unknown, io: Io): ExitCode {
	// Commander has printed its own message by now; help and version are no errors.
	if (error instanceof CommanderError)
		return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
	if (error instanceof UsageError || error instanceof ConfigError) {
		const [first, ...rest] = error.message.split("\n");
		io.err(
			`${[`wslint: ${first}`, ...rest.map((l) => `        ${l}`)].join("\n")}\n`,
		);
		return EXIT.usage;
	}
	io.err(sayInternal(error));
	return EXIT.internal;
}
