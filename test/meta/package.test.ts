import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./files.js";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

test("generated files are up to date", () => {
	const run = () =>
		execFileSync(
			process.execPath,
			[join(ROOT, "scripts/generate.mjs"), "--check"],
			{ stdio: "pipe" },
		);
	expect(run).not.toThrow();
});

test("the lockfile names no registry host", () => {
	const { packages } = JSON.parse(read("package-lock.json")) as {
		packages: Record<string, { resolved?: string }>;
	};
	const hosts = Object.values(packages).flatMap((p) => p.resolved ?? []);
	expect(hosts).toEqual([]);
});

test("the tarball holds what `explain` and the README's first command need", () => {
	const { files, bin } = JSON.parse(read("package.json"));
	expect(files).toEqual(expect.arrayContaining(["dist", "rules/**/*.md"]));
	expect(bin.wslint).toBe("dist/src/cli/bin.js");
	expect(read("README.md")).toContain("npm run demo");
});
