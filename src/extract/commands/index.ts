import { parseDirective } from "../../facts/directive.js";
import type { CommandFile, Directive } from "../../facts/index.js";
import { directivesInHashComments } from "../hash-comments.js";
import { makefileCommands } from "./makefile.js";
import { markdownCommands } from "./markdown.js";
import { procfileCommands } from "./procfile.js";
import { type Command, readScript } from "./shell.js";

/** Workflows are YAML, which is not loaded for the others: see `extractWorkflow`. */
type PlainFormat = Exclude<CommandFile["format"], "workflow">;

/** The command lines of a file that starts programs. Never throws. */
export function extractCommands(
	text: string,
	format: PlainFormat,
): CommandFile {
	return {
		kind: "commands",
		format,
		commands: COMMANDS[format](text),
		directives:
			format === "markdown"
				? directivesInMarkup(text)
				: directivesInHashComments(text),
	};
}

const COMMANDS: Record<PlainFormat, (text: string) => readonly Command[]> = {
	shell: (text) => readScript(text).commands,
	procfile: procfileCommands,
	makefile: makefileCommands,
	markdown: markdownCommands,
};

function directivesInMarkup(text: string): Directive[] {
	return [...text.matchAll(/<!--[^>]*?-->/g)].flatMap((comment) => {
		const end = comment.index + comment[0].length;
		return parseDirective(comment[0], [comment.index, end]) ?? [];
	});
}
