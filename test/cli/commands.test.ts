import { expect, test } from "vitest";
import { RULES } from "../../src/engine/registry.js";
import { BROKEN_APP, projectOnDisk, runCli } from "./run-cli.js";

test("trace shows the way of every connection, or of the one that is meant", async () => {
	const folder = projectOnDisk(BROKEN_APP);
	const all = await runCli(folder, "trace");
	expect(all.out).toContain("web/src/main.ts:2  WebSocket");
	expect(all.out).toContain("/api/chat");
	expect(all.out).toContain("✗ cannot reach");
	expect(all.code).toBe(0);
	for (const target of ["web/src/main.ts", "web/src/main.ts:2", "/api/chat"])
		expect(await runCli(folder, "trace", target)).toEqual(all);
});

test("trace of one scenario shows no other", async () => {
	const folder = projectOnDisk(BROKEN_APP);
	const { out } = await runCli(folder, "trace", "--scenario", "dev");
	expect(out).toMatch(/^ {2}dev {2}/m);
	expect(out).not.toContain("production");
});

test("rules lists every rule with its level", async () => {
	const { out, code } = await runCli("/", "rules");
	expect(out.trimEnd().split("\n")).toHaveLength(RULES.length);
	expect(out).toMatch(/^route\/mismatch +error +\S/m);
	expect(code).toBe(0);
});

test("explain prints a rule's page without the marks of its tests", async () => {
	const { out, code } = await runCli("/", "explain", "route/mismatch");
	expect(out).toContain("When it stays silent");
	expect(out).not.toContain("wslint-expect");
	expect(out).not.toContain("```");
	expect(code).toBe(0);
});

test("help names the commands, the options and the exit codes", async () => {
	const { out, code } = await runCli("/", "--help");
	for (const part of [
		"trace",
		"explain",
		"rules",
		"--fix",
		"--max-warnings",
		"Exit codes",
	])
		expect(out).toContain(part);
	expect(out).not.toContain("undefined");
	expect(code).toBe(0);
});
