import type { Place } from "../../src/facts/place.js";
import type { Graph } from "../../src/graph/graph.js";
import { fallbackRepairs } from "../../src/rule/client-url.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	type AbsoluteDial,
	connectionOf,
	type Dial,
	dialledAt,
	dials,
	ifReached,
	isAbsolute,
	isDevelopmentBranch,
	isTakenAndReached,
} from "../../src/rule/dials.js";
import { moveToDevelopment, shippedBy } from "../../src/rule/env-files.js";
import type { Severity } from "../../src/rule/finding.js";
import { isLoopback } from "../../src/rule/hosts.js";
import { envOf, fallbackOf, literalAt } from "../../src/rule/provenance.js";
import { witnesses } from "../../src/rule/witness.js";
import { shownUrl } from "../../src/rule/wording.js";

/** A loopback URL that a production build gets through an env key: from its value, or because it has none. */
interface Loopback {
	readonly dial: Dial;
	readonly key: string;
	readonly at: Place;
	readonly from: "value" | "fallback";
}

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
				message: {
					what:
						from === "value"
							? `A production build takes ${shownUrl(dial.url)} from ${key}.`
							: `Where ${key} is not set, a production build falls back to ${shownUrl(dial.url)}.`,
					why: `${shippedBy(graph, from === "value" ? at : undefined)} Every visitor's browser then dials the visitor's own machine: net::ERR_CONNECTION_REFUSED, or net::ERR_BLOCKED_BY_LOCAL_NETWORK_ACCESS_CHECKS on a public page.`,
					do:
						from === "value"
							? `Keep the value for development (.env.development) and give production its own ${key}, or derive the URL from location.host.`
							: `Fall back to the page's own address (location.host), and set ${key} for development.`,
				},
				evidence: witnesses(
					at,
					others.map((l) => ({
						at: l.at,
						message: `${shownUrl(l.dial.url)} is used for ${key} here`,
					})),
					readsOf(graph, first),
					dialledAt(members),
				),
				fixes:
					from === "value"
						? moveToDevelopment(graph, at, key)
						: fallbackRepairs(dial, at),
				...connectionOf(members),
			};
		}
	},
});

function* loopbacks(graph: Graph): Iterable<Loopback> {
	for (const dial of dials(graph)) {
		if (dial.runtime !== "browser" || dial.scenario !== "production") continue;
		if (!isAbsolute(dial) || !isLoopback(dial.address.host.value ?? ""))
			continue;
		if (isDevelopmentBranch(dial)) continue;
		const found = sourceOf(graph, dial);
		if (found) yield { dial, ...found };
	}
}

function sourceOf(
	graph: Graph,
	dial: AbsoluteDial,
): Omit<Loopback, "dial"> | undefined {
	const value = envOf(dial.address.host);
	if (value) return { key: value.key, at: value.at, from: "value" };
	const at = literalAt(dial.address.host);
	const read = at && fallbackOf(graph, dial, at);
	return read && { key: read.key, at, from: "fallback" };
}

/** One group per key and app; sockets come first. */
function byKey(
	found: Iterable<Loopback>,
): readonly (readonly [Loopback, ...Loopback[]])[] {
	const groups = new Map<string, [Loopback, ...Loopback[]]>();
	for (const one of found) {
		const id = `${one.dial.app?.root}\n${one.key}`;
		const group = groups.get(id);
		if (group) group.push(one);
		else groups.set(id, [one]);
	}
	return [...groups.values()];
}

/** What git tracks ships for certain; an ignored file ships only from this machine, and a plain HTTP base is no socket. */
function severityOf(graph: Graph, all: readonly Loopback[]): Severity {
	return all.some(
		(l) =>
			isTakenAndReached(l.dial) &&
			l.dial.attempt &&
			(l.from === "fallback" || isTracked(graph, l.at)),
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
