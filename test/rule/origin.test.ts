import { describe, expect, it } from "vitest";
import type { OriginList } from "../../src/graph/graph.js";
import { originFlaw } from "../../src/rule/vocabulary/origin-entry.js";
import { allows } from "../../src/rule/vocabulary/origin-list.js";
import { wrongShape } from "../../src/rule/vocabulary/origin-shape.js";

const at = { file: "main.py", span: [0, 30] as const };
const list = (
	texts: readonly string[],
	more: Partial<OriginList> = {},
): OriginList => ({
	kind: "http-cors",
	server: undefined,
	at,
	entries: {
		items: texts.map((value) => ({ value, at, steps: [] })),
		complete: true,
	},
	shape: "list",
	credentials: { value: undefined },
	library: "starlette",
	...more,
});
const PAGE = "http://localhost:5173";

describe("originFlaw", () => {
	it.each([
		["http://localhost:5173/", "trailing-slash", PAGE],
		["https://a.example.org/app", "path", "https://a.example.org"],
		["ws://localhost:5173", "socket-scheme", PAGE],
		["wss://a.example.org/ws", "socket-scheme", "https://a.example.org"],
		["localhost:5173", "missing-scheme", undefined],
		["app.example.org", "missing-scheme", undefined],
		["http://localhost:*", "wildcard", undefined],
		["https://*.example.org", "wildcard", undefined],
	])("%s has the flaw %s", (entry, code, mended) => {
		const flaw = originFlaw(entry);
		expect([flaw?.code, flaw?.mended]).toEqual([code, mended]);
	});
	it.each([
		PAGE,
		"*",
		"null",
		"",
		"capacitor://localhost",
		"https://a.example.org",
		"production",
	])("%s is left alone", (entry) => {
		expect(originFlaw(entry)).toBeUndefined();
	});
});

describe("allows", () => {
	it("compares exact strings", () => {
		expect(allows(list(["http://127.0.0.1:5173"]), PAGE)).toBe(false);
		expect(allows(list([PAGE]), PAGE)).toBe(true);
	});
	it("leaves an entry that was meant for the page to the other rule", () => {
		expect(allows(list([`${PAGE}/`]), PAGE)).toBeUndefined();
	});
	it("knows nothing of an incomplete list", () => {
		const entries = { items: [], complete: false };
		expect(allows(list([], { entries }), PAGE)).toBeUndefined();
	});
	it("reads a regular expression as Python's fullmatch", () => {
		const regex = { value: "http://localhost:\\d+", at, steps: [] };
		expect(allows(list([], { regex }), PAGE)).toBe(true);
		expect(allows(list([], { regex }), `${PAGE}.evil.example`)).toBe(false);
	});
	it("takes an empty list of python-engineio for its check turned off", () => {
		expect(
			allows(list([], { library: "python-socketio" }), PAGE),
		).toBeUndefined();
	});
});

describe("wrongShape", () => {
	it("accepts a lone star as a string", () => {
		expect(wrongShape(list(["*"], { shape: "string" }))).toBeUndefined();
	});
	it("turns a comma text into a list", () => {
		expect(
			wrongShape(list(["http://a, http://b"], { shape: "string" }))?.code,
		).toBe('["http://a", "http://b"]');
	});
	it("does not blame a single origin in the cors package", () => {
		const single = list([PAGE], { shape: "string", library: "express-cors" });
		expect(wrongShape(single)).toBeUndefined();
	});
});
