import {
	existsSync,
	mkdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openFactCache } from "../../src/cache/fact-cache.js";
import { extractJavaScript } from "../../src/extract/javascript/index.js";
import { BROKEN_APP, projectOnDisk, runCli } from "../cli/run-cli.js";

const bytes = (text: string) => Buffer.from(text, "utf8");

describe("facts kept in a file", () => {
	const SOURCE = 'class A extends B { constructor() { super("ws://h"); } }\n';

	function filled(file: string, source = SOURCE) {
		const cache = openFactCache(file, "1");
		const fact = extractJavaScript(source, "src/a.ts");
		cache.put("code-js", "src/a.ts", bytes(source), fact);
		cache.save();
		return fact;
	}

	test("come back as they were, the same parts still one", () => {
		const file = join(projectOnDisk({}), "facts");
		const fact = filled(file);
		const kept = openFactCache(file, "1").get(
			"code-js",
			"other/a.ts",
			bytes(SOURCE),
		);
		expect(kept).toEqual(fact);
		if (kept?.kind !== "code") throw new Error("no code");
		// `super(…)` is told by being the very expression that the class extends.
		expect(kept.calls[0]?.call.callee).toBe(kept.classes[0]?.bases[0]);
	});

	test("are not those of another content, name, kind or build", () => {
		const file = join(projectOnDisk({}), "facts");
		filled(file);
		const cache = openFactCache(file, "1");
		expect(cache.get("code-js", "a.ts", bytes("1"))).toBeUndefined();
		expect(cache.get("code-js", "a.js", bytes(SOURCE))).toBeUndefined();
		expect(cache.get("markup", "a.ts", bytes(SOURCE))).toBeUndefined();
		expect(
			openFactCache(file, "2").get("code-js", "a.ts", bytes(SOURCE)),
		).toBeUndefined();
	});

	test("of a damaged file count for nothing", () => {
		const file = join(projectOnDisk({}), "facts");
		filled(file);
		const whole = readFileSync(file);
		for (const damaged of [
			whole.subarray(0, whole.length - 9),
			Buffer.concat([whole, Buffer.from("x")]),
			Buffer.from("no cache at all"),
			Buffer.alloc(0),
		]) {
			writeFileSync(file, damaged);
			expect(
				openFactCache(file, "1").get("code-js", "a.ts", bytes(SOURCE)),
			).toBeUndefined();
		}
	});

	test("of a text that holds a secret are not written", () => {
		const file = join(projectOnDisk({}), "facts");
		filled(file, 'const password = "hunter2hunter2";\n');
		expect(existsSync(file)).toBe(false);
	});

	test("do not end a run where they cannot be written", () => {
		const folder = projectOnDisk({ facts: "a file, not a folder" });
		expect(() => filled(join(folder, "facts", "facts"))).not.toThrow();
	});
});

describe("the command line", () => {
	test("says the same with kept facts, and of a changed file the new ones", async () => {
		const folder = projectOnDisk(BROKEN_APP);
		mkdirSync(join(folder, "node_modules"));
		const place = join(folder, "node_modules", ".cache", "wslint", "facts");
		const first = await runCli(folder, "--format", "json");
		const written = statSync(place).mtimeMs;
		const second = await runCli(folder, "--format", "json");
		const findings = (out: string) => JSON.parse(out).findings;
		expect(findings(second.out)).toEqual(findings(first.out));
		expect(findings(first.out)).not.toEqual([]);
		// Nothing new, nothing written.
		expect(statSync(place).mtimeMs).toBe(written);

		for (const path of Object.keys(BROKEN_APP))
			if (/\.[jt]sx?$/.test(path) && !path.includes("config"))
				writeFileSync(join(folder, path), "export {};\n");
		const third = await runCli(folder, "--format", "json");
		expect(findings(third.out)).not.toEqual(findings(first.out));
	});

	test("--no-cache neither reads nor writes one", async () => {
		const folder = projectOnDisk(BROKEN_APP);
		mkdirSync(join(folder, "node_modules"));
		await runCli(folder, "--no-cache");
		expect(
			statSync(join(folder, "node_modules", ".cache"), {
				throwIfNoEntry: false,
			}),
		).toBeUndefined();
	});
});
