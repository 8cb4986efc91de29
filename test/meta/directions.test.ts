import { readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";
import { filesBelow, ROOT } from "./files.js";

/**
 * Room → rooms it may import (DESIGN §2). A room may always import itself.
 * `paths`, the arithmetic of path names, is everyone's.
 */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
	paths: [],
	facts: ["value"],
	value: ["facts"],
	tree: ["facts"],
	cache: ["tree", "facts"],
	discover: ["tree", "facts"],
	language: ["extract", "value", "facts"],
	extract: ["language", "discover", "tree", "value", "facts"],
	graph: ["value", "facts", "discover"],
	rule: ["graph", "value", "facts"],
	rules: ["rule", "graph", "value", "facts"],
	engine: ["rules", "rule", "graph", "value", "facts", "tree"],
	config: ["engine", "rule", "graph", "language", "value", "facts", "tree"],
	report: ["engine", "rule", "graph", "value", "facts"],
	fix: [
		"engine",
		"rule",
		"graph",
		"extract",
		"language",
		"value",
		"facts",
		"tree",
	],
	pipeline: ["discover", "extract", "graph", "engine", "facts", "tree"],
	index: [
		"config",
		"engine",
		"fix",
		"pipeline",
		"rule",
		"graph",
		"value",
		"facts",
		"tree",
	],
	cli: [
		"cache",
		"config",
		"discover",
		"engine",
		"fix",
		"index",
		"report",
		"rule",
		"graph",
		"value",
		"facts",
		"tree",
	],
};

/** `src/extract/python/flow.ts` is of the room `language`; the files beside the folders join the languages. */
function roomOf(file: string): string {
	const [top = "", room = "", ...below] = file.split("/");
	if (/^src\/tree\/paths\.[jt]s$/.test(file)) return "paths";
	if (top === "rules") return "rules";
	if (below.length === 0) return room === "pipeline.ts" ? "pipeline" : "index";
	return room === "extract" && below.length > 1 ? "language" : room;
}

/** Every room that a file imports, with the specifier. */
function importsOf(
	file: string,
): { readonly to: string; readonly from: string }[] {
	const text = readFileSync(join(ROOT, file), "utf8");
	return [
		...text.matchAll(/(?:\bfrom|\bimport\(|^import)\s*"(\.[^"]+)"/gm),
	].map(([, specifier = ""]) => ({
		from: specifier,
		to: roomOf(normalize(join(dirname(file), specifier)).replaceAll("\\", "/")),
	}));
}

test("rooms import in the direction the data flows, and nobody imports the command line", () => {
	const files = [...filesBelow("src", ".ts"), ...filesBelow("rules", ".ts")];
	expect(files.length).toBeGreaterThan(50);
	const wrong = files.flatMap((file) => {
		const room = roomOf(file);
		const allowed = MAY_IMPORT[room];
		if (!allowed) return [`${file} is in no known room`];
		return importsOf(file)
			.filter(({ to }) => ![room, "paths", ...allowed].includes(to))
			.map(({ from, to }) => `${file} (${room}) imports ${from} (${to})`);
	});
	expect(wrong).toEqual([]);
});

test("rules neither read files nor colour text", () => {
	const wrong = filesBelow("rules", ".ts").filter((file) =>
		/from "(?:node:|picocolors)/.test(readFileSync(join(ROOT, file), "utf8")),
	);
	expect(wrong).toEqual([]);
});
