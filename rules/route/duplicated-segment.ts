import type { Place } from "../../src/facts/place.js";
import { samePlace } from "../../src/facts/place.js";
import type { Attempt, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	type Doubling,
	doublingOf,
	repeats,
} from "../../src/rule/vocabulary/doubling.js";
import {
	connectionOf,
	dialledAt,
	type FailedSocket,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { shownPath } from "../../src/rule/vocabulary/url-parts.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { restsOn, rewriteRange } from "../../src/rule/vocabulary/written.js";

type Doubled = FailedSocket & Doubling;

export default defineRule({
	id: "route/duplicated-segment",
	summary: "Base and path both bring the same segment: `/ws/ws`, `/api/api`.",
	severity: "error",
	since: "0.1.0",
	facts: ["contradiction", "F13", "F14", "N1"],
	*check(graph) {
		for (const { at, members } of byPlace(
			doubledSockets(graph),
			culprit(graph),
		)) {
			const [first] = members;
			const { fault } = first;
			yield {
				at,
				severity: fault
					? severityOf("error", members)
					: severityOf("warning", members),
				scenario: scenariosOf(members),
				message: {
					what: `The path of this socket holds ${first.segment} twice: ${shownPath(first.path)}.`,
					why: fault
						? `Base and path both bring it, and ${fault.server.title} serves it once. The browser prints "Error during WebSocket handshake: Unexpected response code: ${fault.server.missSymptom}".`
						: "The base already ends with what the code appends. No server of this repository is known to serve it twice.",
					do: `Write ${first.segment} in one of the two places only.`,
				},
				evidence: witnesses(
					at,
					[first.base, first.suffix].flatMap((place) =>
						place
							? [
									{
										at: place,
										message: `${first.segment} is also written here`,
									},
								]
							: [],
					),
					dialledAt(members),
					fault?.nearest
						? [
								{
									at: fault.nearest.at,
									message: `${fault.server.title} serves ${fault.nearest.path}`,
								},
							]
						: [],
				),
				fixes: members.every((m) => m.fault) ? dropCopy(first, at) : [],
				...connectionOf(members),
			};
		}
	},
});

function* doubledSockets(graph: Graph): Iterable<Doubled> {
	for (const connection of graph.connections)
		for (const attempt of connection.attempts) {
			const doubling = connection.role === "app" && doublingOf(attempt);
			if (doubling)
				yield { attempt, connection, scenario: attempt.scenario, ...doubling };
		}
}

/** The base, when all that is built on it doubles; else what is appended to it. */
function culprit(graph: Graph): (doubled: Doubled) => Place | undefined {
	const attempts = graph.connections.flatMap((c) => c.attempts);
	const alwaysDoubles = (base: Place) =>
		attempts.every((a: Attempt) => !restsOn(a.url, base) || repeats(a));
	return ({ base, suffix, connection }) =>
		base && (!suffix || alwaysDoubles(base))
			? base
			: (suffix ?? connection.urlAt ?? connection.at);
}

function dropCopy(doubled: Doubled, at: Place): readonly Fix[] {
	const inBase = doubled.base !== undefined && samePlace(at, doubled.base);
	const range = inBase ? doubled.firstCopy : doubled.secondCopy;
	const intent = rewriteRange(
		doubled.attempt.url,
		range,
		"",
		`${doubled.segment} is appended in the code`,
	);
	return intent
		? [
				{
					title: `Write ${doubled.segment} once`,
					safety: "safe",
					intents: [intent],
				},
			]
		: [];
}
