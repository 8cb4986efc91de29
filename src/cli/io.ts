import { type Colors, colorsFor } from "../report/colors.js";

/** What a command may touch of the process it runs in. */
export interface Io {
	readonly cwd: string;
	/** Columns of the terminal on stdout; undefined when it is none. */
	readonly columns: number | undefined;
	readonly colors: Colors;
	/** Whether progress may be shown on stderr. */
	readonly interactive: boolean;
	out(text: string): void;
	err(text: string): void;
}

/** The real process. A reader that stops reading (`wslint | head`) ends the output quietly. */
export function processIo(): Io {
	for (const stream of [process.stdout, process.stderr])
		stream.on("error", (error: NodeJS.ErrnoException) => {
			if (error.code !== "EPIPE") throw error;
		});
	return {
		cwd: process.cwd(),
		columns: process.stdout.isTTY ? process.stdout.columns : undefined,
		colors: colorsFor(),
		interactive: process.stderr.isTTY === true && !process.env.CI,
		out: (text) => process.stdout.write(text),
		err: (text) => process.stderr.write(text),
	};
}
