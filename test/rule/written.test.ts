import { describe, expect, it } from "vitest";
import {
	pathRange,
	rewriteRange,
	writtenAt,
} from "../../src/rule/vocabulary/written.js";
import { type Origin, Text } from "../../src/value/text.js";

const literal = (file: string, text: string): Origin => ({
	kind: "literal",
	at: { file, span: [10, 12 + text.length] },
});
const env = (key: string, text: string): Origin => ({
	kind: "env",
	key,
	at: { file: ".env", span: [20, 20 + text.length] },
	read: { file: "a.ts", span: [0, 5] },
});
const written = (text: string, file = "a.ts") =>
	Text.of(text, literal(file, text));
const fromEnv = (text: string) => Text.of(text, env("VITE_WS_URL", text));
const host: Text = Text.hole(
	{ kind: "page", name: "host", reason: "" },
	{ kind: "page", part: "host", at: { file: "a.ts", span: [0, 1] } },
);

describe("pathRange", () => {
	it("finds the path behind an authority that is not known", () => {
		const url = Text.concat(written("ws://"), host, written("/ws?x=1", "b.ts"));
		expect(pathRange(url, url.slice(6, 9))).toEqual({ start: 6, end: 9 });
	});
	it("is empty where no path is written", () => {
		expect(pathRange(written("ws://h:1"), written("/"))).toEqual({
			start: 8,
			end: 8,
		});
	});
	it("is undefined when the dialled path is not what is written", () => {
		expect(pathRange(written("ws://h/a"), written("/b"))).toBeUndefined();
	});
});

describe("rewriteRange", () => {
	it("writes the whole new text of the literal that holds the range", () => {
		expect(
			rewriteRange(
				written("ws://h:1/ws?x=1"),
				{ start: 8, end: 11 },
				"/api/ws",
			),
		).toMatchObject({ do: "replace-text", text: "ws://h:1/api/ws?x=1" });
	});
	it("puts a missing prefix into the path, not into the shared base", () => {
		const url = Text.concat(fromEnv("ws://h:1"), written("/ws"));
		expect(rewriteRange(url, { start: 8, end: 8 }, "/api")).toMatchObject({
			at: { file: "a.ts" },
			text: "/api/ws",
		});
		expect(writtenAt(url, { start: 8, end: 8 })?.file).toBe("a.ts");
	});
	it("appends to the base where the URL ends with it", () => {
		expect(
			rewriteRange(fromEnv("ws://h:1"), { start: 8, end: 8 }, "/ws"),
		).toMatchObject({ at: { file: ".env" }, text: "ws://h:1/ws" });
	});
	it("leaves a value alone that was sliced on its way", () => {
		const sliced = fromEnv("https://h:1/api").slice(8);
		const url = Text.concat(written("wss://"), sliced);
		expect(rewriteRange(url, { start: 9, end: 13 }, "/ws")).toBeUndefined();
	});
	it("leaves a range alone that two literals share", () => {
		const url = Text.concat(written("ws://h/a"), written("b", "b.ts"));
		expect(rewriteRange(url, { start: 6, end: 9 }, "/ws")).toBeUndefined();
	});
});
