import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../cli/run-cli.js";
import { ROOT } from "./files.js";

test("the report in the README is what wslint says of the bundled app", async () => {
	const readme = readFileSync(join(ROOT, "README.md"), "utf8");
	const [, command = "", sample = ""] =
		/```text\n\$ npx wslint (.+)\n([\s\S]+?)```/.exec(readme) ?? [];
	const { out } = await runCli(ROOT, ...command.split(" "));

	// The parts between the cuts, each a run of whole lines of the real report.
	const parts = sample.split(/^…\n/m);
	expect(parts.length).toBeGreaterThan(1);
	for (const part of parts) expect(out).toContain(part);
});
