import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { lint } from "../../src/lint.js";
import type { Rule } from "../../src/rule/define-rule.js";
import { memoryTree } from "../rules/memory-tree.js";
import { KINDS, parsePage } from "../rules/page.js";
import { ROOT } from "./files.js";

const folder = mkdtempSync(join(tmpdir(), "wslint-new-rule-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (id: string) =>
	execFileSync(
		process.execPath,
		[join(ROOT, "scripts/new-rule.mjs"), id, "--root", folder],
		{ encoding: "utf8", stdio: "pipe" },
	);

describe("npm run new:rule", () => {
	run("url/reserved-host");
	const read = (file: string) => readFileSync(join(folder, file), "utf8");

	test("writes a page with every kind of example", () => {
		const page = parsePage(read("rules/url/reserved-host.md"));
		expect(page.title).toBe("url/reserved-host");
		expect(page.flaws).toEqual([]);
		expect(page.examples.map((e) => e.kind)).toEqual([...KINDS]);
	});

	test("registers the rule", () => {
		expect(read("src/engine/registry.ts")).toContain(
			'import urlReservedHost from "../../rules/url/reserved-host.js";',
		);
		expect(read("docs/rules.md")).toContain("url/reserved-host");
	});

	test("writes a rule that answers its own page", async () => {
		const source = read("rules/url/reserved-host.ts");
		const rule = scaffolded(source);
		for (const example of parsePage(read("rules/url/reserved-host.md"))
			.examples) {
			const { findings, failures } = await lint({
				tree: memoryTree(example.files),
				rules: [rule],
			});
			expect(failures).toEqual([]);
			expect(
				findings
					.filter((f) => f.rule === "url/reserved-host")
					.map((f) => ({ line: f.location.line, file: f.location.file })),
			).toEqual(example.expected.map(({ file, line }) => ({ line, file })));
		}
	});

	test("refuses a rule that exists and a name that is no path", () => {
		expect(() => run("url/reserved-host")).toThrow(/exists already/);
		expect(() => run("Reserved")).toThrow(/usage/);
	});
});

/** The scaffold is JavaScript but for its import, so its object can be had without a compiler. */
function scaffolded(source: string): Rule {
	const object = /defineRule\((\{[\s\S]*\})\);/.exec(source)?.[1] ?? "";
	return new Function(`return (${object});`)() as Rule;
}
