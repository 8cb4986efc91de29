import { parseEnv } from "node:util";
import dotenv from "dotenv";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAsDotenv } from "../../../src/extract/dotenv/dotenv-reading.js";
import { readAsNode } from "../../../src/extract/dotenv/node-reading.js";

/** Pieces that env parsers disagree about, glued in any order. */
const piece = fc.constantFrom(
	...["A", "B_1", "VITE_X", "export ", "export", "=", " = ", ": ", ":"],
	...["'", '"', "`", "\\'", '\\"', "\\n", "\\r", "#", " #", " ", "\t"],
	...["ws://h:8000/ws", "x;", "é", "$B", "a b", "-", "."],
	...["\n", "\n", "\n\n", "\r\n", "\r", "\uFEFF"],
);
const source = fc
	.array(piece, { maxLength: 40 })
	.map((pieces) => pieces.join(""));

const assignment = fc
	.tuple(
		fc.constantFrom("", "export ", "  ", "\n", "# "),
		fc.constantFrom("A", "B", "C.D", "VITE_WS-URL"),
		fc.constantFrom("=", " = ", "= ", ": "),
		fc.constantFrom(
			...["v", "'v'", '"v"', "`v`", "'it\\'s'", '"a\\nb"', '"a\nb"', "a#b"],
			...[
				"'a#b' # c",
				'"v" tail',
				"'v",
				'"',
				"",
				"a b  ",
				"'a'b'",
				"ws://h/x;",
			],
		),
		fc.constantFrom("\n", "\r\n", " # c\n", "\n\n", "\r"),
	)
	.map((parts) => parts.join(""));
const file = fc.array(assignment, { maxLength: 8 }).map((a) => a.join(""));

const asObject = (readings: readonly { key: string; value: string }[]) =>
	Object.fromEntries(readings.map(({ key, value }) => [key, value]));

test.each([
	["arbitrary pieces", source],
	["whole files", file],
])("reads %s as the dotenv package does", (_, texts) => {
	fc.assert(
		fc.property(texts, (text) => {
			expect(asObject(readAsDotenv(text))).toEqual(dotenv.parse(text));
		}),
		{ numRuns: 5_000 },
	);
});

/**
 * Node 20 differs from Node 24, which is what `readAsNode` follows, where a value
 * is missing, where a line holds no `=`, and in not trimming tabs; the
 * generator stays with what they share.
 */
const plainLine = fc
	.tuple(
		fc.constantFrom("", "export ", "  ", "# "),
		fc.constantFrom("A", "B", "C.D", "MY KEY", "\uFEFFA"),
		fc.constantFrom("=", " = ", "= "),
		fc.constantFrom(
			...["v", "'v'", '"v"', "`v`", "'it\\'s' x", '"a\\nb\\r"', '"a\nb"'],
			...["a#b", "'a#b' # c", '"v" tail', "a b  ", "x'y'", "ws://h/x;"],
		),
		fc.constantFrom("\n", "\r\n", " # c\n", "\n\n"),
	)
	.filter(([prefix, , , value]) => prefix !== "# " || !value.includes("\n"))
	.map((parts) => parts.join(""));
const plainFile = fc.array(plainLine, { maxLength: 8 }).map((l) => l.join(""));

const [major = 0] = process.versions.node.split(".").map(Number);

test("reads what Node's parser reads", () => {
	const texts = major >= 24 ? fc.oneof(source, file, plainFile) : plainFile;
	fc.assert(
		fc.property(texts, (text) => {
			expect(asObject(readAsNode(text))).toEqual({ ...parseEnv(text) });
		}),
		{ numRuns: 5_000 },
	);
});

test("Node takes the next line as the value of `KEY= ` and joins lines at a lone \\r", () => {
	expect(asObject(readAsNode("A= \nB=2\n"))).toEqual({ A: "B=2" });
	expect(asObject(readAsNode("A=1\rB=2\n"))).toEqual({ A: "1B=2" });
	expect(asObject(readAsNode("\uFEFFA=1\nB: 2\nC=3"))).toEqual({
		"\uFEFFA": "1",
		C: "3",
	});
});

test("hostile files are read in linear time", () => {
	const started = performance.now();
	for (const text of [
		"\n".repeat(300_000),
		`A='${"x'\\'".repeat(50_000)}`,
		"a".repeat(300_000),
		`A=${" ".repeat(300_000)}x`,
		`A=x${" ".repeat(300_000)}x${" ".repeat(300_000)}=`,
		"A=\n".repeat(100_000),
		"export\n".repeat(50_000),
		"'\n\"\n`\nA='\n".repeat(20_000),
	]) {
		readAsDotenv(text);
		readAsNode(text);
	}
	expect(performance.now() - started).toBeLessThan(5_000);
});
