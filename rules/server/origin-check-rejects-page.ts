import type { Graph } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { exampleValues } from "../../src/rule/vocabulary/examples.js";
import {
	addOrigin,
	homeOf,
	unsuppliedKeys,
} from "../../src/rule/vocabulary/origin-list.js";
import {
	type ShutOut,
	shutOuts,
} from "../../src/rule/vocabulary/origin-shut-out.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "server/origin-check-rejects-page",
	summary:
		"The server compares the Origin of a handshake with a list that the page is not in.",
	severity: "error",
	since: "0.1.0",
	facts: ["C3", "C4", "P12", "F8"],
	*check(graph) {
		const all = [...shutOuts(graph)].filter((s) => !isMisspelt(s));
		for (const page of new Set(all.map((s) => s.page.value))) {
			const ofPage = all.filter((s) => s.page.value === page);
			for (const { at, members } of byPlace(ofPage, (s) => homeOf(s.list)))
				yield report(graph, at, members);
		}
	},
});

/** The page stands in the list with a slash or path too many: cors/malformed-origin says so. */
function isMisspelt({ list, page }: ShutOut): boolean {
	return list.entries.items.some(
		({ value }) => value !== page.value && value.startsWith(`${page.value}/`),
	);
}

function report(
	graph: Graph,
	at: Report["at"],
	members: readonly [ShutOut, ...ShutOut[]],
): Report {
	const [{ list, server, page }] = members;
	const unsupplied = unsuppliedKeys(graph, list);
	const proven =
		unsupplied.length === 0 &&
		members.some(
			(m) =>
				m.scenario === "dev" &&
				m.attempt.status === "taken" &&
				m.attempt.connection.reached !== false,
		);
	const proxied = members.some((m) =>
		m.attempt.hops.some((h) => h.kind === "dev-server"),
	);
	return {
		at,
		severity: members.every((m) => m.attempt.connection.reached === false)
			? "info"
			: proven
				? "error"
				: "warning",
		scenario: scenariosOf(members),
		message: {
			what: `The page runs on ${page.value}, which is not in the list that ${server.title} checks the Origin of its sockets against.`,
			why: `Every handshake of the page is refused: the browser prints "Unexpected response code: ${server.missSymptom === "403" ? "403" : "401"}" or the socket closes at once with 1006 or 1008. Origins are compared as exact strings${proxied ? "; the dev proxy passes the page's Origin on unchanged, with changeOrigin too" : ""}.`,
			do: `Add ${page.value} to the list${unsupplied.length > 0 ? ` (or to ${unsupplied.map((r) => r.key).join(", ")} where the server is started)` : ""}.`,
		},
		evidence: witnesses(
			at,
			[
				{ at: page.at, message: `this makes the page's origin ${page.value}` },
				{ at: list.at, message: "the Origin header is checked here" },
			],
			members.map(({ attempt: { connection } }) => ({
				at: connection.urlAt ?? connection.at,
				message: "the socket is opened here",
			})),
			exampleValues(
				graph,
				unsupplied.map((r) => r.key),
			),
		),
		fixes: addTo(graph, members[0]),
		...(members.every(
			(m) => m.attempt.connection === members[0].attempt.connection,
		) && { connection: members[0].attempt.connection.id }),
	};
}

function addTo(graph: Graph, { list, page }: ShutOut): readonly Fix[] {
	const intent = addOrigin(graph, list, page.value);
	return intent
		? [
				{
					title: `Add ${page.value} to the list`,
					safety: "unsafe",
					intents: [intent],
				},
			]
		: [];
}
