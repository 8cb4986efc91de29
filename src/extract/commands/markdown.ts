import { type Command, readScript } from "./shell.js";

const OPENING =
	/^[ \t]*(`{3,}|~{3,})[ \t]*(bash|sh|shell|zsh|console|terminal|shell-session)?[ \t]*$/i;
/** Blocks of no stated language also hold trees, logs and drawings: only lines that start a known program count. */
const LAUNCH =
	/^[ \t]*(?:\w+=\S+[ \t]+)*(?:(?:cd|git|npm|npx|yarn|pnpm|bun|bunx|deno|node|python\d?|pip\d?|uv|uvx|uvicorn|gunicorn|hypercorn|daphne|fastapi|flask|poetry|pipenv|docker|docker-compose|make|just|vite|next|nuxt|export|source|serve)[ \t]|\.\/)/;
const PROMPT = /^([ \t]*)[$>%] (?=\S)/;

/**
 * Command lines in fenced blocks of shell, or of no stated language; each block
 * starts in the file's folder. In a session only what follows a prompt is a command.
 */
export function markdownCommands(text: string): Command[] {
	return fencesIn(text).flatMap(({ lines, isStated }) => {
		const isSession = lines.some(({ line }) => PROMPT.test(line));
		const [first] = lines;
		if (!first) return [];
		// Same length as what is written, so that offsets need no translation.
		const script = lines
			.map(({ line }) => {
				const isCommand = isSession ? PROMPT : isStated ? /^/ : LAUNCH;
				if (!isCommand.test(line)) return " ".repeat(line.length);
				return line.replace(PROMPT, (prompt) => " ".repeat(prompt.length));
			})
			.join("\n");
		return readScript(script).commands.map((command) => ({
			...command,
			at: [command.at[0] + first.start, command.at[1] + first.start],
			env: command.env.map((variable) => ({
				...variable,
				at: [variable.at[0] + first.start, variable.at[1] + first.start],
				valueAt: [
					variable.valueAt[0] + first.start,
					variable.valueAt[1] + first.start,
				],
			})),
		}));
	});
}

interface Line {
	/** Without `\n`; a `\r` stays, as a blank. */
	readonly line: string;
	readonly start: number;
}

interface Fence {
	readonly lines: Line[];
	/** Whether the block says that it is shell. */
	readonly isStated: boolean;
}

function fencesIn(text: string): Fence[] {
	const fences: Fence[] = [];
	let marker: string | undefined;
	let fence: Fence | undefined;
	let start = 0;
	for (const line of text.split("\n")) {
		if (marker !== undefined) {
			if (line.trim().startsWith(marker)) {
				if (fence) fences.push(fence);
				marker = undefined;
			} else fence?.lines.push({ line, start });
		} else {
			marker = /^[ \t]*(`{3,}|~{3,})/.exec(line)?.[1];
			const opening = OPENING.exec(line.trimEnd());
			fence = opening
				? { lines: [], isStated: opening[2] !== undefined }
				: undefined;
		}
		start += line.length + 1;
	}
	return fences;
}
