import { parseCommandLine } from "../server/command-line.js";
import type { Sources } from "../sources.js";

/** Proxies that developers start beside a dev server; their configuration is not read. */
const PROXIES = new Set(["caddy", "traefik", "haproxy", "envoy"]);

/**
 * The file with the command that starts a proxy which is not read. Whoever
 * opens the page through that proxy may dial past the dev server.
 */
export function startedFront(sources: Sources): string | undefined {
	for (const [file, fact] of sources.facts) {
		const texts =
			fact.kind === "package"
				? fact.scripts.map((s) => s.command)
				: fact.kind === "commands" && fact.format !== "markdown"
					? fact.commands.map((c) => c.text)
					: [];
		const starts = texts.some((text) =>
			parseCommandLine(text).some(({ program }) => PROXIES.has(program)),
		);
		if (starts) return file;
	}
	return undefined;
}
