import { describe, expect, test } from "vitest";
import { linesOfTree } from "../../src/engine/lines.js";
import type { LintResult } from "../../src/engine/result.js";
import { colorsFor } from "../../src/report/colors.js";
import { stylish } from "../../src/report/stylish/index.js";
import { smallGraph } from "../engine/small-graph.js";
import { at, BROKEN, NOWHERE, sampleResult } from "./sample.js";

function reportOf(result: LintResult, width = 90): string {
	return stylish(result, {
		linesOf: linesOfTree(result.tree),
		colors: colorsFor(false),
		width,
	});
}

test("a finding is told under its connection, with every place it rests on", () => {
	expect(reportOf(sampleResult([BROKEN]))).toBe(
		`FastAPI server in api (port 8000)

web/src/chat.ts:3:27  WebSocket  ws://localhost:8001/ws?token=***

  error  route/port-mismatch  (dev, preview)
    no server listens on port 8001.
    web/.env:1:28
      1 │ VITE_WS_URL=ws://localhost:8001/ws?token=******
        │                            ^^^^
    web/src/chat.ts:3:27  the socket
      3 │ export const open = () => new WebSocket(WS_URL);
        │                           ---------------------
    api/main.py:1:23  the server's port
      1 │ uvicorn.run(app, port=8000)
        │                       ----
    why  The FastAPI server listens on 8000; the console shows
         net::ERR_CONNECTION_REFUSED.
    do   Dial port 8000.
    fix  Dial port 8000 (--fix)
    see  wslint explain route/port-mismatch

1 error, 0 warnings, 1 fixable with --fix; 1 of 1 connection resolved; \`wslint trace\` shows the way of each
`,
	);
});

test("places of one line that do not overlap share a frame", () => {
	const evidence = [{ at: at("web/.env", "VITE_WS_URL"), message: "the key" }];
	expect(reportOf(sampleResult([{ ...BROKEN, evidence }]))).toContain(`
    web/.env:1:28
    web/.env:1:1  the key
      1 │ VITE_WS_URL=ws://localhost:8001/ws?token=******
        │ -----------                ^^^^
`);
});

describe("the closing line", () => {
	const last = (result: LintResult) =>
		reportOf(result).trimEnd().split("\n").at(-1);

	test("counts what is not resolved and says where to look", () => {
		const result = sampleResult([]);
		const summary = { ...result.summary, connections: 15, resolved: 12 };
		expect(last({ ...result, summary })).toBe(
			"no problems; 12 of 15 connections resolved; `wslint trace` shows the rest",
		);
	});

	test("says so when there is no socket at all", () => {
		const result = { ...sampleResult([]), graph: smallGraph() };
		expect(reportOf(result)).toBe("no WebSocket use found, read 3 files\n");
	});
});

test("info findings take one line each", () => {
	const text = reportOf(sampleResult([{ ...BROKEN, severity: "info" }]));
	expect(text).toContain(
		"\n  info  web/.env:1:28  no server listens on port 8001  route/port-mismatch\n",
	);
	expect(text).not.toContain("why");
});

test("notes take one line each, and a place in a file that is gone does not hurt", () => {
	const result = sampleResult([{ ...BROKEN, at: NOWHERE }], {
		notes: [
			{
				file: "web/big.js",
				message: "is 9.1 MB, more than the 1.5 MB that is read",
			},
		],
	});
	expect(reportOf(result)).toContain(
		"\nnote  web/big.js is 9.1 MB, more than the 1.5 MB that is read\n",
	);
	expect(reportOf(result)).toContain("gone.ts:1:1");
});

test("every line fits a narrow screen, but for code and places", () => {
	const prose = reportOf(sampleResult([BROKEN]), 60)
		.split("\n")
		.filter((line) => /^ {4}(?:why|do|fix|see| {5})/.test(line));
	expect(prose.length).toBeGreaterThan(4);
	for (const line of prose) expect(line.length).toBeLessThanOrEqual(60);
});

test("repairs name the options that apply them", () => {
	const fixes = [
		{ title: "One", safety: "unsafe", intents: [] },
		{ title: "Two", safety: "unsafe", prefer: "same-origin", intents: [] },
		{ title: "Three", safety: "suggest", intents: [] },
	] as const;
	const text = reportOf(sampleResult([{ ...BROKEN, fixes }]));
	expect(text).toContain("One (--fix --unsafe)\n");
	expect(text).toContain("Two (--fix --unsafe --prefer same-origin)\n");
	expect(text).toContain("Three (by hand)\n");
});

test("what a project's file says cannot drive the terminal", () => {
	const what = "odd \u001b]8;;http://evil\u0007name";
	const text = reportOf(
		sampleResult([
			{
				...BROKEN,
				at: at("api/main.py", "app"),
				message: { what, why: "", do: "" },
			},
		]),
	);
	expect(text).not.toContain("\u001b");
	expect(text).not.toContain("\u0007");
});
