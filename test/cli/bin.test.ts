import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ROOT } from "../meta/files.js";
import { BROKEN_APP, projectOnDisk } from "./run-cli.js";

const BIN = join(ROOT, "dist/src/cli/bin.js");

test("the version is answered with nothing but node's own modules loaded", () => {
	const source = readFileSync(join(ROOT, "src/cli/bin.ts"), "utf8");
	const imported = [...source.matchAll(/^import .* from "([^"]+)"/gm)].map(
		([, from]) => from,
	);
	expect(imported).toEqual(["node:fs"]);
});

describe("the built command", () => {
	test("is built (npm run build)", () => {
		expect(existsSync(BIN)).toBe(true);
	});

	test.each(["--version", "-v"])("%s prints the package's version", (flag) => {
		const { stdout } = spawnSync(process.execPath, [BIN, flag], {
			encoding: "utf8",
		});
		const { version } = JSON.parse(
			readFileSync(join(ROOT, "package.json"), "utf8"),
		);
		expect(stdout).toBe(`${version}\n`);
	});

	test("ends quietly when its reader stops reading", () => {
		const { status, stderr } = spawnSync(
			"bash",
			[
				"-c",
				`set -o pipefail; "$0" "$1" trace | true; exit "\${PIPESTATUS[0]}"`,
				process.execPath,
				BIN,
			],
			{ encoding: "utf8", cwd: projectOnDisk(BROKEN_APP) },
		);
		expect(stderr).toBe("");
		expect(status).toBe(0);
	});

	test("colours only where it is asked to", () => {
		const run = (env: NodeJS.ProcessEnv) =>
			spawnSync(process.execPath, [BIN], {
				encoding: "utf8",
				cwd: projectOnDisk(BROKEN_APP),
				env: { PATH: process.env.PATH, ...env },
			}).stdout;
		expect(run({})).not.toContain("\u001b[");
		expect(run({ FORCE_COLOR: "1" })).toContain("\u001b[");
		expect(run({ FORCE_COLOR: "1", NO_COLOR: "1" })).not.toContain("\u001b[");
	});

	test("does not load the rewriting engine when nothing is written", () => {
		const { status, stderr } = spawnSync(
			process.execPath,
			["--input-type=module", "-e", LOADED_MODULES, BIN],
			{ encoding: "utf8", cwd: projectOnDisk(BROKEN_APP) },
		);
		expect(stderr).not.toContain("ts-morph");
		expect(status).toBe(0);
	});
});

/** Runs the command in process and names every CommonJS module that was loaded. */
const LOADED_MODULES = `
	import { createRequire } from "node:module";
	const [, bin] = process.argv;
	await import("file://" + bin);
	const loaded = Object.keys(createRequire(bin).cache ?? {});
	if (loaded.some((file) => file.includes("ts-morph"))) process.stderr.write("ts-morph\\n");
	process.exit(0);
`;
