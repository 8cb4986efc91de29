import { expect, test } from "vitest";
import { read } from "./notation.js";

/** What a file waits for, as text; `?` where a condition stands before it, `*` in a loop. */
function pauses(text: string): string[] {
	return read(text).pauses.map(
		({ of, guard, inLoop }) =>
			text.slice(...of) + (guard ? "?" : "") + (inLoop ? "*" : ""),
	);
}

test("awaits, yields and asynchronous loops, in source order", () => {
	expect(
		pauses(
			"async function* f() { await a(); if (b) await (c!); for await (const d of e) yield d }",
		),
	).toEqual(["a()", "c?", "e", "d*"]);
});

test("an awaited call is the call's own span", () => {
	const text = "async () => { const x = await (g(1)); }";
	const code = read(text);
	expect(code.pauses[0]?.of).toEqual(code.calls[0]?.call.at);
	expect(code.pauses[0]?.fn).toBe(0);
});
