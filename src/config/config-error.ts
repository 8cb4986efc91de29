/** One thing wrong with a configuration. */
export interface Problem {
	/** `wslint.config.ts:3:5`, or `--rule` for the command line. */
	readonly where: string;
	readonly message: string;
}

/** A configuration that cannot be used: exit code 2. Its message has one line per problem. */
export class ConfigError extends Error {
	constructor(readonly problems: readonly Problem[]) {
		super(problems.map((p) => `${p.where}  ${p.message}`).join("\n"));
		this.name = "ConfigError";
	}
}
