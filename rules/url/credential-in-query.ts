import { samePlace } from "../../src/facts/place.js";
import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	type Dial,
	dialledAt,
	ifReached,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import {
	type QueryCredential,
	type QueryParameter,
	queryCredentials,
	storedCredentials,
} from "../../src/rule/vocabulary/query-credentials.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

interface Exposed extends QueryCredential {
	readonly dial: Dial;
	readonly connection: string;
}

export default defineRule({
	id: "url/credential-in-query",
	summary: "A static secret stands in the query of a socket's URL.",
	severity: "warning",
	since: "0.1.0",
	facts: ["U19"],
	security: true,
	*check(graph) {
		const shared = byPlace(exposed(graph), (e) => e.at);
		for (const { at, members } of shared) {
			const [{ name, key, connection }] = members;
			yield {
				at,
				severity: ifReached(
					"warning",
					members.map((m) => m.dial),
				),
				scenario: scenariosOf(members.map((m) => m.dial)),
				message: {
					what: key
						? `${key} is put into the socket's URL as ${name}: one secret for every visitor, in the bundle and in access logs.`
						: `A secret is written into the socket's URL as ${name}: it is in the bundle and in access logs.`,
					why: `${key ? "The bundler inlines the key. " : ""}Anyone who opens the page can read it, and servers and proxies log URLs with their query. It proves nothing about who connects.`,
					do: "Let the visitor log in and send a short-lived token of the session (a cookie, or a ticket fetched just before the socket is opened); keep the secret on the server.",
				},
				evidence: witnesses(
					at,
					members.map((m) => ({
						at: m.valueAt,
						message: m.key ? `${m.key} is set here` : "the value",
					})),
					dialledAt(members.map((m) => m.dial)),
				),
				connection,
			};
		}
		for (const { at, members } of byPlace(stored(graph), (s) => s.at)) {
			// `storage || "literal"`: the literal is the one to report.
			if (shared.some((other) => samePlace(other.at, at))) continue;
			const [{ name, dial }] = members;
			const dials = members.map((m) => m.dial);
			yield {
				at,
				severity: "info",
				scenario: scenariosOf(dials),
				message: {
					what: `The session's token travels in the socket's URL as ${name}.`,
					why: "It comes from the browser's storage and stays good long after the handshake; servers and proxies log URLs with their query.",
					do: "Fetch a ticket that is good for one handshake, or let a cookie carry the session.",
				},
				evidence: witnesses(at, dialledAt(dials)),
				connection: dial.attempt.connection.id,
			};
		}
	},
});

type Socket = Dial & { readonly attempt: NonNullable<Dial["attempt"]> };

function* stored(
	graph: Graph,
): Iterable<QueryParameter & { readonly dial: Socket }> {
	for (const dial of sockets(graph))
		for (const parameter of storedCredentials(dial.url))
			yield { ...parameter, dial };
}

function* exposed(graph: Graph): Iterable<Exposed> {
	for (const dial of sockets(graph))
		if (dial.runtime === "browser")
			for (const credential of queryCredentials(dial.url))
				yield { ...credential, dial, connection: dial.attempt.connection.id };
}
