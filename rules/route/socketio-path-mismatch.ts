import { defineRule } from "../../src/rule/define-rule.js";
import { connectionOf, severityOf } from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import {
	arrivingPath,
	type Encounter,
	encounters,
	missingNamespaces,
	pathsMeet,
} from "../../src/rule/vocabulary/socket-io.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "route/socketio-path-mismatch",
	summary: "Client and server disagree about the path of the Socket.IO engine.",
	severity: "error",
	since: "0.1.0",
	facts: ["N14", "P27"],
	*check(graph) {
		const inUrl = new Set(
			[...missingNamespaces(graph)]
				.filter((m) => m.isPath)
				.map((m) => m.connection),
		);
		const missed = [...encounters(graph)].filter(
			(m) => pathsMeet(m) === false && !inUrl.has(m.connection),
		);
		for (const { at, members } of byPlace(missed, pathPlace)) {
			const [meeting] = members;
			const { server } = meeting;
			const engines = server.routes.items.filter(
				(r) => r.protocol === "socket.io",
			);
			yield {
				at,
				severity: severityOf("error", members),
				scenario: scenariosOf(members),
				message: {
					what: `The client's Socket.IO requests arrive at ${arrivingPath(meeting)}; ${server.title} answers on ${listed(engines.map((r) => r.path))}.`,
					why: "Whatever else answers there sends no Socket.IO: the client repeats `connect_error: xhr poll error` (or `server error`) for ever.",
					do: "Give client and server the same `path` option (the default is /socket.io), or rewrite it in the proxy.",
				},
				evidence: witnesses(
					at,
					engines.map((r) => ({
						at: r.at,
						message: `${server.title} answers on ${r.path}`,
					})),
					members.flatMap(({ attempt }) =>
						attempt.hops.flatMap((h) =>
							h.kind === "dev-server" && h.entry
								? [{ at: h.entry.keyAt, message: "it passes this proxy key" }]
								: [],
						),
					),
					members.map((m) => ({
						at: m.connection.at,
						message: "the client is made here",
					})),
				),
				...connectionOf(members),
			};
		}
	},
});

/** The `path` option where it is written, else the call. */
function pathPlace({ attempt, connection }: Encounter) {
	const { address } = attempt;
	const origin =
		"path" in address
			? address.path.originsOf().find((o) => o.kind === "literal")
			: undefined;
	return origin?.at ?? connection.at;
}
