import { describe, expect, test } from "vitest";
import { Lines } from "../../src/engine/lines.js";
import { frameOf } from "../../src/report/stylish/code-frame.js";
import { placeOf } from "../engine/small-graph.js";

/** The frame as it is drawn: the source and the mark below it. */
function draw(text: string, part: string, width = 80): string[] {
	const frame = frameOf(placeOf("a.ts", text, part), new Lines(text), width);
	return [frame.source, " ".repeat(frame.indent) + "^".repeat(frame.width)];
}

describe("a frame", () => {
	test("leaves the margin out and marks the span", () => {
		expect(draw('\tx\n\t\tnew WebSocket("/ws");\n', '"/ws"')).toEqual([
			'new WebSocket("/ws");',
			"              ^^^^^",
		]);
	});

	test("counts a tab inside the line as the two columns it is drawn with", () => {
		expect(draw("a\tb", "b")).toEqual(["a  b", "   ^"]);
	});

	test("counts wide characters as two columns", () => {
		expect(draw("说 = url", "url")).toEqual(["说 = url", "     ^^^"]);
	});

	test("marks the first line of a span of several", () => {
		expect(draw("f({\n  a,\n})", "{\n  a,\n}")).toEqual(["f({", "  ^"]);
	});

	test("crops a long line around the mark", () => {
		const [source = "", mark = ""] = draw(
			`${"a".repeat(500)}HERE${"b".repeat(500)}`,
			"HERE",
			60,
		);
		expect(source.length).toBe(60);
		expect(source.startsWith("…") && source.endsWith("…")).toBe(true);
		expect(source.slice(mark.indexOf("^"), mark.length)).toBe("HERE");
	});

	test("marks an empty span with one character", () => {
		const text = "KEY=\n";
		const frame = frameOf({ file: ".env", span: [4, 4] }, new Lines(text), 80);
		expect(frame).toMatchObject({ source: "KEY=", indent: 4, width: 1 });
	});

	test("cannot drive the terminal", () => {
		expect(draw("a\u001b[31m\u202eb", "b")[0]).toBe("a·[31m·b");
	});
});
