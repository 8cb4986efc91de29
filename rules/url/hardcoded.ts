import type { EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Evidence } from "../../src/rule/finding.js";
import {
	fallbackRepairs,
	urlRepairs,
} from "../../src/rule/vocabulary/client-url.js";
import {
	type AbsoluteDial,
	connectionOf,
	type Dial,
	dialledAt,
	dials,
	hasOtherBranch,
	ifReached,
	isAbsolute,
	isCertain,
	isDevelopmentBranch,
	ships,
} from "../../src/rule/vocabulary/dials.js";
import { reachOf } from "../../src/rule/vocabulary/hosts.js";
import { isPlainToOpenNetwork } from "../../src/rule/vocabulary/insecure.js";
import {
	hasSocketToSameHost,
	isOthersPort,
	ownHostEvidence,
	siblingEvidence,
} from "../../src/rule/vocabulary/own-host.js";
import {
	type AtPlace,
	byPlace,
	fallbackOf,
	literalAt,
} from "../../src/rule/vocabulary/provenance.js";
import { alsoWritten } from "../../src/rule/vocabulary/same-host.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

const REASONS = {
	loopback:
		"In production every visitor's browser dials the visitor's own machine, where nothing listens: net::ERR_CONNECTION_REFUSED, or net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS on a public page.",
	private:
		"The address exists in one network only; from anywhere else the connection ends with net::ERR_CONNECTION_TIMED_OUT.",
	public:
		"Every copy of this code, on a developer's machine and on staging too, talks to that one deployment, and moving the service takes an edit of the source.",
};

export default defineRule({
	id: "url/hardcoded",
	summary:
		"A host is written into client code instead of following the page or an env key.",
	severity: "warning",
	since: "0.1.0",
	facts: ["RC8", "RC9", "U10"],
	yieldsTo: ["deploy/container-host-in-browser", "url/insecure-in-production"],
	*check(graph) {
		const all = [...dials(graph)];
		const shipped = all
			.filter((d) => d.runtime === "browser" && ships(d))
			.filter(
				(d) =>
					!isDevelopmentBranch(d) &&
					!hasOtherBranch(d) &&
					!isPlainToOpenNetwork(d),
			)
			.filter(isAbsolute);
		const written = byPlace(shipped, (d) => literalAt(d.address.host));
		for (const group of written) {
			const report = judged(graph, group, written, all);
			if (report) yield report;
		}
	},
});

function judged(
	graph: Graph,
	{ at, members }: AtPlace<AbsoluteDial>,
	written: readonly AtPlace<AbsoluteDial>[],
	all: readonly Dial[],
): Report | undefined {
	const socket = members.find((d) => d.attempt);
	const dial = socket ?? members[0];
	const reach = reachOf(dial.address.host.value ?? "");
	const read = fallbackOf(graph, dial, at);
	const proof = reach && proofOf(graph, dial, reach, read);
	if (!reach || !proof) return undefined;
	const fails =
		reach === "loopback" && members.some((d) => isCertain(d, members, all));
	return {
		severity: ifReached(fails ? "error" : "warning", members),
		scenario: scenariosOf(members),
		at,
		message: {
			what: `The ${socket ? "socket " : ""}URL ${shownUrl(dial.url)} is written into the client code.`,
			why: REASONS[reach],
			do:
				dial.app?.framework === "angular"
					? "Read it from an environment file that fileReplacements in angular.json swaps per configuration, or derive it from location.host."
					: "Read it from an env key that is set per mode, or derive it from location.host.",
		},
		evidence: witnesses(
			at,
			proof,
			dialledAt(members),
			alsoWritten(members, written),
		),
		fixes: read
			? fallbackRepairs(graph, dial, at)
			: urlRepairs(graph, dial, at),
		...connectionOf(members),
	};
}

/** What shows that the host should not be written here; undefined where that is somebody else's to say, or nobody's. */
function proofOf(
	graph: Graph,
	dial: AbsoluteDial,
	reach: keyof typeof REASONS,
	read: EnvRead | undefined,
): readonly Evidence[] | undefined {
	const sibling = siblingEvidence(graph, dial);
	if (!dial.attempt && !hasSocketToSameHost(graph, dial)) {
		if (!sibling) return undefined;
		if (reach === "loopback" && isOthersPort(graph, dial)) return undefined;
	}
	const siblings = sibling ? [sibling] : [];
	// A loopback fallback and the missing value of its key are one fault: url/loopback-in-production.
	if (reach === "loopback") return read ? undefined : siblings;
	if (read)
		return [{ at: read.at, message: `used where ${read.key} is not set` }];
	if (reach === "private") return siblings;
	const own = ownHostEvidence(graph, dial);
	return own && [own, ...siblings];
}
