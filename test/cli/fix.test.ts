import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BROKEN_APP, projectOnDisk, runCli } from "./run-cli.js";

/** The example file names a route that the server does not have: safe to repair. */
const WITH_EXAMPLE: Readonly<Record<string, string>> = {
	...BROKEN_APP,
	"web/src/main.ts": "new WebSocket(import.meta.env.VITE_WS_URL);\n",
	"web/.env.development": "VITE_WS_URL=ws://localhost:8000/api/chat/ws\n",
	"web/.env.production": "VITE_WS_URL=wss://chat.example.org/api/chat/ws\n",
	"web/.env.example": "# The socket\nVITE_WS_URL=ws://localhost:8000/ws\n",
};
const EXAMPLE = "web/.env.example";

describe("--fix", () => {
	test("writes the repair, says what it did and reports what is left", async () => {
		const folder = projectOnDisk(WITH_EXAMPLE);
		const { code, out, err } = await runCli(folder, "--fix");
		expect(err).toBe("wslint: made 1 repair in web/.env.example\n");
		const text = readFileSync(join(folder, EXAMPLE), "utf8");
		expect(text).toContain("VITE_WS_URL=ws://localhost:8000/api/chat/ws\n");
		expect(out).toContain("no problems");
		expect(code).toBe(0);
	});

	test("applied twice changes nothing the second time", async () => {
		const folder = projectOnDisk(WITH_EXAMPLE);
		await runCli(folder, "--fix");
		const once = readFileSync(join(folder, EXAMPLE), "utf8");
		expect((await runCli(folder, "--fix")).err).toBe("");
		expect(readFileSync(join(folder, EXAMPLE), "utf8")).toBe(once);
	});

	test("leaves alone what changes behaviour, until it is told to", async () => {
		const folder = projectOnDisk(BROKEN_APP);
		const file = join(folder, "web/src/main.ts");
		expect((await runCli(folder, "--fix")).code).toBe(1);
		expect(readFileSync(file, "utf8")).toBe(BROKEN_APP["web/src/main.ts"]);
		expect((await runCli(folder, "--fix", "--unsafe")).code).toBe(0);
		expect(readFileSync(file, "utf8")).toContain("/api/chat/ws`");
	});
});

describe("--diff", () => {
	test("prints a unified diff, with or without --fix, and writes nothing", async () => {
		const folder = projectOnDisk(WITH_EXAMPLE);
		const { code, out } = await runCli(folder, "--diff");
		expect(out).toContain(`--- a/${EXAMPLE}\n+++ b/${EXAMPLE}\n`);
		expect(out).toContain("\n-VITE_WS_URL=ws://localhost:8000/ws\n");
		expect(out).toContain("\n+VITE_WS_URL=ws://localhost:8000/api/chat/ws\n");
		expect(code).toBe(1);
		expect(await runCli(folder, "--fix", "--diff")).toMatchObject({ out });
		expect(readFileSync(join(folder, EXAMPLE), "utf8")).toBe(
			WITH_EXAMPLE[EXAMPLE],
		);
	});

	test("of nothing says so on stderr", async () => {
		const { out, err } = await runCli(
			projectOnDisk({ "a.ts": "1;\n" }),
			"--diff",
		);
		expect([out, err]).toEqual(["", "wslint: nothing to repair\n"]);
	});
});

test("json carries the edits of each fix", async () => {
	const folder = projectOnDisk(WITH_EXAMPLE);
	const { out } = await runCli(folder, "--format", "json");
	const edits = JSON.parse(out).findings.flatMap(
		(f: { fixes: { safety: string; edits: unknown[] }[] }) =>
			f.fixes
				.filter((fix) => fix.safety === "safe")
				.flatMap((fix) => fix.edits),
	);
	const text = edits.reduceRight(
		(after: string, edit: { start: number; end: number; text: string }) =>
			after.slice(0, edit.start) + edit.text + after.slice(edit.end),
		WITH_EXAMPLE[EXAMPLE] ?? "",
	);
	expect(text).toContain("\nVITE_WS_URL=ws://localhost:8000/api/chat/ws\n");
});
