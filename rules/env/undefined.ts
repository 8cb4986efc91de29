import type { EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Evidence } from "../../src/rule/finding.js";
import {
	dialledAt,
	ifReached,
	sockets,
	throwsInstead,
} from "../../src/rule/vocabulary/dials.js";
import { isOverlooked } from "../../src/rule/vocabulary/env-entries.js";
import { exampleValueFix } from "../../src/rule/vocabulary/env-files.js";
import { gapOf } from "../../src/rule/vocabulary/env-gap.js";
import {
	byKey,
	entriesOf,
	examplesFor,
	isAddressKey,
	isProvided,
	type KeyReads,
	readElsewhere,
} from "../../src/rule/vocabulary/env-keys.js";
import { isOnTheWay } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { inScenarios, scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "env/undefined",
	summary:
		"A key is read that nothing in the repository sets, and there is no fallback.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E4", "U7"],
	*check(graph) {
		for (const group of byKey(
			graph,
			(read) => read.use === "value" && !isProvided(read.key),
		)) {
			const gap = gapOf(graph, group);
			// The line that is not seen is the one to report.
			if (!gap || isOverlooked(graph, group)) continue;
			const { key, app, reads } = group;
			const [read] = reads;
			const scenario = scenariosOf(gap.where);
			const when = inScenarios(scenario);
			const documented = entriesOf(
				examplesFor(graph, app),
				key,
				(f) => `${f.path} documents it, which sets nothing`,
			);
			const isDocumented = gap.kind === "unsupplied" && documented.length > 0;
			yield {
				severity: ifReached(
					reads.every(isLeftToOperator) || isDocumented
						? "info"
						: gap.kind === "unset" && read.inSocketUrl
							? "error"
							: "warning",
					reads,
				),
				scenario,
				at: read.at,
				message: {
					what:
						gap.kind === "unset"
							? `${key} is not set ${when}, and there is no fallback.`
							: `Nothing in this repository sets ${key}, and there is no fallback.`,
					why: consequence(
						graph,
						group,
						gap.kind === "unset" ? ` ${sentence(gap.why)}` : "",
					),
					do: `Set ${key} ${when}, give it a fallback, or stop with a message that names it.`,
				},
				evidence: witnesses(
					read.at,
					gap.evidence,
					entriesOf(
						graph.envFiles.filter((f) => f.role === "live"),
						key,
						(f) => `${f.path} sets it, for other modes`,
					),
					documented,
					openedWith(graph, group),
					readElsewhere(reads),
				),
				fixes: exampleValueFix(graph, group, scenario),
			};
		}
	},
});

/** A build tool's option, which has a default of its own; or a server's own switch or secret: whoever runs it supplies it, and the code may do without. A required settings field may not. */
function isLeftToOperator(read: EnvRead): boolean {
	if (read.runtime === "config") return !read.inSocketUrl;
	return (
		(read.runtime === "node" || read.runtime === "python") &&
		read.accessor !== "settings" &&
		!read.inSocketUrl &&
		!isAddressKey(read.key)
	);
}

/** The sockets whose URL the key ends up in. */
function openedWith(graph: Graph, { reads }: KeyReads): readonly Evidence[] {
	return dialledAt(
		[...sockets(graph)].filter((dial) =>
			reads.some((read) => read.inSocketUrl && isOnTheWay(read, dial)),
		),
	);
}

function consequence(
	graph: Graph,
	{ reads: [read], key }: KeyReads,
	why: string,
): string {
	if (read.inSocketUrl && isThrowing(graph, read))
		return `The code throws before a socket is opened: it calls a method of undefined, or gives undefined to a library that wants a URL. ${sentence(why)}`;
	if (read.inSocketUrl && isWholeSocketIoUrl(graph, read))
		return `io() without a URL dials the page's own origin, which is not where ${key} would have led.${why}`;
	if (read.inSocketUrl && read.runtime === "browser")
		return `The build puts "undefined" into the socket URL and warns nobody; ${inTheUrl(graph, read)}.${why}`;
	if (read.runtime === "python")
		return `The program gets None, or a KeyError when ${key} is first read.${why}`;
	return `The value is undefined, and nothing says so.${why}`;
}

function isThrowing(graph: Graph, read: EnvRead): boolean {
	for (const dial of sockets(graph))
		if (throwsInstead(dial) && isOnTheWay(read, dial)) return true;
	return false;
}

/** The key is the whole argument of `io()`: undefined is then no text, it means the page (N14). */
function isWholeSocketIoUrl(graph: Graph, read: EnvRead): boolean {
	for (const dial of sockets(graph))
		if (
			dial.address.form === "page" &&
			dial.attempt.connection.speaks === "socket.io" &&
			isOnTheWay(read, dial)
		)
			return true;
	return false;
}

/** What becomes of the text: behind a scheme, or for Socket.IO, a URL that starts with it names a host. */
function inTheUrl(graph: Graph, read: EnvRead): string {
	for (const dial of sockets(graph)) {
		if (!isOnTheWay(read, dial)) continue;
		if (
			dial.attempt.connection.library === "socket.io-client" ||
			/:\/\//.test(dial.url.flat)
		)
			return "the dial goes to another address than anybody meant, and fails";
	}
	return "undefined/ws is a path below the page, and the socket hangs";
}

function sentence(fragment: string): string {
	const text = /^[a-z]+\s/.test(fragment)
		? fragment.charAt(0).toUpperCase() + fragment.slice(1)
		: fragment;
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
