import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOfTree } from "../../src/engine/lines.js";
import { lint } from "../../src/lint.js";
import { colorsFor } from "../../src/report/colors.js";
import { stylish } from "../../src/report/stylish/index.js";
import { trace } from "../../src/report/trace/index.js";
import { memoryTree } from "../rules/memory-tree.js";

/** More runs, or others: `FUZZ_RUNS=5000 FUZZ_SEED=7 npx vitest run test/hostile/fuzz.test.ts`. */
const { FUZZ_RUNS = "120", FUZZ_SEED = "1" } = process.env;

const HOME = join(import.meta.dirname, "../../fixtures");
const PROJECTS = [
	...foldersIn("apps"),
	...foldersIn("incidents", "before"),
].map(filesIn);

function foldersIn(kind: string, below = ""): string[] {
	return readdirSync(join(HOME, kind), { withFileTypes: true })
		.filter((entry) => entry.isDirectory())
		.map(({ name }) => join(HOME, kind, name, below));
}

function filesIn(folder: string): [path: string, text: string][] {
	return readdirSync(folder, { recursive: true, encoding: "utf8" })
		.filter((path) => statSync(join(folder, path)).isFile())
		.map((path) => [
			path.replaceAll("\\", "/"),
			readFileSync(join(folder, path), "utf8"),
		]);
}

/** Texts that mean something to one reader or another. */
const JUNK = [
	..."{}[]()<>'\"`$\\/:=,;.#@!?&*|-\n\r\t\0\uFEFF",
	...["${", "`${", "*/", "<!--", "</script>", "://", "wss://", "\uD800"],
	...["...", "=>", "await ", "import ", "export default ", "return "],
	...["__proto__", "constructor", "undefined", "%2F", "\r\n", "  - &a *a"],
];

/** An edit of a text; positions are shares of its length, so that any fits any text. */
const edit = fc.record({
	file: fc.nat(),
	kind: fc.constantFrom("delete", "double", "move", "insert", "cut"),
	from: fc.double({ min: 0, max: 1, noNaN: true }),
	length: fc.oneof(fc.nat(3), fc.nat(40), fc.nat(2000)),
	to: fc.double({ min: 0, max: 1, noNaN: true }),
	junk: fc.constantFrom(...JUNK),
});
type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { kind, from, length, to, junk }: Edit): string {
	const start = Math.floor(from * text.length);
	const end = Math.min(text.length, start + length);
	const slice = text.slice(start, end);
	const without = text.slice(0, start) + text.slice(end);
	const target = Math.floor(to * without.length);
	switch (kind) {
		case "delete":
			return without;
		case "double":
			return text.slice(0, end) + text.slice(start);
		case "move":
			return without.slice(0, target) + slice + without.slice(target);
		case "insert":
			return text.slice(0, start) + junk + text.slice(start);
		case "cut":
			return text.slice(0, start);
	}
}

test("whatever is done to a project's files, the lint ends with a report", async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.constantFrom(...PROJECTS),
			fc.array(edit, { minLength: 1, maxLength: 6 }),
			async (project, edits) => {
				const files = new Map(project);
				for (const change of edits) {
					const [path = ""] = project[change.file % project.length] ?? [];
					files.set(path, edited(files.get(path) ?? "", change));
				}
				const result = await lint({ tree: memoryTree(files), config: {} });
				expect(result.failures).toEqual([]);
				const linesOf = linesOfTree(result.tree);
				const options = { linesOf, colors: colorsFor(false) };
				expect(stylish(result, options)).toContain("\n");
				const { graph } = result;
				expect(trace(graph, graph.connections, options)).toBeDefined();
			},
		),
		{ numRuns: Number(FUZZ_RUNS), seed: Number(FUZZ_SEED) },
	);
});
