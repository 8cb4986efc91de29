import { expect, test } from "vitest";
import { extractEnvFile } from "../../../src/extract/dotenv/index.js";

const entry = (text: string, key: string) =>
	extractEnvFile(text).entries.find((e) => e.key === key);
const at = (text: string, span: readonly [number, number] | undefined) =>
	span && text.slice(...span);

test("a quoted value's span lies inside the quotes", () => {
	const text = `A=1\r\nVITE_WS_URL="ws://h:8000/ws" # local\r\n`;
	const found = entry(text, "VITE_WS_URL");
	expect(at(text, found?.keyAt)).toBe("VITE_WS_URL");
	expect(at(text, found?.valueAt)).toBe("ws://h:8000/ws");
	expect(found).toMatchObject({
		quote: '"',
		dotenv: "ws://h:8000/ws",
		node: "ws://h:8000/ws",
	});
});

test("an empty value has an empty span right after the equals sign", () => {
	const text = "A=\nB= # c\nC=''\n";
	expect(entry(text, "A")).toMatchObject({ valueAt: [2, 2], dotenv: "" });
	expect(entry(text, "B")).toMatchObject({ valueAt: [5, 5], dotenv: "" });
	expect(entry(text, "C")).toMatchObject({ valueAt: [13, 13], quote: "'" });
});

test("duplicates are all kept, in order", () => {
	const { entries } = extractEnvFile("A=1\nB=2\nA=3\n");
	expect(entries.map((e) => [e.key, e.dotenv])).toEqual([
		["A", "1"],
		["B", "2"],
		["A", "3"],
	]);
});

test("a byte order mark costs Node the first key, and counts in offsets", () => {
	const text = "\uFEFFVITE_A=1\nVITE_B=2\n";
	const fact = extractEnvFile(text);
	expect(fact.bom).toBe(true);
	expect(fact.entries).toMatchObject([
		{ key: "VITE_A", keyAt: [1, 7], dotenv: "1", node: undefined },
		{ key: "VITE_B", dotenv: "2", node: "2" },
	]);
});

test("`KEY: value` is invisible to Node", () => {
	expect(entry("VITE_A: 1\nVITE_B=2\n", "VITE_A")).toMatchObject({
		dotenv: "1",
		node: undefined,
	});
});

test("a key with a blank is one key to Node and another to dotenv", () => {
	expect(
		extractEnvFile("MY KEY=1\n").entries.map((e) => [e.key, e.dotenv, e.node]),
	).toEqual([["MY KEY", undefined, "1"]]);
});

test("a commented-out key is documented, not supplied", () => {
	const text =
		"# Backend\n#VITE_A=ws://h # why\n# see B=1 below\nC='#D=1\n#E=2'\n";
	const { entries } = extractEnvFile(text);
	expect(entries.map((e) => [e.key, e.commentedOut])).toEqual([
		["VITE_A", true],
		["C", false],
	]);
	expect(at(text, entries[0]?.valueAt)).toBe("ws://h");
	expect(entries[0]).toMatchObject({ dotenv: undefined, node: undefined });
});

test("secret-shaped keys and values are marked, addresses are not", () => {
	const { entries } = extractEnvFile(
		[
			"JWT_SECRET=x",
			"VITE_WS_URL=ws://h/ws",
			"TOKEN_URL=https://h/token",
			"DATABASE_URL=postgres://u:p@h/db",
			"OTHER=ghp_abcdefghijklmnop1234",
			"KEYBOARD=qwerty",
		].join("\n"),
	);
	expect(entries.filter((e) => e.secret).map((e) => e.key)).toEqual([
		"JWT_SECRET",
		"DATABASE_URL",
		"OTHER",
	]);
});

test("directives are read from comments on their own line and behind values", () => {
	const { directives } = extractEnvFile(
		"# wslint-disable-next-line env/example-drift -- on purpose\nA=1\nB=2 # wslint-disable-line\nC='# wslint-disable-file'\n",
	);
	expect(directives.map((d) => [d.scope, d.rules, d.reason])).toEqual([
		["next-line", ["env/example-drift"], "on purpose"],
		["same-line", [], undefined],
	]);
});

test("a # right behind an unquoted value, or in its place, cuts it off; one behind a blank or in quotes does not", () => {
	const text = 'A=a#b\nB=#b\nC=a #b\nD="a#b"#c\nE=a\n';
	expect(
		extractEnvFile(text).entries.map((e) => [e.key, e.cut === true]),
	).toEqual([
		["A", true],
		["B", true],
		["C", false],
		["D", false],
		["E", false],
	]);
});
