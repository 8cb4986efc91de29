import { expect, test } from "vitest";
import { linesOfTree } from "../../src/engine/lines.js";
import { jsonReport } from "../../src/report/json/report.js";
import { BROKEN, sampleResult } from "./sample.js";

test("the JSON report has exactly the documented shape", async () => {
	const result = sampleResult([BROKEN]);
	const report = await jsonReport(
		result,
		linesOfTree(result.tree),
		async () => [{ file: "web/.env", start: 27, end: 31, text: "8000" }],
	);
	expect(JSON.parse(JSON.stringify(report))).toEqual({
		version: 1,
		summary: {
			files: 3,
			connections: 1,
			resolved: 1,
			errors: 1,
			warnings: 0,
			fixable: 1,
			durationMs: 1,
		},
		findings: [
			{
				rule: "route/port-mismatch",
				severity: "error",
				scenario: ["dev", "preview"],
				file: "web/.env",
				line: 1,
				column: 28,
				endLine: 1,
				endColumn: 32,
				message:
					"no server listens on port 8001. The FastAPI server listens on 8000; the console shows net::ERR_CONNECTION_REFUSED. Dial port 8000.",
				evidence: [
					{
						file: "web/src/chat.ts",
						line: 3,
						column: 27,
						message: "the socket",
					},
					{
						file: "api/main.py",
						line: 1,
						column: 23,
						message: "the server's port",
					},
				],
				fixes: [
					{
						title: "Dial port 8000",
						safety: "safe",
						edits: [{ file: "web/.env", start: 27, end: 31, text: "8000" }],
					},
				],
				fingerprint: expect.stringMatching(/^[0-9a-f]{20}$/),
			},
		],
	});
});

test("an edit that would print a secret is left out whole", async () => {
	const result = sampleResult([BROKEN]);
	const { findings } = await jsonReport(
		result,
		linesOfTree(result.tree),
		async () => [
			{ file: "web/.env", start: 0, end: 4, text: "A=1" },
			{ file: "web/.env", start: 5, end: 9, text: "ws://a:b@host/ws" },
		],
	);
	expect(findings[0]?.fixes[0]?.edits).toEqual([]);
});
