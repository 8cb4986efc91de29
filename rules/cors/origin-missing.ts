import type { Graph, OriginList, Server } from "../../src/graph/graph.js";
import {
	type CrossOriginCall,
	crossOriginCalls,
} from "../../src/rule/cross-origin.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import { ifReached } from "../../src/rule/dials.js";
import type { Evidence, Fix, Severity } from "../../src/rule/finding.js";
import {
	addOrigin,
	allows,
	homeOf,
	unsuppliedKeys,
} from "../../src/rule/origin-list.js";
import { byPlace } from "../../src/rule/provenance.js";
import { witnesses } from "../../src/rule/witness.js";

interface Refusal {
	readonly call: CrossOriginCall;
	readonly server: Server;
	/** Absent when the server sends no CORS headers at all. */
	readonly list: OriginList | undefined;
}

export default defineRule({
	id: "cors/origin-missing",
	summary:
		"The page's origin is not in the CORS list of a server it calls directly.",
	severity: "error",
	since: "0.1.0",
	facts: ["C1", "C2", "C4", "C8"],
	*check(graph) {
		const all = [...refusals(graph)];
		for (const page of new Set(all.map((r) => r.call.page.value))) {
			const ofPage = all.filter((r) => r.call.page.value === page);
			for (const { members } of byPlace(ofPage, placeOf))
				yield report(graph, members);
		}
	},
});

/** Calls that every server which may answer certainly refuses to the page. */
function* refusals(graph: Graph): Iterable<Refusal> {
	for (const call of crossOriginCalls(graph)) {
		const refused = call.servers.map((server) => refusalBy(server, call));
		const [first] = refused;
		if (first && refused.every((r) => r !== undefined)) yield first;
	}
}

function refusalBy(server: Server, call: CrossOriginCall): Refusal | undefined {
	const lists = server.origins.filter((l) => l.kind === call.kind);
	if (lists.some((l) => allows(l, call.page.value) !== false)) return undefined;
	const [list] = lists;
	return list || sendsNoHeaders(server, call)
		? { call, server, list }
		: undefined;
}

/** Absence needs a closed set: an app object whose every part was followed. A bare Socket.IO server is another rule's. */
function sendsNoHeaders(server: Server, call: CrossOriginCall): boolean {
	const known = server.kind === "fastapi" || server.kind === "starlette";
	return known && call.kind === "http-cors" && server.routes.complete;
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
	const sure =
		unsupplied.length === 0 &&
		members.some((m) => m.call.dial.status === "taken");
	const polling = kind === "socket.io-cors";
	return {
		at,
		severity: ifReached(
			severityIn(scenario, sure && !polling),
			members.map((m) => m.call.dial),
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
			members.map((m) => ({
				at: m.call.dial.urlAt,
				message: `calls ${m.call.target} directly`,
			})),
			exampleEntries(
				graph,
				unsupplied.map((r) => r.key),
			),
		),
		fixes: list ? addTo(graph, list, page.value) : [],
	};
}

function severityIn(
	scenario: CrossOriginCall["scenario"],
	sure: boolean,
): Severity {
	if (scenario === "preview") return "info";
	return scenario === "dev" && sure ? "error" : "warning";
}

/** Example files that document the list's key. */
function exampleEntries(
	graph: Graph,
	keys: readonly string[],
): readonly Evidence[] {
	return graph.envFiles
		.filter((f) => f.role === "example")
		.flatMap((f) =>
			f.entries
				.filter((e) => keys.includes(e.key))
				.map((e) => ({
					at: f.placeOf(e, "value"),
					message: `the example of ${e.key}`,
				})),
		);
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
