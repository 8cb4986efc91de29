import { ownManifest } from "./package-root.js";

/** Short for the user, enough for a report: the stack names wslint's files only. */
export function sayInternal(error: unknown): string {
	const cause = error instanceof Error ? error : new Error(String(error));
	const { version, bugs } = ownManifest();
	const frames = (cause.stack ?? "").split("\n").slice(1, 6);
	return [
		`wslint: internal error: ${cause.message}`,
		...frames.map((frame) => frame.trimEnd()),
		`This is a bug in wslint ${version} (node ${process.version}, ${process.platform}), not in your project.`,
		`Please report it with the lines above and the command line${bugs ? `: ${bugs.url}` : "."}`,
		"",
	].join("\n");
}
