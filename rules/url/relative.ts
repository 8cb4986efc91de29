import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Evidence, Severity } from "../../src/rule/finding.js";
import { relativeRepairs } from "../../src/rule/vocabulary/client-url.js";
import { onlyPortFor } from "../../src/rule/vocabulary/dev-server.js";
import {
	connectionOf,
	type Dial,
	dialledAt,
	ifReached,
	isPlaceholder,
	isReplacedLater,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { faultOf } from "../../src/rule/vocabulary/failure.js";
import {
	type AtPlace,
	byPlace,
	startOf,
} from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

interface Judgement {
	readonly severity: Severity;
	readonly why: string;
	readonly evidence?: Evidence;
}

export default defineRule({
	id: "url/relative",
	summary: "A socket URL has no scheme, which part of the browsers refuse.",
	severity: "warning",
	since: "0.1.0",
	facts: ["RC1", "RC2", "U1", "U2", "U3", "U4", "E16"],
	yieldsTo: ["env/empty-value", "env/undefined", "url/malformed"],
	*check(graph) {
		const relative = [...sockets(graph)].filter(
			(d) =>
				d.address.form === "relative" &&
				d.attempt.connection.speaks === "websocket" &&
				!isReplacedLater(d) &&
				!isPlaceholder(d),
		);
		for (const group of byPlace(relative, (d) => startOf(d.url) ?? d.urlAt)) {
			const { at, members } = group;
			const [dial] = members;
			const { severity, why, evidence } = judge(group);
			yield {
				severity: ifReached(severity, members),
				scenario: scenariosOf(members),
				at,
				message: {
					what: `The socket URL ${shownUrl(dial.url)} has no scheme and no host.`,
					why,
					do: "Put the page's address in front of it (location.protocol and location.host), or give the whole URL per mode.",
				},
				evidence: witnesses(at, dialledAt(members), evidence ? [evidence] : []),
				fixes: relativeRepairs(graph, dial, at, devPort(graph, dial)),
				...connectionOf(members),
			};
		}
	},
});

function judge({ members }: AtPlace<Dial>): Judgement {
	for (const { attempt } of members) {
		const rejected = attempt && faultOf(attempt, "relative-rejected");
		if (rejected)
			return {
				severity: "error",
				why: `${rejected.runtime} has no page to resolve it against and throws: "SyntaxError: Invalid URL".`,
			};
	}
	if (members.every((d) => d.attempt?.verdict.kind === "cannot-reach"))
		return {
			severity: "error",
			why: "It is resolved against the page's own host, and no server answers the path there in any scenario.",
		};
	const [{ address, app }] = members;
	if (address.form === "relative" && !address.rooted)
		return {
			severity: "warning",
			why: "Without a leading slash it moves with the page: on /sub/page it becomes /sub/… and reaches nothing.",
		};
	const targets = app?.relativeUrls;
	if (targets && !targets.supported)
		return {
			severity: "warning",
			why: `Chrome before 125, Firefox before 124 and Safari before 17.3 throw "SyntaxError: The URL '…' is invalid", and the build is meant for them: ${targets.why}.`,
			...(targets.at && {
				evidence: {
					at: targets.at,
					message: "the browser targets are set here",
				},
			}),
		};
	return {
		severity: "info",
		why: "Chrome 125, Firefox 124 and Safari 17.3 resolve it against the page; older browsers, Node and file: pages throw.",
	};
}

/** The port of the one server that answers the path in dev. */
function devPort(graph: Graph, { address }: Dial): number | undefined {
	const path = address.form === "relative" ? address.path.value : undefined;
	return path === undefined ? undefined : onlyPortFor(graph, path);
}
