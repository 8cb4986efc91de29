import type { Graph, OriginList } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { addOrigin, homeOf } from "../../src/rule/vocabulary/origin-list.js";
import {
	type DeadList,
	type Disagreement,
	deadLists,
	disagreements,
} from "../../src/rule/vocabulary/origin-lists.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "cors/lists-disagree",
	summary: "Two origin lists of one server name different pages.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction", "C3", "C8"],
	*check(graph) {
		for (const { at, members } of byPlace(disagreements(graph), (d) =>
			homeOf(d.lacking),
		))
			yield aboutServer(graph, at, members);
		for (const { members } of byPlace(deadLists(graph), (d) => d.dead.at))
			yield aboutDead(members[0]);
	},
});

const NAMES: Readonly<Record<OriginList["kind"], string>> = {
	"http-cors": "the CORS list of its HTTP routes",
	"socket.io-cors": "the origin list of its Socket.IO server",
	"origin-check": "the list its sockets' Origin is checked against",
};

function aboutServer(
	graph: Graph,
	at: Report["at"],
	members: readonly [Disagreement, ...Disagreement[]],
): Report {
	const [{ server, naming, lacking }] = members;
	const origins = listed(members.map((m) => m.named.value));
	return {
		at,
		scenario: server.scenario,
		message: {
			what: `${origins} ${isOne(members) ? "is" : "are"} in ${NAMES[naming.kind]}, not in ${NAMES[lacking.kind]}.`,
			why:
				lacking.kind === "origin-check"
					? "A page from there loads its data and its socket is refused: two lists for one purpose drift apart."
					: "A page from there gets its socket and is refused over HTTP (or the other way round): two lists for one purpose drift apart.",
			do: "Read both from one list, or name the same origins in both.",
		},
		evidence: witnesses(
			at,
			members.map((m) => ({
				at: m.named.at,
				message: `${m.named.value} is named here`,
			})),
			[{ at: naming.at, message: "the other list is used here" }],
			[{ at: lacking.at, message: "this list is used here" }],
		),
		fixes: addAll(graph, members),
	};
}

function aboutDead({ dead, served, server, lost }: DeadList): Report {
	return {
		at: dead.at,
		scenario: server.scenario,
		message: {
			what: `This origin list belongs to an app object that nothing serves; the served one does not list ${listed(lost.map((l) => l.value))}.`,
			why: "The name is bound again further down (or another object is started), so edits here have no effect: a page from there stays blocked.",
			do: "Keep one app object and one list.",
		},
		evidence: witnesses(dead.at, [
			{ at: served.at, message: "the list in force" },
			{ at: server.at, message: `${server.title} is created here` },
		]),
	};
}

function addAll(
	graph: Graph,
	members: readonly [Disagreement, ...Disagreement[]],
): readonly Fix[] {
	const [first, ...more] = [...new Set(members.map((m) => m.named.value))];
	const intent =
		first === undefined || more.length > 0
			? undefined
			: addOrigin(graph, members[0].lacking, first);
	return intent
		? [{ title: `Add ${first}`, safety: "unsafe", intents: [intent] }]
		: [];
}

function isOne(members: readonly Disagreement[]): boolean {
	return new Set(members.map((m) => m.named.value)).size === 1;
}
