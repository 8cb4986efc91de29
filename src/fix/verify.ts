import { isResolved } from "../engine/coverage.js";
import type { LintFinding, LintResult } from "../engine/result.js";
import type { Attempt, Connection, Graph } from "../graph/graph.js";
import type { FaultCode } from "../graph/verdict.js";
import type { Fix } from "../rule/finding.js";
import { SCENARIOS, type Scenario } from "../value/world.js";
import { type Moves, startOf } from "./moves.js";
import { pairFindings } from "./same-finding.js";

/** A fix with the finding that offers it. */
export interface Repair {
	readonly finding: LintFinding;
	readonly fix: Fix;
}

/** The same project before and after repairs, both linted whole. */
export interface Comparison {
	readonly before: LintResult;
	readonly after: LintResult;
	readonly moved: Moves;
	readonly repairs: readonly Repair[];
}

/** Why repairs must not be kept, as the rest of a sentence, with the findings that they bring up. */
export interface Objection {
	readonly reason: string;
	readonly raised: readonly LintFinding[];
}

/**
 * The three conditions of a fix: what was broken is right and nothing about it
 * became unknown; nothing new is reported; and a safe one leaves every other
 * connection, and this one in every other scenario, as it was. Undefined when
 * all hold.
 */
export function objectionTo(comparison: Comparison): Objection | undefined {
	const { before, after, moved, repairs } = comparison;
	const pairs = pairFindings(before.findings, after.findings, moved);
	const raised = raisedFindings(after.findings, pairs);
	const object = (reason: string | undefined) =>
		reason === undefined ? undefined : { reason, raised };
	const left = repairs.find(({ finding }) => pairs.has(finding));
	const connections = pairConnections(before.graph, after.graph, moved);
	return (
		object(lostKnowledge(comparison, connections)) ??
		object(left && "the problem would still be reported") ??
		object(newFault(connections, repairs)) ??
		object(raised[0] && `it would raise ${say(raised[0])}`) ??
		object(sideEffect(connections, repairs))
	);
}

function say({ rule, message }: LintFinding): string {
	return `${rule} (${message.what.replace(/\.$/, "")})`;
}

/** Findings at warning and above that were not there, or were less. */
function raisedFindings(
	after: readonly LintFinding[],
	pairs: ReadonlyMap<LintFinding, LintFinding>,
): readonly LintFinding[] {
	const known = new Map([...pairs].map(([old, now]) => [now, old]));
	return after.filter((finding) => {
		if (finding.severity === "info") return false;
		const old = known.get(finding);
		return (
			!old ||
			old.severity === "info" ||
			(finding.severity === "error" && old.severity !== "error") ||
			finding.scenario.some((scenario) => !old.scenario.includes(scenario))
		);
	});
}

interface ConnectionPair {
	readonly before: Connection;
	/** Undefined when the connection is gone. */
	readonly after: Connection | undefined;
}

/** Connections are the same when their constructor stands at the same place, counted where several do. */
function pairConnections(
	before: Graph,
	after: Graph,
	moved: Moves,
): readonly ConnectionPair[] {
	const byPlace = new Map<string, Connection[]>();
	for (const connection of after.connections) {
		const at = startOf(connection.at);
		byPlace.set(at, [...(byPlace.get(at) ?? []), connection]);
	}
	return before.connections.map((connection) => ({
		before: connection,
		after: byPlace.get(moved(connection.at) ?? "")?.shift(),
	}));
}

/** What can no longer be read, or no longer be told. */
function lostKnowledge(
	{ before, after }: Comparison,
	connections: readonly ConnectionPair[],
): string | undefined {
	const notes = new Set(before.notes.map((n) => `${n.file}: ${n.message}`));
	const note = after.notes.find((n) => !notes.has(`${n.file}: ${n.message}`));
	if (note) return `${note.file ?? "the project"} ${note.message}`;
	if (after.failures.length > before.failures.length)
		return "a rule fails on the result";
	const gone = connections.find((pair) => !pair.after);
	if (gone)
		return `the connection in ${gone.before.at.file} would no longer be found`;
	const dark = connections.find(
		(pair) => wasClear(pair.before) && pair.after && !isResolved(pair.after),
	);
	if (dark)
		return `it would no longer be known where the connection in ${dark.before.at.file} leads`;
	const now = completeness(after.graph);
	const less = [...completeness(before.graph)].find(
		([what, count]) => (now.get(what) ?? 0) < count,
	);
	return less && `the ${less[0]} could no longer be read`;
}

/** Judged without a fault in some scenario: what a repair may not make unknown. */
function wasClear(connection: Connection): boolean {
	return SCENARIOS.some((scenario) => {
		const attempts = connection.attempts.filter((a) => a.scenario === scenario);
		return (
			attempts.length > 0 &&
			attempts.every(
				(a) => a.verdict.kind === "reaches" || a.verdict.kind === "third-party",
			)
		);
	});
}

/** How many collections of each kind are wholly known. */
function completeness(graph: Graph): ReadonlyMap<string, number> {
	const counts = new Map<string, number>();
	const count = (what: string, isComplete: boolean) =>
		isComplete && counts.set(what, (counts.get(what) ?? 0) + 1);
	for (const app of graph.apps) {
		count("proxy keys", app.devServer?.proxy.complete === true);
		count("preview proxy keys", app.previewServer?.proxy.complete === true);
		count("defined keys", app.definedKeys.complete);
	}
	for (const server of graph.servers) {
		count("routes", server.routes.complete);
		count("ports", server.listens.complete);
	}
	for (const list of graph.originLists)
		count(`${list.kind} origins`, list.entries.complete);
	return counts;
}

/** The connection and scenarios that a repair is about: these may change, to the better. */
function isClaimed(
	repairs: readonly Repair[],
	{ id }: Connection,
	scenario: Scenario,
): boolean {
	return repairs.some(
		({ finding }) =>
			finding.connection === id && finding.scenario.includes(scenario),
	);
}

/** A repaired connection that fails in another way, or whose URL is no longer known. */
function newFault(
	connections: readonly ConnectionPair[],
	repairs: readonly Repair[],
): string | undefined {
	for (const { before, after } of connections)
		for (const scenario of SCENARIOS) {
			if (!after || !isClaimed(repairs, before, scenario)) continue;
			const old = inScenario(before, scenario);
			const known = new Set(old.map(outcome));
			const mustReach = old.some(isJudgedByServer);
			const bad = inScenario(after, scenario).find(
				(attempt) =>
					!known.has(outcome(attempt)) &&
					(mustReach
						? attempt.verdict.kind !== "reaches"
						: !isGood(attempt, old)),
			);
			if (bad)
				return `the socket would then fail in ${scenario}: ${fault(bad)}`;
		}
	return undefined;
}

/** Faults that a server of this repository decides: once repaired, it must be known to answer. */
const JUDGED_BY_SERVER: ReadonlySet<FaultCode> = new Set([
	"shadowed",
	"rewrite-misses",
	"target-port",
	"port",
	"no-route",
	"not-mounted",
	"protocol",
]);

function isJudgedByServer({ verdict }: Attempt): boolean {
	return (
		verdict.kind === "cannot-reach" && JUDGED_BY_SERVER.has(verdict.fault.code)
	);
}

/**
 * Reaches, or leads out of the repository with a URL in which nothing became
 * unknown but what only the page or the environment can say.
 */
function isGood(
	{ verdict, url }: Attempt,
	before: readonly Attempt[],
): boolean {
	if (verdict.kind !== "unknown")
		return verdict.kind === "reaches" || verdict.kind === "third-party";
	const open = new Set(before.flatMap((a) => a.url.holes.map((h) => h.name)));
	return url.holes.every(
		({ kind, name }) => kind === "page" || kind === "env" || open.has(name),
	);
}

function fault({ verdict }: Attempt): string {
	if (verdict.kind === "cannot-reach") return verdict.fault.code;
	return verdict.kind === "unknown" ? verdict.reason : verdict.kind;
}

/** What a safe repair changes beside what it repairs. A socket that could not connect and now can is no harm. */
function sideEffect(
	connections: readonly ConnectionPair[],
	repairs: readonly Repair[],
): string | undefined {
	if (!repairs.every(({ fix }) => fix.safety === "safe")) return undefined;
	for (const { before, after } of connections)
		for (const scenario of SCENARIOS) {
			if (!after || isClaimed(repairs, before, scenario)) continue;
			const old = inScenario(before, scenario);
			const [lost, gained] = differences(old, inScenario(after, scenario));
			const onlyBetter =
				lost.every((a) => a.verdict.kind === "cannot-reach") &&
				gained.every((a) => isGood(a, old));
			if (!onlyBetter)
				return `it would change what ${before.at.file} dials in ${scenario}, which only --unsafe allows`;
		}
	return undefined;
}

function inScenario(
	{ attempts }: Connection,
	scenario: Scenario,
): readonly Attempt[] {
	return attempts.filter((attempt) => attempt.scenario === scenario);
}

/** URL and verdict: what must stay. */
function outcome(attempt: Attempt): string {
	return `${attempt.url} ${attempt.verdict.kind} ${fault(attempt)}`;
}

/** Attempts that only one of the two has, by URL and kind of verdict. */
function differences(
	before: readonly Attempt[],
	after: readonly Attempt[],
): readonly [lost: readonly Attempt[], gained: readonly Attempt[]] {
	const same = (a: Attempt, b: Attempt) =>
		String(a.url) === String(b.url) && a.verdict.kind === b.verdict.kind;
	return [
		before.filter((a) => !after.some((b) => same(a, b))),
		after.filter((b) => !before.some((a) => same(a, b))),
	];
}
