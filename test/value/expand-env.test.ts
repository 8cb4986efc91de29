import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { loadEnv } from "vite";
import { afterAll, expect, test } from "vitest";
import { expandAll, expandValue } from "../../src/value/expand-env.js";

const folder = mkdtempSync(join(tmpdir(), "wslint-expand-"));
afterAll(() => rmSync(folder, { recursive: true }));

const KEYS = ["WSX_A", "WSX_B", "WSX_C"];
const braces = (expression: string) => `\${${expression}}`;
const value = fc
	.array(
		fc.constantFrom(
			...[
				"$WSX_A",
				braces("WSX_B"),
				braces("WSX_C"),
				braces("WSX_B:-d"),
				braces("WSX_C-d"),
			],
			...[
				braces("WSX_A:+alt"),
				braces("NOT_THERE"),
				"$NOPE",
				braces("NOPE:-$WSX_C"),
				"\\$WSX_A",
			],
			...["ws://", "/ws", "$", "$1", "$$", "{", "}", ":", "", "x"],
		),
		{ maxLength: 4 },
	)
	.map((parts) => parts.join(""));

test("expands as Vite does", () => {
	fc.assert(
		fc.property(fc.tuple(value, value, value), (values) => {
			const lines = KEYS.map((key, n) => `${key}='${values[n]}'`);
			writeFileSync(join(folder, ".env"), `${lines.join("\n")}\n`);
			const ours = expandAll(
				KEYS.map((key, n): [string, string] => [key, values[n] ?? ""]),
			);
			// Where ours gives up, Vite would not come back.
			if ([...ours.values()].includes(undefined)) return;
			expect(Object.fromEntries(ours)).toEqual(
				loadEnv("production", folder, "WSX_"),
			);
		}),
		{ numRuns: 500 },
	);
});

test("a missing variable becomes nothing", () => {
	expect(expandValue("ws://$NOPE/ws", () => undefined)).toBe("ws:///ws");
});

test("a later line is seen, and the process environment wins", () => {
	const variables = [
		["URL", "ws://$HOST/ws"],
		["HOST", "localhost"],
	] as const;
	expect(expandAll(variables).get("URL")).toBe("ws://localhost/ws");
	const outer = (key: string) => (key === "HOST" ? "prod" : undefined);
	expect(expandAll(variables, outer).get("URL")).toBe("ws://prod/ws");
});

test("references that never end, or double with every line, are given up", () => {
	const doubling = Array.from({ length: 40 }, (_, n): [string, string] => [
		`K${n}`,
		`\${K${n + 1}}x\${K${n + 1}}`,
	]);
	expect(expandAll([...doubling, ["K40", "x"]]).get("K0")).toBeUndefined();
});
