import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { RULES } from "../../src/engine/registry.js";
import { KINDS, parsePage } from "../rules/page.js";
import { filesBelow, ROOT } from "./files.js";

const HEADINGS = [
	"What it reports",
	"What you see",
	"Why",
	"When it stays silent",
	"Fix",
	"Examples",
];

test("every page belongs to a registered rule", () => {
	const pages = filesBelow("rules", ".md").map((file) =>
		file.replace(/^rules\/|\.md$/g, ""),
	);
	expect(pages.sort()).toEqual(RULES.map((rule) => rule.id));
});

describe.each(RULES)("$id", (rule) => {
	const file = join(ROOT, "rules", `${rule.id}.md`);
	const page = parsePage(existsSync(file) ? readFileSync(file, "utf8") : "");

	test("its page has the fixed headings in their order", () => {
		expect(page.title.replaceAll("`", "")).toBe(rule.id);
		expect(page.headings).toEqual(HEADINGS);
		expect(page.flaws).toEqual([]);
	});

	test.each(KINDS)("its page has a %s example", (kind) => {
		const examples = page.examples.filter((e) => e.kind === kind);
		expect(examples.length).toBeGreaterThan(0);
		for (const example of examples)
			expect(example.files.size).toBeGreaterThan(0);
	});

	test("it says what makes it true, in one sentence each", () => {
		expect(rule.facts.length).toBeGreaterThan(0);
		expect(rule.summary).toMatch(/^\S.*\.$/);
	});

	test("the rules it yields to exist", () => {
		const ids = RULES.map((other) => other.id);
		expect(ids).toEqual(expect.arrayContaining([...(rule.yieldsTo ?? [])]));
		expect(rule.yieldsTo ?? []).not.toContain(rule.id);
	});
});
