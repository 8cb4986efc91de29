import { parseCommandLine } from "../server/command-line.js";
import type { Sources } from "../sources.js";

/** Whether a package script runs a source file in Bun, which fills `import.meta.env` from the environment as it fills `process.env`. */
export function startsInBun(sources: Sources): boolean {
	const known = answers.get(sources) ?? search(sources);
	answers.set(sources, known);
	return known;
}

const answers = new WeakMap<Sources, boolean>();

function search(sources: Sources): boolean {
	return [...sources.facts.values()].some(
		(fact) =>
			fact.kind === "package" &&
			fact.scripts.some(({ command }) =>
				parseCommandLine(command).some(
					({ program, args }) =>
						program === "bun" && args.some((a) => /\.[cm]?[jt]sx?$/.test(a)),
				),
			),
	);
}
