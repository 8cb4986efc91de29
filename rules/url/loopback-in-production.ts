import type { Place } from "../../src/facts/place.js";
import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Severity } from "../../src/rule/finding.js";
import {
	fallbackRepairs,
	rendersOnServer,
} from "../../src/rule/vocabulary/client-url.js";
import {
	connectionOf,
	dialledAt,
	dials,
	ifReached,
	isCertain,
	isTakenAndReached,
} from "../../src/rule/vocabulary/dials.js";
import {
	moveToDevelopment,
	shippedBy,
} from "../../src/rule/vocabulary/env-files.js";
import {
	byKey,
	givenPart,
	type Loopback,
	loopbacks,
} from "../../src/rule/vocabulary/loopback.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { shownUrl } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "url/loopback-in-production",
	summary:
		"A production build is given localhost by an env key or its fallback.",
	severity: "error",
	since: "0.1.0",
	facts: ["RC4", "RC8", "RC9", "E3", "E4", "U10"],
	*check(graph) {
		for (const [first, ...others] of byKey(loopbacks(graph))) {
			const all = [first, ...others];
			const { dial, key, at, from } = first;
			const members = all.map((l) => l.dial);
			yield {
				severity: ifReached(severityOf(graph, all), members),
				scenario: ["production"],
				at,
				message: messageFor(graph, first),
				evidence: witnesses(
					at,
					others.map((l) => ({
						at: l.at,
						message: `${shownUrl(givenPart(l))} is used for ${key} here`,
					})),
					readsOf(graph, first),
					dialledAt(members),
				),
				fixes:
					from === "value"
						? moveToDevelopment(graph, at, key)
						: fallbackRepairs(graph, dial, at),
				...connectionOf(members),
			};
		}
	},
});

const OWN_MACHINE =
	"Every visitor's browser then dials the visitor's own machine: net::ERR_CONNECTION_REFUSED, or net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS on a public page.";

function messageFor(graph: Graph, first: Loopback) {
	const { key, at, from } = first;
	const url = shownUrl(givenPart(first));
	switch (from) {
		case "value":
			return {
				what: `A production build takes ${url} from ${key}.`,
				why: `${shippedBy(graph, at)} ${OWN_MACHINE}`,
				do: `Keep the value for development (.env.development) and give production its own ${key}, or derive the URL from location.host.`,
			};
		case "fallback":
			return {
				what: `Where ${key} is not set, a production build falls back to ${url}.`,
				why: `${shippedBy(graph, undefined)} ${OWN_MACHINE}`,
				do: isMadeInNode(graph, first)
					? `Give every production build its ${key}, or leave the fallback to development, so that a missing key is noticed.`
					: `Give every production build its ${key}, or fall back to the page's own address (location.host) if the server answers there too, and set ${key} for development.`,
			};
		case "hidden":
			return {
				what: `A production build always falls back to ${url}.`,
				why: `The build gives ${key} to no client code, whatever sets it. ${OWN_MACHINE}`,
				do: "Fall back to the page's own address (location.host), or read a key that the build exposes.",
			};
	}
}

/** The fallback is read where there is no page: in a config, or in a module that a server renders with. */
function isMadeInNode(graph: Graph, { dial, key, at }: Loopback): boolean {
	return (
		(dial.app && rendersOnServer(dial.app)) ||
		graph.envReads.some(
			(read) =>
				read.key === key &&
				read.at.file === at.file &&
				read.runtime === "config",
		)
	);
}

/** What git tracks ships for certain; an ignored file ships only from this machine, and a plain HTTP base is no socket. */
function severityOf(graph: Graph, all: readonly Loopback[]): Severity {
	const members = all.map((l) => l.dial);
	return all.some(
		({ dial, from, at }) =>
			dial.attempt &&
			(from === "value"
				? isTracked(graph, at) && isCertain(dial, members, [...dials(graph)])
				: isTakenAndReached(dial)),
	)
		? "error"
		: "warning";
}

function isTracked(graph: Graph, at: Place): boolean {
	return graph.envFiles.find((file) => file.path === at.file)?.tracked ?? true;
}

function readsOf(graph: Graph, { dial, key }: Loopback) {
	return graph.envReads
		.filter((read) => read.key === key && read.app === dial.app)
		.map((read) => ({ at: read.at, message: `${key} is read here` }));
}
