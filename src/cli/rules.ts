import { RULES } from "../engine/registry.js";
import type { Severity } from "../rule/finding.js";
import { EXIT, type ExitCode } from "./exit-code.js";
import type { Io } from "./io.js";

/** Prints every rule with its level in the recommended preset and what it reports. */
export function rulesCommand(io: Io): ExitCode {
	const { colors } = io;
	const paint: Record<Severity, (text: string) => string> = {
		error: colors.red,
		warning: colors.yellow,
		info: colors.blue,
	};
	const width = Math.max(0, ...RULES.map((rule) => rule.id.length));
	for (const rule of RULES)
		io.out(
			`${rule.id.padEnd(width)}  ${paint[rule.severity](rule.severity.padEnd(7))}  ${rule.summary}\n`,
		);
	return EXIT.clean;
}
