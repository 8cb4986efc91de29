import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { linesOfTree } from "../../src/engine/lines.js";
import { editsFor } from "../../src/fix/index.js";
import { lint } from "../../src/lint.js";
import { jsonReport } from "../../src/report/json/report.js";
import {
	commitTree,
	indexTree,
	overlay,
	type Tree,
	workTree,
} from "../../src/tree/index.js";
import { memoryTree } from "../rules/memory-tree.js";
import { commitAll, folderWith } from "../tree/folder.js";

const APP = join(import.meta.dirname, "../../fixtures/incidents/002/before");

/** Everything other programs read of a lint, but for the time it took. */
async function reportOf(tree: Tree): Promise<unknown> {
	const result = await lint({ tree });
	expect(result.failures).toEqual([]);
	const report = await jsonReport(result, linesOfTree(tree), (fix) =>
		editsFor(fix, tree),
	);
	return {
		...report,
		summary: { ...report.summary, durationMs: 0 },
		notes: result.notes,
	};
}

/** Every file of a tree as text. */
function textsOf(tree: Tree): Map<string, string> {
	return new Map(
		tree.paths.map((path) => {
			const text = tree.readText(path);
			return [path, text.kind === "text" ? text.text : ""];
		}),
	);
}

function copyOfTheApp(): string {
	const folder = mkdtempSync(join(tmpdir(), "wslint-trees-"));
	onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
	cpSync(APP, folder, { recursive: true });
	return folder;
}

test("work tree, walk, index, commit and overlay give the same findings", async () => {
	const walked = copyOfTheApp();
	const expected = await reportOf(workTree(walked));
	expect(expected).toMatchObject({
		findings: expect.arrayContaining([
			expect.objectContaining({ rule: "route/mismatch" }),
		]),
	});
	const repository = commitAll(copyOfTheApp());
	const texts = textsOf(workTree(walked));
	const elsewhere = folderWith({ "frontend/src/main.tsx": "other();\n" });
	const trees: Readonly<Record<string, Tree>> = {
		"work tree in git": workTree(repository),
		index: indexTree(repository),
		commit: commitTree(repository, "HEAD"),
		"overlay on an older state": overlay(workTree(elsewhere), texts),
		memory: memoryTree(texts),
	};
	for (const [name, tree] of Object.entries(trees))
		expect(await reportOf(tree), name).toEqual(expected);
});

test("each tree is judged by its own state", async () => {
	const folder = commitAll(copyOfTheApp());
	const tree = workTree(folder);
	const example = "frontend/.env.local.example";
	const text = textsOf(tree).get(example) ?? "";
	const repaired = overlay(
		tree,
		new Map([[example, text.replace("8000/ws", "8000/api/chat/ws")]]),
	);
	const rules = async (of: Tree) =>
		(await lint({ tree: of })).findings.map(({ rule }) => rule);
	expect(await rules(tree)).toContain("route/mismatch");
	expect(await rules(indexTree(folder))).toContain("route/mismatch");
	expect(await rules(repaired)).not.toContain("route/mismatch");
});
