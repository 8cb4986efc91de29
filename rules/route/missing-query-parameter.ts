import type { Place } from "../../src/facts/place.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { connectionOf, severityOf } from "../../src/rule/vocabulary/failure.js";
import {
	type UnsentParameter,
	unsentParameters,
} from "../../src/rule/vocabulary/missing-query.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import {
	listed,
	refusal,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { writtenAt } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "route/missing-query-parameter",
	summary:
		"The endpoint demands a query parameter that the client does not send.",
	severity: "error",
	since: "0.1.0",
	facts: ["F13", "F8"],
	*check(graph) {
		for (const { at, members } of byPlace(unsentParameters(graph), endOfUrl)) {
			const [{ server, route, attempt }] = members;
			const names = listed(members.map((m) => m.name));
			const failed = members.map((m) => ({
				attempt: m.attempt,
				connection: m.attempt.connection,
				scenario: m.attempt.scenario,
			}));
			yield {
				at,
				severity: ifReached(
					members.some((m) => m.proven)
						? severityOf("error", failed)
						: "warning",
					[attempt.connection],
				),
				scenario: scenariosOf(failed),
				message: {
					what: `${route.path} of ${server.title} demands ${names} in the query, and this socket's URL has ${members[0].attempt.url.flat.includes("?") ? "others" : "none"}.`,
					why: `The server refuses the handshake, or closes the socket at once. ${refusal(server)} What is sent after the socket is open comes too late.`,
					do: `Append ${members[0].attempt.url.flat.includes("?") ? "&" : "?"}${members[0].name}=… to the URL (with encodeURIComponent), or let the endpoint take it from the first message.`,
				},
				evidence: witnesses(
					at,
					members.map((m) => m.demandedAt),
					members.map(({ attempt: { connection } }) => ({
						at: connection.urlAt ?? connection.at,
						message: "the socket is opened here",
					})),
				),
				...connectionOf(failed),
			};
		}
	},
});

/** Where the query begins, or where the URL's end is written, so that a query can be put behind it. */
function endOfUrl({ attempt }: UnsentParameter): Place {
	const { url, connection } = attempt;
	const mark = url.flat.indexOf("?");
	const end = url.length;
	const query = mark < 0 ? { start: end, end } : { start: mark, end: mark + 1 };
	return writtenAt(url, query) ?? connection.urlAt ?? connection.at;
}
