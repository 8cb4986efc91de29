import { type Command, readScript } from "./shell.js";

/** `web: uvicorn main:app`: one process per line. */
export function procfileCommands(text: string): Command[] {
	return [...text.matchAll(/^([\w-]+):[ \t]*(?=\S)/gm)].flatMap((process) => {
		const start = process.index + process[0].length;
		const feed = text.indexOf("\n", start);
		return readScript(text, start, feed < 0 ? text.length : feed).commands;
	});
}
