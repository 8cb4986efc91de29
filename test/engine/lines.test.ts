import { describe, expect, test } from "vitest";
import { Lines } from "../../src/engine/lines.js";
import { place } from "../../src/facts/place.js";

const columns = (text: string, part: string) => {
	const start = text.indexOf(part);
	const { line, column, endLine, endColumn } = new Lines(text).locate(
		place("a", [start, start + part.length]),
	);
	return [line, column, endLine, endColumn];
};

describe("lines and columns count from 1", () => {
	test("with either line end", () => {
		expect(columns("a\nbc\nd", "c")).toEqual([2, 2, 2, 3]);
		expect(columns("a\r\nbc\r\nd", "c")).toEqual([2, 2, 2, 3]);
	});

	test("in UTF-16 units", () => {
		expect(columns("x = '🙂'; y", "y")).toEqual([1, 11, 1, 12]);
	});

	test("a byte order mark takes no column", () => {
		expect(columns("\ufeffKEY=1\nB=2", "KEY")).toEqual([1, 1, 1, 4]);
		expect(columns("\ufeffKEY=1\nB=2", "B")).toEqual([2, 1, 2, 2]);
	});

	test("over several lines", () => {
		expect(columns("a(\n  b\n)", "(\n  b\n)")).toEqual([1, 2, 3, 2]);
	});
});

test("a line's text has no line end, and a line that is not there is empty", () => {
	const lines = new Lines("a\r\nb\n");
	expect([1, 2, 3, 4].map((n) => lines.textOf(n))).toEqual(["a", "b", "", ""]);
});
