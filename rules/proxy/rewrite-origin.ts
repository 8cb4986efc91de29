import type { Graph, Route } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Intent } from "../../src/rule/finding.js";
import { dialledAt } from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import {
	devEntries,
	type Proxied,
	proxiedSockets,
} from "../../src/rule/vocabulary/proxied.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { rewriteRange } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "proxy/rewrite-origin",
	summary:
		"`rewriteWsOrigin` makes an Origin that matches nothing, or hides the page's from the check of a socket with cookies.",
	severity: "warning",
	since: "0.1.0",
	facts: ["P13", "C3"],
	security: true,
	*check(graph) {
		for (const { entry } of devEntries(graph)) {
			const scheme = /^wss?(?=:\/\/)/.exec(entry.target?.value.flat ?? "")?.[0];
			if (entry.sentOrigin !== "target" || !scheme || !entry.sentOriginAt)
				continue;
			const http = scheme.replace("ws", "http");
			const intent = entry.target && withHttp(entry.target.value, scheme, http);
			yield {
				at: entry.sentOriginAt,
				scenario: ["dev"],
				message: {
					what: `rewriteWsOrigin gives sockets on \`${entry.key}\` an Origin that begins with ${scheme}://.`,
					why: "It puts the target's origin in place of the page's, with the target's scheme. A browser's Origin begins with http or https, so no list of allowed origins has this one.",
					do: `Write the target with ${http}:// (sockets are forwarded with \`ws: true\`), or leave rewriteWsOrigin out and allow the page's own origin.`,
				},
				evidence: witnesses(
					entry.sentOriginAt,
					entry.target ? [{ at: entry.target.at, message: "the target" }] : [],
				),
				fixes:
					intent && entry.ws === true
						? [
								{
									title: `Write the target with ${http}://`,
									safety: "unsafe",
									intents: [intent],
								},
							]
						: [],
			};
		}
		for (const { at, members } of byPlace(
			hidden(graph),
			(socket) => socket.entry.sentOriginAt,
		))
			yield defeated(at, members);
	},
});

/** Sockets whose server checks the Origin and knows them by their cookies, behind an entry that replaces the Origin. */
function hidden(graph: Graph): readonly Proxied[] {
	return [...proxiedSockets(graph)].filter(
		({ entry, server, attempt }) =>
			entry.sentOrigin === "target" &&
			/^https?:\/\//.test(entry.target?.value.flat ?? "") &&
			server.origins.some((o) => o.kind === "origin-check" && o.refuses) &&
			attempt.verdict.kind === "reaches" &&
			attempt.verdict.route !== undefined &&
			readsCookies(graph, attempt.verdict.route),
	);
}

function readsCookies(graph: Graph, { endpoint, at }: Route): boolean {
	const file = endpoint?.file ?? at.file;
	return ["cookie", "cookies", "Cookie"].some((word) =>
		graph.mentions(word).some((place) => place.file === file),
	);
}

function defeated(
	at: Report["at"],
	sockets: readonly [Proxied, ...Proxied[]],
): Report {
	const [{ entry, server }] = sockets;
	return {
		at,
		scenario: ["dev"],
		message: {
			what: `rewriteWsOrigin hides the page's Origin from the check of ${server.title}.`,
			why: `Behind \`${entry.key}\` every site has the target's own origin. Sockets are known by their cookies there, and browsers send those from any page: whatever site is open beside it can use the session.`,
			do: "Leave rewriteWsOrigin out, and allow the development page's own origin.",
		},
		evidence: witnesses(
			at,
			server.origins
				.filter((o) => o.kind === "origin-check")
				.map((o) => ({ at: o.at, message: "the Origin is checked here" })),
			dialledAt(sockets),
		),
	};
}

function withHttp(
	target: Parameters<typeof rewriteRange>[0],
	scheme: string,
	http: string,
): Intent | undefined {
	return rewriteRange(target, { start: 0, end: scheme.length }, http);
}
