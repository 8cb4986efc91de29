import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { RULES } from "../../src/engine/registry.js";
import { maskText } from "../../src/facts/mask.js";
import { lint } from "../../src/lint.js";
import { memoryTree } from "./memory-tree.js";
import { type Example, type Expectation, parsePage } from "./page.js";

for (const { id } of RULES)
	describe(id, () => {
		const text = readFileSync(
			new URL(`../../rules/${id}.md`, import.meta.url),
			"utf8",
		);
		for (const example of parsePage(text).examples)
			test(`${example.kind}: ${example.title} (rules/${id}.md:${example.line})`, async () => {
				await expectFindings(id, example);
				for (const fix of example.fixes) await expectFix(example, fix);
			});
	});

/** Both directions: every marker is hit, every finding that counts is marked. */
async function expectFindings(rule: string, example: Example): Promise<void> {
	const { findings, failures } = await lint({
		tree: memoryTree(example.files),
	});
	expect(failures).toEqual([]);
	const marked = new Set(example.expected.map(say));
	const reported = findings.map((finding) => ({
		file: finding.location.file,
		line: finding.location.line,
		rule: finding.rule,
		counts: finding.rule === rule || finding.severity !== "info",
		what: finding.message.what,
	}));
	const hits = new Set(reported.map(say));
	expect({
		"marked but not reported": [...marked].filter((m) => !hits.has(m)),
		"reported but not marked": reported
			.filter((r) => r.counts && !marked.has(say(r)))
			.map((r) => `${say(r)}  ${r.what}`),
	}).toEqual({ "marked but not reported": [], "reported but not marked": [] });

	// What is printed is masked: no sentence of a rule may look like a secret.
	for (const { message } of findings)
		for (const sentence of Object.values(message))
			expect(maskText(sentence)).toBe(sentence);

	const own = example.expected.some((e) => e.rule === rule);
	expect(own, `a ${example.kind} example`).toBe(example.kind === "Bad");
}

/** The named files become what the page shows, no other file changes, and a second run changes nothing. */
async function expectFix(
	example: Example,
	fix: Example["fixes"][number],
): Promise<void> {
	const { planFixes } = await import("../../src/fix/index.js");
	const result = await lint({ tree: memoryTree(example.files) });
	const options = { unsafe: fix.unsafe, prefer: fix.prefer };
	const plan = await planFixes(result, options);
	expect(Object.fromEntries(plan.files)).toEqual(Object.fromEntries(fix.files));
	const again = await planFixes(await lint({ tree: plan.tree }), options);
	expect([...again.files.keys()]).toEqual([]);
}

function say({ file, line, rule }: Expectation): string {
	return `${file}:${line} ${rule}`;
}
