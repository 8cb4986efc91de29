import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { byPlace, followsPage } from "../../src/rule/vocabulary/provenance.js";
import {
	type Authority,
	type ServicePair,
	servicePairs,
} from "../../src/rule/vocabulary/service-pairs.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { rewriteRange } from "../../src/rule/vocabulary/written.js";

interface Disagreement {
	/** The side to change: the one whose port no known server has. */
	readonly odd: Authority;
	readonly other: Authority;
	readonly pair: ServicePair;
}

export default defineRule({
	id: "route/host-disagrees",
	summary:
		"HTTP calls and socket of one service name different hosts or ports.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction"],
	yieldsTo: ["route/port-mismatch", "url/loopback-in-production"],
	*check(graph) {
		for (const { at, members } of byPlace(
			disagreements(graph),
			(d) => d.odd.at,
		)) {
			const [{ odd, other, pair }] = members;
			const socketIsOdd = odd === pair.socket;
			yield {
				at,
				severity: ifReached(
					"warning",
					members.map((m) => m.odd.dial),
				),
				scenario: scenariosOf(members.map((m) => m.odd.dial)),
				message: {
					what: `The ${socketIsOdd ? "socket dials" : "HTTP calls go to"} ${shown(odd)}, the ${socketIsOdd ? "HTTP calls of the same service go to" : "socket of the same service dials"} ${shown(other)}.`,
					why: "Both bases were written for one service, and at most one of them is right: the other side gets ERR_CONNECTION_REFUSED or talks to another program.",
					do: `Use ${shown(other)} in both places, or one base for both.`,
				},
				evidence: witnesses(
					at,
					[{ at: other.at, message: `${shown(other)} is written here` }],
					members.map((m) => ({ at: m.odd.dial.urlAt, message: "used here" })),
				),
				fixes: sameAsOther(odd, other),
				...connectionOf(pair),
			};
		}
	},
});

function* disagreements(graph: Graph): Iterable<Disagreement> {
	const known = new Set<number | undefined>([
		...graph.servers.flatMap((s) => s.listens.items.map((l) => l.port)),
		...graph.apps.map((a) => a.devServer?.port?.value),
	]);
	for (const pair of servicePairs(graph)) {
		const { socket, rest } = pair;
		if (socket.host === rest.host && socket.port === rest.port) continue;
		// A socket that follows the page and arrives says nothing about a port that HTTP calls write.
		if (
			followsPage(socket.dial.address.host) &&
			socket.dial.attempt?.verdict.kind !== "cannot-reach"
		)
			continue;
		// Two public names, or one machine's default ports, are an arrangement as often as a slip.
		const local = [socket, rest].filter((a) => a.host === "localhost").length;
		if (
			local === 0 &&
			(socket.host !== rest.host || !socket.port || !rest.port)
		)
			continue;
		const isKnown = (a: Authority) =>
			a.host === "localhost" && known.has(a.port);
		if (isKnown(socket) && isKnown(rest)) continue;
		yield isKnown(socket) && local === 2
			? { odd: rest, other: socket, pair }
			: { odd: socket, other: rest, pair };
	}
}

function sameAsOther(odd: Authority, other: Authority): readonly Fix[] {
	if (odd.host !== other.host || !odd.portAt || other.port === undefined)
		return [];
	const intent = rewriteRange(odd.dial.url, odd.portAt, String(other.port));
	return intent
		? [
				{
					title: `Use port ${other.port} here too`,
					safety: "suggest",
					intents: [intent],
				},
			]
		: [];
}

function shown({ host, port }: Authority): string {
	return port === undefined ? host : `${host}:${port}`;
}

function connectionOf({ socket }: ServicePair): {
	readonly connection?: string;
} {
	const id = socket.dial.attempt?.connection.id;
	return id === undefined ? {} : { connection: id };
}
