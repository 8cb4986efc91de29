import type { LinesOf } from "../../engine/lines.js";
import type { Place } from "../../facts/place.js";
import type { Attempt, Connection, Graph, Hop } from "../../graph/graph.js";
import type { Condition, Step } from "../../value/value.js";
import { SCENARIOS, type Scenario } from "../../value/world.js";
import { maskText } from "../mask.js";
import { printable } from "../screen-text.js";
import {
	sayRecognised,
	sayServerWithPorts,
	sayUrl,
	sayVerdict,
} from "../wording.js";
import type { ConnectionTrace, Start, TraceView, Way } from "./view.js";

/** Decides what `trace` says about some connections of a graph. */
export function buildTrace(
	graph: Graph,
	connections: readonly Connection[],
	linesOf: LinesOf,
): TraceView {
	return {
		recognised: sayRecognised(graph),
		connections: connections.map((c) => traceConnection(c, linesOf)),
	};
}

function traceConnection(
	connection: Connection,
	linesOf: LinesOf,
): ConnectionTrace {
	const about = [
		connection.library,
		...(connection.app ? [`in ${connection.app.title}`] : []),
		...(connection.role === "app" ? [] : [`(${connection.role}, not judged)`]),
		...(connection.reached === false ? ["(nothing imports this file)"] : []),
	];
	return {
		where: where(connection.at, linesOf),
		about: about.join("  "),
		ways: mergeWays(
			connection.attempts.map((attempt) => traceAttempt(attempt, linesOf)),
		),
	};
}

function traceAttempt(attempt: Attempt, linesOf: LinesOf): Way {
	return {
		starts: [
			{
				scenarios: [attempt.scenario],
				url: say(sayUrl(attempt)),
				when: attempt.when
					.filter((condition) => condition.kind !== "caller")
					.map(sayCondition),
			},
		],
		steps: distinctSteps(attempt.steps, linesOf),
		hops: attempt.hops.map((hop) => say(sayHop(hop, linesOf))),
		outcome: attempt.verdict.kind,
		verdict: say(sayVerdict(attempt.verdict)),
	};
}

/** Ways that differ in what is dialled only are one. */
function mergeWays(ways: readonly Way[]): Way[] {
	const merged = new Map<string, Way>();
	for (const way of ways) {
		const key = JSON.stringify({ ...way, starts: [] });
		const starts = [...(merged.get(key)?.starts ?? []), ...way.starts];
		merged.set(key, { ...way, starts: mergeStarts(starts) });
	}
	return [...merged.values()];
}

function mergeStarts(starts: readonly Start[]): Start[] {
	const merged = new Map<string, Start>();
	for (const start of starts) {
		const key = JSON.stringify([start.url, start.when]);
		const scenarios = new Set<Scenario>([
			...(merged.get(key)?.scenarios ?? []),
			...start.scenarios,
		]);
		merged.set(key, {
			...start,
			scenarios: SCENARIOS.filter((s) => scenarios.has(s)),
		});
	}
	return [...merged.values()];
}

function distinctSteps(steps: readonly Step[], linesOf: LinesOf): Way["steps"] {
	const seen = new Set<string>();
	return steps.flatMap((step) => {
		const at = where(step.at, linesOf);
		const key = `${at} ${step.label}`;
		if (seen.has(key)) return [];
		seen.add(key);
		return [{ label: say(step.label), where: at }];
	});
}

function sayCondition(condition: Condition): string {
	if (condition.is === "true") return say(condition.atom);
	if (condition.is === "false") return say(`not: ${condition.atom}`);
	return say(`${condition.atom} is ${condition.is}`);
}

function sayHop(hop: Hop, linesOf: LinesOf): string {
	switch (hop.kind) {
		case "dev-server": {
			if (!hop.entry) return "the page's own server";
			const target = hop.entry.target?.value.toString() ?? "an unknown target";
			const sent = hop.pathAfter === undefined ? "" : ` as ${hop.pathAfter}`;
			return `proxy entry "${hop.entry.key}" to ${target}${sent}  ${where(hop.entry.keyAt, linesOf)}`;
		}
		case "service":
			return `container ${hop.service}  ${where(hop.at, linesOf)}`;
		case "server": {
			const server = sayServerWithPorts(hop.server);
			return hop.route
				? `${server}, route ${hop.route.path}  ${where(hop.route.at, linesOf)}`
				: `${server}  ${where(hop.server.at, linesOf)}`;
		}
	}
}

function where(at: Place, linesOf: LinesOf): string {
	const { file, line } = linesOf(at.file).locate(at);
	return `${file}:${line}`;
}

function say(text: string): string {
	return printable(maskText(text));
}
