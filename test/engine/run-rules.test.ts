import { describe, expect, test } from "vitest";
import { linesFrom } from "../../src/engine/lines.js";
import { type RunOptions, runRules } from "../../src/engine/run-rules.js";
import { place } from "../../src/facts/place.js";
import type { Rule } from "../../src/rule/define-rule.js";
import { Text } from "../../src/value/text.js";
import { report, ruleThat, smallGraph } from "./small-graph.js";

const TEXTS: Readonly<Record<string, string>> = {
	"a.ts": "one\ntwo\nthree\nfour\n",
	"b.ts": "one\ntwo\n",
};
const linesOf = linesFrom((file) => TEXTS[file]);
const at = (file: string, start: number) => place(file, [start, start + 3]);

function run(rules: readonly Rule[], options: Partial<RunOptions> = {}) {
	return runRules(smallGraph(), rules, { linesOf, ...options });
}

describe("order", () => {
	test("is by file, place and rule, whatever the order of rules and reports", () => {
		const rules = [
			ruleThat("z/last", [report(at("b.ts", 0)), report(at("a.ts", 4))]),
			ruleThat("a/first", [report(at("a.ts", 4)), report(at("a.ts", 0))]),
		];
		const seen = run(rules).findings.map(
			(f) => `${f.location.file}:${f.location.line} ${f.rule}`,
		);
		expect(seen).toEqual([
			"a.ts:1 a/first",
			"a.ts:2 a/first",
			"a.ts:2 z/last",
			"b.ts:1 z/last",
		]);
		expect(run(rules.toReversed()).findings.map((f) => f.rule)).toEqual(
			run(rules).findings.map((f) => f.rule),
		);
	});
});

test("what stands in for an unknown text is never shown", () => {
	const path = Text.hole(
		{ kind: "runtime", name: "room", reason: "" },
		{ kind: "literal", at: at("a.ts", 0) },
	).flat;
	const rule = ruleThat("a/a", [
		report(at("a.ts", 0), {
			message: { what: `/ws/${path}/`, why: `${path}`, do: `Add ${path}.` },
			evidence: [{ at: at("b.ts", 0), message: `it serves /ws/${path}` }],
		}),
	]);
	const [finding] = run([rule]).findings;
	expect(finding?.message).toEqual({
		what: "/ws/{…}/",
		why: "{…}",
		do: "Add {…}.",
	});
	expect(finding?.evidence[0]?.message).toBe("it serves /ws/{…}");
});

describe("scenarios", () => {
	const rule = ruleThat("a/a", [
		report(at("a.ts", 0), {
			scenario: ["production"],
			evidence: [{ at: at("b.ts", 0), message: "here" }],
		}),
		report(at("a.ts", 0), {
			scenario: ["dev"],
			severity: "warning",
			evidence: [{ at: at("b.ts", 4), message: "there" }],
		}),
	]);

	test("that say the same are one finding, as loud as the loudest", () => {
		const [finding, ...others] = run([rule]).findings;
		expect(others).toEqual([]);
		expect(finding?.scenario).toEqual(["dev", "production"]);
		expect(finding?.severity).toBe("error");
		expect(finding?.evidence.map((e) => e.message)).toEqual(["here", "there"]);
	});

	test("that say something else stay two findings", () => {
		const two = ruleThat("a/a", [
			report(at("a.ts", 0)),
			report(at("a.ts", 0), {
				scenario: ["production"],
				message: { what: "It ships", why: "", do: "" },
			}),
		]);
		expect(run([two]).findings).toHaveLength(2);
	});

	test("can be chosen", () => {
		const [finding] = run([rule], { scenarios: ["dev"] }).findings;
		expect(finding?.scenario).toEqual(["dev"]);
		expect(finding?.severity).toBe("warning");
		expect(run([rule], { scenarios: ["container"] }).findings).toEqual([]);
	});

	test("keep at most six places of evidence, each once", () => {
		const many = Array.from({ length: 9 }, (_, i) => ({
			at: at("b.ts", i % 8),
			message: `place ${i}`,
		}));
		const [finding] = run([
			ruleThat("a/a", [
				report(at("a.ts", 0), {
					evidence: [many[0], ...many].flatMap((e) => e ?? []),
				}),
			]),
		]).findings;
		expect(finding?.evidence.map((e) => e.message)).toEqual(
			[0, 1, 2, 3, 4, 5].map((i) => `place ${i}`),
		);
	});
});

describe("yielding", () => {
	const general = (parts = {}) =>
		ruleThat("url/general", [report(at("a.ts", 0), parts)], {
			yieldsTo: ["url/special"],
		});
	const special = (start: number, parts = {}) =>
		ruleThat("url/special", [report(at("a.ts", start), parts)]);
	const heard = (...rules: Rule[]) => run(rules).findings.map((f) => f.rule);

	test("silences the general rule at the same place", () => {
		expect(heard(general(), special(0))).toEqual(["url/special"]);
	});

	test("silences it for the same connection, wherever the special one points", () => {
		const connection = { connection: "c" };
		expect(heard(general(connection), special(8, connection))).toEqual([
			"url/special",
		]);
	});

	test("leaves it alone elsewhere, and in another scenario", () => {
		expect(heard(general(), special(8))).toHaveLength(2);
		expect(
			heard(
				general({ connection: "c" }),
				special(8, { connection: "c", scenario: ["production"] }),
			),
		).toHaveLength(2);
	});

	test("does not happen for a rule that is off", () => {
		const { findings } = run([general(), special(0)], {
			policy: { preset: "recommended", levels: { "url/special": "off" } },
		});
		expect(findings.map((f) => f.rule)).toEqual(["url/general"]);
	});
});

describe("levels", () => {
	const loud = ruleThat("a/a", [report(at("a.ts", 0))], {
		severity: "warning",
	});
	const guarded = ruleThat(
		"b/b",
		[report(at("a.ts", 0), { severity: "info" })],
		{
			security: true,
		},
	);
	const levels = (policy: RunOptions["policy"]) =>
		run([loud, guarded], policy ? { policy } : {}).findings.map(
			(f) => f.severity,
		);

	test("are the rule's own in the recommended preset", () => {
		expect(levels(undefined)).toEqual(["warning", "info"]);
	});

	test("strict makes warnings errors and leaves info alone", () => {
		expect(levels({ preset: "strict", levels: {} })).toEqual(["error", "info"]);
	});

	test("security raises only the rules about security", () => {
		expect(levels({ preset: "security", levels: {} })).toEqual([
			"warning",
			"warning",
		]);
	});

	test("of the user win over the preset, and off is off", () => {
		expect(
			levels({ preset: "strict", levels: { "a/a": "info", "b/b": "off" } }),
		).toEqual(["info"]);
	});
});

describe("fingerprints", () => {
	const prints = (start: number, what: string) =>
		run([
			ruleThat("a/a", [
				report(at("a.ts", start), { message: { what, why: "", do: "" } }),
			]),
		]).findings.map((f) => f.fingerprint);

	test("stay when the line moves or the sentence quotes another line", () => {
		expect(prints(0, "src/a.ts:3 says 8000")).toEqual(
			prints(8, "src/a.ts:7:2 says 8000"),
		);
	});

	test("differ when the problem differs, even by a port only", () => {
		expect(prints(0, "dials example.com:8000")).not.toEqual(
			prints(0, "dials example.com:8001"),
		);
	});

	test("tell equal problems in one file apart", () => {
		const { findings } = run([
			ruleThat("a/a", [report(at("a.ts", 0)), report(at("a.ts", 8))]),
		]);
		expect(new Set(findings.map((f) => f.fingerprint)).size).toBe(2);
	});
});

test("a rule that throws loses its own findings only, and is named", () => {
	const broken = ruleThat("b/broken", [], {
		*check() {
			yield report(at("a.ts", 0));
			throw new Error("no such route");
		},
	});
	const { findings, failures } = run([
		broken,
		ruleThat("a/a", [report(at("a.ts", 0))]),
	]);
	expect(findings.map((f) => f.rule)).toEqual(["a/a"]);
	expect(failures).toMatchObject([{ rule: "b/broken" }]);
});
