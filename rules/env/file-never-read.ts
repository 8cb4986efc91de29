import { defineRule } from "../../src/rule/define-rule.js";
import { besideFile } from "../../src/rule/vocabulary/env-files.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/file-never-read",
	summary: "An env file, or a key in it, that the build tool never reads.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E6", "E11"],
	*check(graph) {
		for (const file of graph.envFiles) {
			const entries = file.entries.filter((e) => !e.commentedOut);
			const [first] = entries;
			const { app } = file;
			if (!app || !first) continue;
			const name = file.path.slice(file.path.lastIndexOf("/") + 1);
			const isForApp = entries.some((e) =>
				graph.envReads.some((r) => r.app === app && r.key === e.key),
			);
			const meant = properName(name);
			if (file.role === "unread" && isForApp && meant) {
				const at = file.placeOf(first, "key");
				yield {
					at,
					scenario: ["dev", "production"],
					message: {
						what: `${name} is never read: no mode of ${app.title} has that name.`,
						why: "Only .env, .env.local, .env.[mode] and .env.[mode].local are read; what is set here has no effect, and nothing says so.",
						do: `Rename it to ${besideFile(file.path, meant)}.`,
					},
					evidence: witnesses(
						at,
						entries
							.flatMap((e) =>
								graph.envReads.filter((r) => r.app === app && r.key === e.key),
							)
							.map((r) => ({ at: r.at, message: `${r.key} is read here` })),
					),
				};
			}
			if (
				file.role === "live" &&
				file.bom &&
				(app.major ?? 0) >= 8 &&
				app.framework === "vite"
			)
				yield {
					at: file.placeOf(first, "key"),
					scenario: ["dev", "production"],
					message: {
						what: `${name} begins with a byte order mark, and Vite ${app.major} drops ${first.key} because of it.`,
						why: "Since version 8 Vite reads env files with Node's own parser, which takes the mark as a part of the first key.",
						do: "Save the file without a byte order mark.",
					},
				};
		}
	},
});

/** `.env.prod` → `.env.production`, `.env.local.development` → `.env.development.local`. */
function properName(name: string): string | undefined {
	const swapped = /^\.env\.local\.(\w+)$/.exec(name)?.[1];
	const mode = swapped ?? /^\.env\.(\w+)$/.exec(name)?.[1];
	const full = mode && MODES[mode];
	if (!full) return undefined;
	return swapped ? `.env.${full}.local` : `.env.${full}`;
}

const MODES: Readonly<Record<string, string>> = {
	prod: "production",
	production: "production",
	dev: "development",
	development: "development",
};
