import type { EnvFileNode, Graph } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import {
	isUnseen,
	lostEntries,
} from "../../src/rule/vocabulary/env-entries.js";
import { besideFile } from "../../src/rule/vocabulary/env-files.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/file-never-read",
	summary: "An env file, or a line in it, that has no effect.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E2", "E6", "E9", "E10", "E11"],
	*check(graph) {
		for (const file of graph.envFiles) {
			if (file.role === "unread") yield* misnamed(graph, file);
			if (file.role !== "live") continue;
			yield* marked(file);
			for (const { entry, part, ...said } of lostEntries(graph, file))
				yield {
					at: file.placeOf(entry, part),
					scenario: ["dev", "production"],
					...said,
				};
		}
	},
});

/** A file with keys of the app whose name no mode has (E6). */
function* misnamed(graph: Graph, file: EnvFileNode): Iterable<Report> {
	const { app } = file;
	const entries = file.entries.filter((e) => !e.commentedOut);
	const [first] = entries;
	const name = nameOf(file);
	const meant = properName(name);
	const reads = entries.flatMap((e) =>
		graph.envReads.filter((r) => r.app === app && r.key === e.key),
	);
	if (!app || !first || !meant || reads.length === 0) return;
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
			reads.map((r) => ({ at: r.at, message: `${r.key} is read here` })),
		),
	};
}

/** A byte order mark, which Node's parser takes for a part of the first key (E11). */
function* marked(file: EnvFileNode): Iterable<Report> {
	const first = file.entries.find((e) => !e.commentedOut);
	if (!file.bom || !first || !isUnseen(file.app, first)) return;
	yield {
		at: file.placeOf(first, "key"),
		scenario: ["dev", "production"],
		message: {
			what: `${nameOf(file)} begins with a byte order mark, and Vite ${file.app?.major} drops ${first.key} because of it.`,
			why: "Since version 8 Vite reads env files with Node's own parser, which takes the mark as a part of the first key.",
			do: "Save the file without a byte order mark.",
		},
	};
}

function nameOf({ path }: EnvFileNode): string {
	return path.slice(path.lastIndexOf("/") + 1);
}

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
