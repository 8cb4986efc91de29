import { expect, test } from "vitest";
import type { LintFinding, LintResult } from "../../src/engine/result.js";
import { movedBy } from "../../src/fix/moves.js";
import { objectionTo } from "../../src/fix/verify.js";
import type { Attempt, Connection, Graph } from "../../src/graph/graph.js";
import type { Verdict } from "../../src/graph/verdict.js";
import type { Safety } from "../../src/rule/finding.js";
import { Text } from "../../src/value/text.js";
import type { Scenario } from "../../src/value/world.js";
import { connectionAt, smallGraph } from "../engine/small-graph.js";
import { memoryTree } from "../rules/memory-tree.js";

const AT = { file: "a.ts", span: [10, 20] } as const;
const OTHER = { file: "b.ts", span: [0, 9] } as const;

const REACHES: Verdict = {
	kind: "reaches",
	server: undefined,
	route: undefined,
	why: "",
};
const FAILS: Verdict = {
	kind: "cannot-reach",
	fault: { code: "own-machine", host: "localhost" },
};
const UNKNOWN: Verdict = { kind: "unknown", reason: "nobody knows" };

function connection(
	at: Connection["at"],
	urls: Partial<Record<Scenario, readonly [string | Text, Verdict]>>,
): Connection {
	const attempts: Attempt[] = [];
	const made = connectionAt(at, { attempts });
	for (const scenario of ["dev", "production"] as const) {
		const [url, verdict] = urls[scenario] ?? [];
		if (url !== undefined && verdict)
			attempts.push({
				scenario,
				connection: made,
				url:
					typeof url === "string" ? Text.of(url, { kind: "literal", at }) : url,
				address: { form: "relative", path: Text.empty },
				status: "taken",
				when: [],
				steps: [],
				hops: [],
				verdict,
			} as unknown as Attempt);
	}
	return made;
}

function finding(parts: Partial<LintFinding> = {}): LintFinding {
	return {
		rule: "url/hardcoded",
		severity: "error",
		scenario: ["dev"],
		at: AT,
		message: { what: "It cannot work.", why: "", do: "" },
		evidence: [],
		fixes: [],
		connection: `${AT.file}#connect`,
		location: { file: "a.ts", line: 1, column: 1, endLine: 1, endColumn: 1 },
		fingerprint: "f0",
		...parts,
	};
}

function linted(
	graph: Partial<Graph>,
	findings: readonly LintFinding[] = [],
	parts: Partial<LintResult> = {},
): LintResult {
	return {
		version: 1,
		summary: {
			files: 1,
			connections: 0,
			resolved: 0,
			errors: 0,
			warnings: 0,
			fixable: 0,
			durationMs: 0,
		},
		findings,
		notes: [],
		graph: smallGraph(graph),
		tree: memoryTree([]),
		failures: [],
		relint: () => Promise.reject(new Error("not asked for")),
		...parts,
	};
}

function objection(
	before: LintResult,
	after: LintResult,
	safety: Safety = "safe",
): string | undefined {
	const [repaired = finding()] = before.findings;
	return objectionTo({
		before,
		after,
		moved: movedBy([]),
		repairs: [
			{ finding: repaired, fix: { title: "Repair it", safety, intents: [] } },
		],
	})?.reason;
}

const broken = linted(
	{ connections: [connection(AT, { dev: ["ws://a", FAILS] })] },
	[finding()],
);

test("a repair that makes the socket reach is kept", () => {
	const after = linted({
		connections: [connection(AT, { dev: ["ws://b", REACHES] })],
	});
	expect(objection(broken, after)).toBeUndefined();
});

test("the finding must be gone, whatever words it uses now", () => {
	const after = linted(
		{ connections: [connection(AT, { dev: ["ws://b", REACHES] })] },
		[
			finding({
				fingerprint: "f1",
				message: { what: "Now this.", why: "", do: "" },
			}),
		],
	);
	expect(objection(broken, after)).toBe("the problem would still be reported");
});

test("a socket that then fails in another way is not repaired", () => {
	const after = linted({
		connections: [
			connection(AT, {
				dev: [
					"ws://b",
					{
						kind: "cannot-reach",
						fault: { code: "mixed-content", host: "b" },
					},
				],
			}),
		],
	});
	expect(objection(broken, after)).toBe(
		"the socket would then fail in dev: mixed-content",
	);
});

test("a finding must not go because its URL is no longer known", () => {
	const url = Text.hole(
		{ kind: "runtime", name: "x", reason: "computed" },
		{ kind: "computed", at: AT },
	);
	const after = linted({
		connections: [connection(AT, { dev: [url, UNKNOWN] })],
	});
	expect(objection(broken, after)).toMatch(/fail in dev: nobody knows/);
});

test("a server that lives elsewhere leaves the verdict open: the URL is known, and that is enough", () => {
	const after = linted({
		connections: [connection(AT, { dev: ["ws://b", UNKNOWN] })],
	});
	expect(objection(broken, after)).toBeUndefined();
});

test("but a fault that a server of the repository decides needs its answer", () => {
	const noRoute = {
		kind: "cannot-reach",
		fault: { code: "no-route", path: "/x" },
	} as unknown as Verdict;
	const before = linted(
		{ connections: [connection(AT, { dev: ["ws://a/x", noRoute] })] },
		[finding()],
	);
	const after = linted({
		connections: [connection(AT, { dev: ["ws://b", UNKNOWN] })],
	});
	expect(objection(before, after)).toMatch(/fail in dev/);
});

test("a connection that is no longer found, or no longer clear, is a loss", () => {
	expect(objection(broken, linted({}))).toMatch(
		/connection in a\.ts would no longer be found/,
	);
	const clear = connection(OTHER, { dev: ["ws://c", REACHES] });
	const dark = connection(OTHER, { dev: ["ws://c", UNKNOWN] });
	const good = connection(AT, { dev: ["ws://b", REACHES] });
	expect(
		objection(
			linted({ connections: [...broken.graph.connections, clear] }, [
				finding(),
			]),
			linted({ connections: [good, dark] }),
			"unsafe",
		),
	).toMatch(/connection in b\.ts leads/);
});

test("a file that can no longer be read is a loss", () => {
	const after = linted(
		{ connections: [connection(AT, { dev: ["ws://b", REACHES] })] },
		[],
		{ notes: [{ file: "a.ts", message: "has a syntax error" }] },
	);
	expect(objection(broken, after)).toBe("a.ts has a syntax error");
});

test("nothing new may be reported, but what is informative only", () => {
	const connections = [connection(AT, { dev: ["ws://b", REACHES] })];
	const raised = finding({
		rule: "env/undefined",
		severity: "warning",
		at: OTHER,
		fingerprint: "f2",
		message: { what: "X is undefined.", why: "", do: "" },
	});
	expect(objection(broken, linted({ connections }, [raised]))).toBe(
		"it would raise env/undefined (X is undefined)",
	);
	expect(
		objection(
			broken,
			linted({ connections }, [{ ...raised, severity: "info" }]),
		),
	).toBeUndefined();
});

test("what was reported before may move, not grow", () => {
	const old = finding({
		rule: "env/undefined",
		severity: "warning",
		at: OTHER,
		fingerprint: "f2",
	});
	const connections = [connection(AT, { dev: ["ws://b", REACHES] })];
	const before = linted(broken.graph, [finding(), old]);
	expect(
		objection(
			before,
			linted({ connections }, [
				{ ...old, at: { file: "b.ts", span: [40, 50] } },
			]),
		),
	).toBeUndefined();
	for (const worse of [
		{ severity: "error" },
		{ scenario: ["dev", "production"] },
	] as const)
		expect(
			objection(before, linted({ connections }, [{ ...old, ...worse }])),
		).toMatch(/it would raise env\/undefined/);
});

test("of two equal findings in one file the one that is repaired is gone", () => {
	const first = finding({ connection: "", fingerprint: "same" });
	const second = finding({
		connection: "",
		fingerprint: "same#1",
		at: { file: "a.ts", span: [50, 60] },
	});
	const after = linted({}, [{ ...second, fingerprint: "same" }]);
	expect(objection(linted({}, [first, second]), after)).toBeUndefined();
	const still = linted({}, [{ ...first, fingerprint: "same" }]);
	expect(objection(linted({}, [first, second]), still)).toBe(
		"the problem would still be reported",
	);
});

test("a safe repair leaves every other socket, and this one elsewhere, as it was; an unsafe one may not", () => {
	const other = (url: string) =>
		connection(OTHER, { production: [url, UNKNOWN] });
	const here = (dev: string, verdict: Verdict, production: string) =>
		connection(AT, {
			dev: [dev, verdict],
			production: [production, UNKNOWN],
		});
	const before = linted(
		{ connections: [here("ws://a", FAILS, "wss://p"), other("wss://o")] },
		[finding()],
	);
	const sideways = linted({
		connections: [here("ws://b", REACHES, "wss://p"), other("wss://x")],
	});
	const elsewhere = linted({
		connections: [here("ws://b", REACHES, "wss://x"), other("wss://o")],
	});
	expect(objection(before, sideways)).toBe(
		"it would change what b.ts dials in production, which only --unsafe allows",
	);
	expect(objection(before, elsewhere)).toBe(
		"it would change what a.ts dials in production, which only --unsafe allows",
	);
	expect(objection(before, sideways, "unsafe")).toBeUndefined();
});

test("a socket that could not connect and now can is no side effect", () => {
	const before = linted(
		{
			connections: [
				connection(AT, { dev: ["ws://a", FAILS] }),
				connection(OTHER, { dev: ["ws://a", FAILS] }),
			],
		},
		[finding()],
	);
	const after = linted({
		connections: [
			connection(AT, { dev: ["ws://b", REACHES] }),
			connection(OTHER, { dev: ["ws://b", REACHES] }),
		],
	});
	expect(objection(before, after)).toBeUndefined();
});
