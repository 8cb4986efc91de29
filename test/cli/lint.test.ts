import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BROKEN_APP, projectOnDisk, RIGHT_APP, runCli } from "./run-cli.js";

describe("exit codes", () => {
	test("0 when nothing is wrong", async () => {
		const { code, out } = await runCli(projectOnDisk(RIGHT_APP));
		expect(out).toContain(
			"Vite 5 app in web, FastAPI server in api (port 8000)",
		);
		expect(out).toContain("no problems; 1 of 1 connection resolved");
		expect(code).toBe(0);
	});

	test("0 in a folder without sockets, and it says what was read", async () => {
		const { code, out } = await runCli(projectOnDisk({ "a.ts": "1;\n" }));
		expect([code, out]).toEqual([0, "no WebSocket use found, read 1 file\n"]);
	});

	test("1 for an error", async () => {
		const { code, out } = await runCli(projectOnDisk(BROKEN_APP));
		expect(out).toContain("error  route/");
		expect(code).toBe(1);
	});

	test("1 for more warnings than allowed", async () => {
		const folder = projectOnDisk(BROKEN_APP);
		const { out } = await runCli(folder, "--format", "json");
		const rules = new Set<string>(
			JSON.parse(out).findings.map((f: { rule: string }) => f.rule),
		);
		const asWarnings = [...rules].flatMap((id) => ["--rule", `${id}=warning`]);
		expect((await runCli(folder, ...asWarnings)).code).toBe(0);
		expect(
			(await runCli(folder, ...asWarnings, "--max-warnings", "0")).code,
		).toBe(1);
	});

	test.each([
		[["--fxi"], "--fix"],
		[["--format", "xml"], "stylish, json"],
		[["--scenario", "prod"], "production"],
		[["--rule", "route/mismtach=off"], "route/mismatch"],
		[["--rule", "route/mismatch=loud"], "off, info, warning, error"],
		[["--max-warnings", "-1"], "whole number"],
		[["--unsafe"], "--fix"],
		[["--fix", "--prefer", "env-url"], "--unsafe"],
		[["--root", "nowhere"], "nowhere"],
		[["no-such-file.ts"], "no-such-file.ts"],
		[["trcae"], "wslint trace"],
		[["explain", "missing-ws"], "proxy/missing-ws"],
		[["trace", "VITE_NOTHING"], "no connection matches"],
		[["rules", "--all"], "--all"],
	])("2 for %j, with a hint", async (argv, hint) => {
		const { code, err, out } = await runCli(projectOnDisk(BROKEN_APP), ...argv);
		expect(err).toContain(hint);
		expect(out).toBe("");
		expect(code).toBe(2);
	});

	test("2 for a bad configuration", async () => {
		const { code, err } = await runCli(
			projectOnDisk({ ...BROKEN_APP, "wslint.config.json": '{ "rulez": {} }' }),
		);
		expect(err).toBe(
			"wslint: wslint.config.json:1:3  `rulez` is no key; did you mean `rules`?\n",
		);
		expect(code).toBe(2);
	});
});

describe("json", () => {
	test("goes to stdout, or to a file beside the default report", async () => {
		const folder = projectOnDisk(BROKEN_APP);
		const { out } = await runCli(folder, "--format", "json");
		expect(JSON.parse(out)).toMatchObject({
			version: 1,
			summary: { connections: 1 },
		});

		const both = await runCli(
			folder,
			"--format",
			"stylish",
			"--format",
			"json=out.json",
		);
		expect(both.out).toContain("wslint explain");
		const written = JSON.parse(readFileSync(join(folder, "out.json"), "utf8"));
		expect(written.findings).toEqual(JSON.parse(out).findings);
	});

	test("leaves notes to stderr", async () => {
		const folder = projectOnDisk({
			...RIGHT_APP,
			"web/src/broken.ts": "new WebSocket('ws://\u0000');\n",
		});
		const { out, err } = await runCli(folder, "--format", "json");
		expect(() => JSON.parse(out)).not.toThrow();
		expect(err).toMatch(/^wslint: web\/src\/broken\.ts .*\n$/);
	});
});

describe("what is reported is narrowed by", () => {
	test("paths, by place or evidence, while the graph stays whole", async () => {
		const folder = projectOnDisk(BROKEN_APP);
		expect((await runCli(folder, "web")).code).toBe(1);
		expect((await runCli(folder, "api/main.py")).code).toBe(1);
		expect((await runCli(folder, "api/requirements.txt")).code).toBe(0);
	});

	test("the configuration of the linted folder", async () => {
		const folder = projectOnDisk({
			...BROKEN_APP,
			"wslint.config.ts":
				'import { defineConfig } from "wslint";\nexport default defineConfig({ ignore: ["api/"] });\n',
		});
		const { code, out } = await runCli(folder);
		expect(out).not.toContain("FastAPI");
		expect(code).toBe(0);
	});
});

test("linting runs no code of the project, not even its configuration", async () => {
	const canary = 'require("node:fs").writeFileSync("canary", "");\n';
	const folder = projectOnDisk({
		...RIGHT_APP,
		"wslint.config.js": `${canary}module.exports = { preset: "strict" };\n`,
		"web/vite.config.ts": `${canary}${RIGHT_APP["web/vite.config.ts"]}`,
		"api/conftest.py": 'open("canary", "w")\n',
	});
	const { code, out } = await runCli(folder);
	expect(out).toContain("1 of 1 connection resolved");
	expect(code).toBeLessThan(2);
	expect(existsSync(join(folder, "canary"))).toBe(false);
	expect(existsSync("canary")).toBe(false);
});
