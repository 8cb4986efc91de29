import type { LinesOf } from "../../engine/lines.js";
import type { Place } from "../../facts/place.js";
import type { Attempt, Connection, Graph } from "../../graph/graph.js";
import { sayUrl } from "../wording.js";

/**
 * The connections that a target of `trace` means: a URL or path (`ws://…`,
 * `/api/ws`), a place (`src/a.ts`, `src/a.ts:12`) that a connection stands at
 * or comes through, or the name of an env key. Without a target: all.
 */
export function selectConnections(
	graph: Graph,
	target: string | undefined,
	linesOf: LinesOf,
): readonly Connection[] {
	if (target === undefined) return graph.connections;
	const place = placeOf(target);
	const tests: ((connection: Connection) => boolean)[] = [
		(c) => c.attempts.some((a) => sayUrl(a).includes(target)),
		(c) => c.attempts.some((a) => restsOnKey(a, target)),
		(c) => placesOf(c).some((at) => liesAt(at, place, linesOf)),
	];
	return graph.connections.filter((c) => tests.some((test) => test(c)));
}

interface Target {
	readonly file: string;
	readonly line: number | undefined;
}

function placeOf(target: string): Target {
	const [, file = target, line] = /^(.+?):(\d+)(?::\d+)?$/.exec(target) ?? [];
	return {
		file: file.replaceAll("\\", "/").replace(/^\.\//, ""),
		line: line === undefined ? undefined : Number(line),
	};
}

function liesAt(at: Place, target: Target, linesOf: LinesOf): boolean {
	if (at.file !== target.file) return false;
	if (target.line === undefined) return true;
	const { line, endLine } = linesOf(at.file).locate(at);
	return line <= target.line && target.line <= endLine;
}

function placesOf(connection: Connection): Place[] {
	return [
		connection.at,
		...connection.attempts.flatMap((attempt) => [
			...attempt.steps.map((step) => step.at),
			...attempt.url.segments.map((segment) => segment.origin.at),
		]),
	];
}

function restsOnKey(attempt: Attempt, key: string): boolean {
	return (
		attempt.url.segments.some(
			({ origin, hole }) =>
				(origin.kind === "env" && origin.key === key) || hole?.name === key,
		) ||
		attempt.when.some((condition) =>
			condition.atom.split(/\W+/).includes(key),
		) ||
		attempt.steps.some((step) => step.label.split(/\W+/).includes(key))
	);
}
