import type { Graph, OriginList } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Evidence, Fix, Severity } from "../../src/rule/finding.js";
import type { CrossOriginCall } from "../../src/rule/vocabulary/cross-origin.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { exampleValues } from "../../src/rule/vocabulary/examples.js";
import {
	addOrigin,
	homeOf,
	unsuppliedKeys,
} from "../../src/rule/vocabulary/origin-list.js";
import {
	type Refusal,
	refusals,
} from "../../src/rule/vocabulary/origin-refusal.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import type { Scenario } from "../../src/value/world.js";

export default defineRule({
	id: "cors/origin-missing",
	summary:
		"The page's origin is not in the CORS list of a server it calls directly.",
	severity: "error",
	since: "0.1.0",
	facts: ["C1", "C2", "C4", "C8"],
	*check(graph) {
		const all = [...refusals(graph)].filter(isWorthSaying);
		for (const page of new Set(all.map((r) => r.call.page.value))) {
			const ofPage = all.filter((r) => r.call.page.value === page);
			for (const { members } of byPlace(ofPage, placeOf))
				yield report(graph, members);
		}
	},
});

/** A server without any CORS headers is told once, for development. */
function isWorthSaying(
	{ list, call, server }: Refusal,
	_: number,
	all: readonly Refusal[],
): boolean {
	if (list || call.scenario !== "preview") return true;
	return !all.some((r) => r.server === server && r.call.scenario === "dev");
}

function placeOf({ server, list }: Refusal) {
	return list ? homeOf(list) : server.at;
}

function report(
	graph: Graph,
	members: readonly [Refusal, ...Refusal[]],
): Report {
	const [{ call, server, list }] = members;
	const { page, scenario, target, kind } = call;
	const at = placeOf(members[0]);
	const unsupplied = list ? unsuppliedKeys(graph, list) : [];
	const sure = unsupplied.length === 0 && members.some((m) => m.call.proven);
	const polling = kind === "socket.io-cors";
	return {
		at,
		severity: ifReached(
			severityIn(scenario, sure && !polling),
			members.map((m) => m.call),
		),
		scenario: [scenario],
		message: {
			what: list
				? `The page runs on ${page.value}, which is not in the ${polling ? "Socket.IO" : "CORS"} origin list of ${server.title}.`
				: `The page on ${page.value} calls ${server.title} at ${target}, which sends no CORS headers at all.`,
			why: polling
				? "Socket.IO begins with HTTP polling, which the browser blocks: the client shows `xhr poll error`. Origins are compared as exact strings."
				: "The browser blocks the answer: \"blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present\". Origins are compared as exact strings. Plain WebSockets are not affected.",
			do: list
				? `Add ${page.value} to the list, or call the server through the dev server's proxy.`
				: `Add CORSMiddleware with ${page.value}, or call the server through the dev server's proxy.`,
		},
		evidence: witnesses(
			at,
			[{ at: page.at, message: `this makes the page's origin ${page.value}` }],
			members.flatMap((m) => calledAt(m.call)),
			exampleValues(
				graph,
				unsupplied.map((r) => r.key),
			),
		),
		fixes: list ? addTo(graph, list, page.value) : [],
	};
}

function calledAt({
	at,
	example,
	target,
}: CrossOriginCall): readonly Evidence[] {
	const message = `calls ${target} directly`;
	return example
		? [
				{ at: example, message: `the example says ${target}` },
				{ at, message: "and is read here" },
			]
		: [{ at, message }];
}

function severityIn(scenario: Scenario, sure: boolean): Severity {
	if (scenario === "preview") return "info";
	return scenario === "dev" && sure ? "error" : "warning";
}

function addTo(graph: Graph, list: OriginList, origin: string): readonly Fix[] {
	const intent = addOrigin(graph, list, origin);
	return intent
		? [
				{
					title: `Add ${origin} to the list`,
					safety: "unsafe",
					intents: [intent],
				},
			]
		: [];
}
