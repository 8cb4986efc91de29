import type { KeyValue } from "../../facts/index.js";
import { type Command, readScript } from "./shell.js";

const VARIABLE =
	/^(?:export\s+)?([A-Za-z_]\w*)[ \t]*(?:\?|:{1,3}|\+)?=[ \t]*([^\r\n#]*)/;

/**
 * Recipe lines of a Makefile (or Justfile), each a shell of its own; variables
 * of the file are set for all that follow. `$(NAME)` is given as `${NAME}`.
 */
export function makefileCommands(text: string): Command[] {
	const commands: Command[] = [];
	const env: KeyValue[] = [];
	// A Justfile indents by blanks, which in a Makefile only continue a line.
	const recipe = /^\t/m.test(text) ? /^\t\s*[@+-]*\s*/ : /^\s+[@+-]*\s*/;
	for (const line of text.matchAll(/(?:\\\r?\n|[^\n])+/g)) {
		const indent = recipe.exec(line[0]);
		if (indent) {
			const start = line.index + indent[0].length;
			const end = line.index + line[0].length;
			commands.push(
				...readScript(text, start, end, { env: [...env] }).commands,
			);
		} else {
			const variable = variableOf(line[0], line.index);
			if (variable) env.push(variable);
		}
	}
	return commands.map((command) => ({
		...command,
		text: command.text
			.replaceAll(
				/\$\(([A-Za-z_]\w*)\)|\{\{\s*([A-Za-z_]\w*)\s*\}\}/g,
				(_, a, b) => `\${${a ?? b}}`,
			)
			.replaceAll("$$", "$"),
	}));
}

function variableOf(line: string, start: number): KeyValue | undefined {
	const match = VARIABLE.exec(line);
	if (!match) return undefined;
	const [whole, key = "", written = ""] = match;
	const value = written.trim();
	const keyStart = start + whole.indexOf(key);
	const valueStart = start + whole.length - written.trimStart().length;
	return {
		key,
		value: value.replace(/^(["'])(.*)\1$/, "$2"),
		at: [keyStart, keyStart + key.length],
		valueAt: [valueStart, valueStart + value.length],
	};
}
