import { describe, expect, test } from "vitest";
import { directivesOf } from "../../src/engine/directives.js";
import { linesFrom } from "../../src/engine/lines.js";
import { runRules } from "../../src/engine/run-rules.js";
import type { Policy } from "../../src/engine/severity.js";
import { parseDirective } from "../../src/facts/directive.js";
import type { EnvFile } from "../../src/facts/index.js";
import { report, ruleThat, smallGraph } from "./small-graph.js";

/** Lints one env file in which the rule `env/bad` reports every `BAD` and `env/worse` every `WORSE`. */
function linesReported(text: string, policy?: Policy): string[] {
	const fact: EnvFile = {
		kind: "env",
		entries: [],
		bom: false,
		directives: [...text.matchAll(/#.*$/gm)].flatMap((comment) => {
			const at = [comment.index, comment.index + comment[0].length] as const;
			return parseDirective(comment[0], at) ?? [];
		}),
	};
	const linesOf = linesFrom(() => text);
	const ruleFor = (id: string, word: string) =>
		ruleThat(
			id,
			[...text.matchAll(new RegExp(`^${word}`, "gm"))].map((match) =>
				report({ file: ".env", span: [match.index, match.index + 3] }),
			),
		);
	const { findings } = runRules(
		smallGraph(),
		[ruleFor("env/bad", "BAD"), ruleFor("env/worse", "WORSE")],
		{
			linesOf,
			directives: directivesOf(new Map([[".env", fact]])),
			...(policy ? { policy } : {}),
		},
	);
	return findings.map((f) => `${f.location.line} ${f.rule}`);
}

const UNUSED = "wslint/unused-directive";

describe("a suppression", () => {
	test("of the next line reaches that line and no further", () => {
		expect(
			linesReported(
				"# wslint-disable-next-line env/bad -- kept for the demo\nBAD=1\nBAD=2\n",
			),
		).toEqual(["3 env/bad"]);
	});

	test("of its own line, and of a whole file", () => {
		expect(linesReported("BAD=1 # wslint-disable-line\nBAD=2\n")).toEqual([
			"2 env/bad",
		]);
		expect(
			linesReported("BAD=1\nWORSE=1\n# wslint-disable-file env/bad\n"),
		).toEqual(["2 env/worse"]);
	});

	test("names rules, others still speak", () => {
		expect(
			linesReported("# wslint-disable-next-line env/worse\nBAD=1\n"),
		).toEqual([`1 ${UNUSED}`, "2 env/bad"]);
	});

	test("may stand above another one", () => {
		expect(
			linesReported(
				"# wslint-disable-next-line env/bad\n# wslint-disable-next-line env/worse\nBAD=1\n",
			),
		).toEqual([`2 ${UNUSED}`]);
	});

	test("with Windows line ends reaches the same line", () => {
		expect(
			linesReported("# wslint-disable-next-line env/bad\r\nBAD=1\r\n"),
		).toEqual([]);
	});
});

describe("an unused suppression", () => {
	test("is reported where it stands", () => {
		expect(linesReported("A=1\n# wslint-disable-next-line\nB=1\n")).toEqual([
			`2 ${UNUSED}`,
		]);
	});

	test("is let be when its rule did not run", () => {
		const off = {
			preset: "recommended",
			levels: { "env/bad": "off" },
		} as const;
		expect(linesReported("# wslint-disable-file env/bad\n", off)).toEqual([]);
		expect(linesReported("# wslint-disable-file\n", off)).toEqual([]);
	});

	test("of a rule that does not exist is reported whatever ran", () => {
		expect(linesReported("# wslint-disable-file env/bda\nBAD=1\n")).toEqual([
			`1 ${UNUSED}`,
			"2 env/bad",
		]);
	});

	test("can be turned off like a rule", () => {
		const off = { preset: "recommended", levels: { [UNUSED]: "off" } } as const;
		expect(linesReported("# wslint-disable-file env/worse\n", off)).toEqual([]);
	});
});
