import type { Io } from "./io.js";

const PATIENCE_MS = 1000;

/** Runs `work`; when it takes longer than a second and someone watches, says so on stderr and wipes it at the end. */
export async function withProgress<T>(
	io: Io,
	text: string,
	work: () => Promise<T>,
): Promise<T> {
	if (!io.interactive) return work();
	let shown = false;
	const timer = setTimeout(() => {
		shown = true;
		io.err(`${text}…`);
	}, PATIENCE_MS);
	try {
		return await work();
	} finally {
		clearTimeout(timer);
		if (shown) io.err("\r\u001b[K");
	}
}
