import type { Place } from "../../facts/place.js";
import type { Attempt, Connection, Graph } from "../../graph/graph.js";
import type { Fault, FaultCode } from "../../graph/verdict.js";
import type { Scenario } from "../../value/world.js";
import type { Evidence, Severity } from "../finding.js";
import { isPlaceholder } from "./dials.js";

/** A socket that cannot reach in one scenario. */
export interface FailedSocket {
	readonly attempt: Attempt;
	readonly connection: Connection;
	readonly scenario: Scenario;
}

/** The same with what is wrong. */
export interface Failure<C extends FaultCode> extends FailedSocket {
	readonly fault: Extract<Fault, { readonly code: C }>;
}

/** One or more failures with the same remedy. Never empty. */
export interface FailureGroup<C extends FaultCode> {
	readonly first: Failure<C>;
	readonly all: readonly Failure<C>[];
}

/** Failures of the application's own sockets with a given fault; tests, mocks, stories, docs and examples are not judged. */
export function* failures<C extends FaultCode>(
	graph: Graph,
	code: C,
): Iterable<Failure<C>> {
	for (const connection of graph.connections) {
		if (connection.role !== "app") continue;
		for (const attempt of connection.attempts) {
			const fault = faultOf(attempt, code);
			if (fault && !isPlaceholder(attempt))
				yield { attempt, connection, scenario: attempt.scenario, fault };
		}
	}
}

/** The fault of an attempt, or the one right behind it, if it is of that kind. */
export function faultOf<C extends FaultCode>(
	attempt: Attempt,
	code: C,
): Extract<Fault, { readonly code: C }> | undefined {
	if (attempt.verdict.kind !== "cannot-reach") return undefined;
	const { fault, behind } = attempt.verdict;
	if (isFault(fault, code)) return fault;
	return behind && isFault(behind, code) ? behind : undefined;
}

/** Puts failures that one edit would mend together, in the order in which they were met; a failure without place is left out. */
export function groupedByRemedy<C extends FaultCode>(
	all: Iterable<Failure<C>>,
	remedy: (failure: Failure<C>) => Place | undefined,
): readonly FailureGroup<C>[] {
	const groups = new Map<string, Failure<C>[]>();
	for (const failure of all) {
		const at = remedy(failure);
		if (!at) continue;
		const key = `${at.file}:${at.span[0]}:${at.span[1]}`;
		groups.set(key, [...(groups.get(key) ?? []), failure]);
	}
	return [...groups.values()].flatMap((members) => {
		const [first] = members;
		return first ? [{ first, all: members }] : [];
	});
}

/**
 * `full` where a socket is proven to fail: an alternative that is taken, or all
 * that are not dead. Else at most a warning; at most info where no entry point
 * reaches the code, or where it fails in the preview of a build alone.
 */
export function severityOf(
	full: Severity,
	group: readonly FailedSocket[],
): Severity {
	const reached = group.filter((f) => f.connection.reached !== false);
	if (reached.every((f) => f.scenario === "preview")) return "info";
	return full === "error" && !reached.some(isProven) ? "warning" : full;
}

/** Without upgrades a Socket.IO client connects all the same and stays on long-polling (P27). */
export function stallsOnly(group: readonly FailedSocket[]): boolean {
	return group.every((f) => f.connection.speaks === "socket.io");
}

/** For `Report.connection`: the one connection the failures are about, if it is one. */
export function connectionOf(group: readonly FailedSocket[]): {
	readonly connection?: string;
} {
	const ids = new Set(group.map((f) => f.connection.id));
	const [id] = ids;
	return ids.size === 1 && id !== undefined ? { connection: id } : {};
}

/** One line per socket: where it is opened. */
export function dialledAt(group: readonly FailedSocket[]): readonly Evidence[] {
	return [...new Set(group.map((f) => f.connection))].map((c) => ({
		at: c.urlAt ?? c.at,
		message: "the socket is opened here",
	}));
}

function isProven(failure: FailedSocket): boolean {
	const { attempt, connection } = failure;
	if (attempt.status === "taken") return true;
	return connection.attempts
		.filter((a) => a.scenario === attempt.scenario)
		.every((a) => a.verdict.kind === "cannot-reach");
}

function isFault<C extends FaultCode>(
	fault: Fault,
	code: C,
): fault is Extract<Fault, { readonly code: C }> {
	return fault.code === code;
}
