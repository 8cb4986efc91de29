import { describe, expect, test } from "vitest";
import { Lines } from "../../src/engine/lines.js";
import { frameOf } from "../../src/report/stylish/code-frame.js";
import { placeOf } from "../engine/small-graph.js";

/** The frame as it is drawn: the source and the marks below it. */
function draw(text: string, part: string, width = 80): string[] {
	const place = placeOf("a.ts", text, part);
	const { source, marks } = frameOf([place], new Lines(text), width);
	return [
		source,
		...marks.map((mark) => " ".repeat(mark.indent) + "^".repeat(mark.width)),
	];
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
		const { source, marks } = frameOf(
			[{ file: ".env", span: [4, 4] }],
			new Lines(text),
			80,
		);
		expect(source).toBe("KEY=");
		expect(marks).toEqual([{ indent: 4, width: 1 }]);
	});

	test("marks several places of a line", () => {
		const text = "\tconst url = env.URL;";
		const { source, marks } = frameOf(
			[placeOf("a", text, "url"), placeOf("a", text, "env.URL")],
			new Lines(text),
			80,
		);
		expect(source).toBe("const url = env.URL;");
		expect(marks).toEqual([
			{ indent: 6, width: 3 },
			{ indent: 12, width: 7 },
		]);
	});

	test("cannot drive the terminal", () => {
		expect(draw("a\u001b[31m\u202eb", "b")[0]).toBe("a·[31m·b");
	});
});
