import type { LinesOf } from "../../engine/lines.js";
import type { Attempt, Connection, Graph, Hop } from "../../graph/graph.js";
import { readable } from "../../value/text.js";
import type { Condition, Step } from "../../value/value.js";
import { SCENARIOS } from "../../value/world.js";
import {
	sayLocation,
	sayRecognised,
	sayServerWithPorts,
	sayUrl,
	sayVerdict,
} from "../wording.js";
import { compared } from "./compare.js";
import { say, where } from "./places.js";
import type { ConnectionTrace, Start, TraceView, Way } from "./view.js";

/** Decides what `trace` says about some connections of a graph. */
export function buildTrace(
	graph: Graph,
	connections: readonly Connection[],
	linesOf: LinesOf,
): TraceView {
	return {
		recognised: say(sayRecognised(graph)),
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
		...compared(connection, linesOf),
	};
}

function traceAttempt(attempt: Attempt, linesOf: LinesOf): Way {
	const when = attempt.when.filter((c) => c.kind !== "caller");
	return {
		starts: [
			{
				scenarios: [attempt.scenario],
				url: say(sayUrl(attempt)),
				when: when.map((condition) => sayCondition(condition, linesOf)),
			},
		],
		steps: [
			...stepsPerLine(attempt.steps, linesOf),
			...sourcesOf(attempt, linesOf),
		],
		others: 0,
		hops: attempt.hops.map((hop) => say(sayHop(hop, linesOf))),
		outcome: attempt.verdict.kind,
		verdict: say(sayVerdict(attempt.verdict)),
	};
}

/** Of the steps in one line the most telling one: a read, a call or a default says more than a bare name. */
function stepsPerLine(steps: readonly Step[], linesOf: LinesOf): Way["steps"] {
	const byLine = new Map<string, string>();
	for (const step of steps) {
		const at = where(step.at, linesOf);
		const known = byLine.get(at);
		if (
			known === undefined ||
			(!known.includes(" ") && step.label.includes(" "))
		)
			byLine.set(at, say(step.label));
	}
	return [...byLine].map(([at, label]) => ({ label, where: at }));
}

/** Where the characters of the URL are written, unless the last step says so already. */
function sourcesOf(attempt: Attempt, linesOf: LinesOf): Way["steps"] {
	const told = new Set(attempt.steps.map((step) => where(step.at, linesOf)));
	const sources = new Map<string, string>();
	for (const { text, origin } of attempt.url.segments) {
		const at = where(origin.at, linesOf);
		if (text === undefined || told.has(at) || sources.has(at)) continue;
		if (origin.kind === "env") sources.set(at, `value of ${origin.key}`);
		if (origin.kind === "literal" && /\w/.test(text))
			sources.set(at, say(`"${text}"`));
	}
	return [...sources].slice(0, 3).map(([at, label]) => ({ label, where: at }));
}

/**
 * Joins what a reader would tell as one. First alternatives that dial the same
 * URL with the same outcome: the one resting on fewest conditions stands for
 * all. Then ways that differ in what is dialled only.
 */
function mergeWays(ways: readonly Way[]): Way[] {
	const alike = groupBy(ways, ({ starts, hops, verdict }) => [
		starts.map(({ scenarios, url }) => [scenarios, url]),
		hops,
		verdict,
	]).map((group): Way => {
		const plainest = group.reduce((a, b) =>
			conditionsOf(b) < conditionsOf(a) ? b : a,
		);
		return { ...plainest, others: group.length - 1 };
	});
	return groupBy(alike, (way) => [{ ...way, starts: [] }]).map(
		([first, ...rest]): Way => ({
			...first,
			starts: mergeStarts([first, ...rest].flatMap((way) => way.starts)),
		}),
	);
}

function conditionsOf(way: Way): number {
	return way.starts.reduce((sum, start) => sum + start.when.length, 0);
}

function mergeStarts(starts: readonly Start[]): Start[] {
	return groupBy(starts, ({ url, when }) => [url, when]).map(
		([first, ...rest]) => {
			const all = [first, ...rest].flatMap((start) => start.scenarios);
			return { ...first, scenarios: SCENARIOS.filter((s) => all.includes(s)) };
		},
	);
}

/** Groups of equal keys, in the order of their first member. */
function groupBy<T>(
	items: readonly T[],
	key: (item: T) => readonly unknown[],
): [T, ...T[]][] {
	const groups = new Map<string, [T, ...T[]]>();
	for (const item of items) {
		const text = JSON.stringify(key(item));
		const group = groups.get(text);
		if (group) group.push(item);
		else groups.set(text, [item]);
	}
	return [...groups.values()];
}

/** `env VITE_WS_URL set`, `not: https page`; a place in the atom's name gives way to one with a line. */
function sayCondition(condition: Condition, linesOf: LinesOf): string {
	const named = condition.atom.replace(/\s*\S+[:#]\d+/, "");
	const atom =
		named === condition.atom
			? named
			: `${named} (${where(condition.at, linesOf).replace(/^.*\//, "")})`;
	if (condition.is === "true") return say(atom);
	if (condition.is === "false") return say(`not: ${atom}`);
	return say(`${atom} is ${condition.is}`);
}

function sayHop(hop: Hop, linesOf: LinesOf): string {
	switch (hop.kind) {
		case "dev-server": {
			if (!hop.entry) return "the page's own server";
			const target = hop.entry.target?.value.toString() ?? "an unknown target";
			const sent =
				hop.pathAfter === undefined ? "" : ` as ${readable(hop.pathAfter)}`;
			return `proxy entry "${hop.entry.key}" to ${target}${sent}  ${where(hop.entry.keyAt, linesOf)}`;
		}
		case "service":
			return `container ${hop.service}  ${where(hop.at, linesOf)}`;
		case "edge": {
			const sent =
				hop.pathAfter === undefined ? "" : ` as ${readable(hop.pathAfter)}`;
			const to = hop.location?.target
				? ` to ${hop.location.target.value}${sent}`
				: "";
			return `nginx ${sayLocation(hop.location)}${to}  ${where((hop.location ?? hop.edge).at, linesOf)}`;
		}
		case "server": {
			const server = sayServerWithPorts(hop.server);
			return hop.route
				? `${server}, route ${hop.route.path}  ${where(hop.route.at, linesOf)}`
				: `${server}  ${where(hop.server.at, linesOf)}`;
		}
	}
}
