import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commitAll, folderWith } from "../tree/folder.js";
import { BROKEN_APP, runCli } from "./run-cli.js";

const repository = (files: Readonly<Record<string, string>> = BROKEN_APP) =>
	commitAll(folderWith(files));

/** The last line of the default report on a folder. */
async function lastLine(folder: string): Promise<string> {
	const { code, out, err } = await runCli(folder);
	expect([code, err]).toEqual([0, ""]);
	return out.trimEnd().split("\n").at(-1) ?? "";
}

describe("a part of a repository names the other half", () => {
	test("the front end names the server", async () => {
		expect(await lastLine(join(repository(), "web"))).toBe(
			"outside this folder, sockets are served in ../api/main.py; `wslint --root ..` judges both halves",
		);
	});

	test("the server names the front end", async () => {
		const folder = repository({
			...BROKEN_APP,
			"web/src/more.ts": "new WebSocket(url);\n",
		});
		expect(await lastLine(join(folder, "api"))).toBe(
			"outside this folder, sockets are opened in ../web/src/main.ts and 1 other file; `wslint --root ..` judges both halves",
		);
	});

	test("a folder with neither names the server, from however deep", async () => {
		const folder = repository();
		mkdirSync(join(folder, "docs/api/v1"), { recursive: true });
		expect(await lastLine(join(folder, "docs/api/v1"))).toContain(
			"in ../../../api/main.py; `wslint --root ../../..`",
		);
	});
});

describe("nothing is said", () => {
	test.each([
		["at the top of the repository", repository, ""],
		["outside a repository", folderWith, "web"],
	])("%s", async (_, make, below) => {
		const { out } = await runCli(join(make(BROKEN_APP), below));
		expect(out).not.toContain("outside this folder");
	});

	test("when both halves are inside", async () => {
		const folder = repository(
			Object.fromEntries([
				...Object.entries(BROKEN_APP).map(([path, text]) => [
					`app/${path}`,
					text,
				]),
				["other/main.py", BROKEN_APP["api/main.py"]],
			]),
		);
		const { out } = await runCli(join(folder, "app"));
		expect(out).not.toContain("outside this folder");
	});

	test("of tests, dependencies and files that are not tracked", async () => {
		const server = BROKEN_APP["api/main.py"] ?? "";
		const folder = repository({
			"web/src/main.ts": "new WebSocket(url);\n",
			"api/tests/test_main.py": server,
			"node_modules/ws/index.py": server,
			"readme.txt": server,
		});
		const { out } = await runCli(join(folder, "web"));
		expect(out).not.toContain("outside this folder");
	});

	test("in JSON, which other programs read", async () => {
		const { out } = await runCli(join(repository(), "web"), "--format", "json");
		expect(Object.keys(JSON.parse(out))).toEqual([
			"version",
			"summary",
			"findings",
		]);
	});
});
