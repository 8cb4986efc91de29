import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "./files.js";

const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** What `npm pack` would put into the tarball, the build being as it is. */
function packedFiles(): string[] {
	const answer = execFileSync(
		"npm",
		["pack", "--dry-run", "--ignore-scripts", "--json"],
		{ cwd: ROOT, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
	);
	// npm 11 answers with a list, later ones with an object by name.
	const [tarball] = Object.values(JSON.parse(answer)) as {
		files: { path: string }[];
	}[];
	return tarball?.files.map(({ path }) => path) ?? [];
}

test("generated files are up to date", () => {
	const run = () =>
		execFileSync(
			process.execPath,
			[join(ROOT, "scripts/generate.mjs"), "--check"],
			{ stdio: "pipe" },
		);
	expect(run).not.toThrow();
});

test("the lockfile names no registry host, and a hash for every package", () => {
	const { packages } = JSON.parse(read("package-lock.json")) as {
		packages: Record<string, { resolved?: string; integrity?: string }>;
	};
	for (const [path, { integrity }] of Object.entries(packages))
		if (path !== "") expect(integrity, path).toMatch(/^sha512-/);
	const hosts = Object.values(packages).flatMap((p) => p.resolved ?? []);
	expect(hosts).toEqual([]);
});

test("the tarball holds what `explain` and the README's first command need", () => {
	const { bin, exports } = JSON.parse(read("package.json"));
	const packed = packedFiles();
	expect(packed).toEqual(
		expect.arrayContaining(
			[
				bin.wslint,
				exports["."].default,
				exports["."].types,
				exports["./schema.json"],
				"rules/proxy/missing-ws.md",
				"README.md",
				"LICENSE",
				"CHANGELOG.md",
			].map((file) => file.replace(/^\.\//, "")),
		),
	);
	expect(read("README.md")).toContain("npm run demo");
});

test("the tarball holds nothing else", () => {
	const others = packedFiles().filter(
		(file) =>
			!/^dist\/(chunks\/.+\.js|src\/(cli\/bin|index)\.js|src\/.+\.d\.ts|schema\.json)$/.test(
				file,
			) && !/^rules\/[^/]+\/[^/]+\.md$/.test(file),
	);
	expect(others.sort()).toEqual([
		"CHANGELOG.md",
		"LICENSE",
		"README.md",
		"package.json",
	]);
});
