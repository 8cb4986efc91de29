import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { ifReached, sockets } from "../../src/rule/dials.js";
import { exampleValueFix } from "../../src/rule/env-files.js";
import {
	answered,
	byKey,
	entriesOf,
	examplesFor,
	isSecretKey,
	type KeyReads,
	readElsewhere,
} from "../../src/rule/env-keys.js";
import { isOnTheWay } from "../../src/rule/provenance.js";
import { witnesses } from "../../src/rule/witness.js";
import { inScenarios, scenariosOf } from "../../src/rule/wording.js";
import type { Scenario } from "../../src/value/world.js";

export default defineRule({
	id: "env/undefined",
	summary:
		"A key is read that nothing in the repository sets, and there is no fallback.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E4", "U7"],
	*check(graph) {
		for (const group of byKey(graph, (read) => read.use === "value")) {
			const gap = gapOf(graph, group);
			if (!gap) continue;
			const { key, app, reads } = group;
			const [read] = reads;
			const scenario = scenariosOf(gap.where);
			const when = inScenarios(scenario);
			yield {
				severity: ifReached(
					gap.kind === "unset" && read.inSocketUrl ? "error" : "warning",
					reads,
				),
				scenario,
				at: read.at,
				message: {
					what:
						gap.kind === "unset"
							? `${key} is not set ${when}, and there is no fallback.`
							: `Nothing in this repository sets ${key}, and there is no fallback.`,
					why: consequence(group, gap.why),
					do: `Set ${key} for every mode, give it a fallback, or stop with a message that names it.`,
				},
				evidence: witnesses(
					read.at,
					gap.evidence,
					entriesOf(
						graph.envFiles.filter((f) => f.role === "live"),
						key,
						(f) => `${f.path} sets it, for other modes`,
					),
					entriesOf(
						examplesFor(graph, app),
						key,
						(f) => `${f.path} documents it, which sets nothing`,
					),
					readElsewhere(reads),
				),
				fixes: exampleValueFix(graph, group, scenario),
			};
		}
	},
});

/** Where the key has no value; undefined where that cannot be said or does not matter. */
function gapOf(graph: Graph, { key, reads }: KeyReads) {
	const [read] = reads;
	const matters = ({ scenario }: { scenario: Scenario }) =>
		read.inSocketUrl
			? showsInUrl(graph, reads, scenario)
			: !isSecretKey(key) || scenario === "dev";
	const unset = answered(read, "unset").filter(matters);
	const [first] = unset;
	if (first) {
		const evidence = unset.flatMap(({ answer }) =>
			answer.evidence
				? [{ at: answer.evidence, message: "keys like it are set here" }]
				: [],
		);
		return {
			kind: "unset",
			where: unset,
			why: first.answer.why,
			evidence,
		} as const;
	}
	const unsupplied = read.inSocketUrl
		? answered(read, "unsupplied").filter(matters)
		: [];
	const [open] = unsupplied;
	return (
		open &&
		({
			kind: "unsupplied",
			where: unsupplied,
			why: open.answer.why,
			evidence: [],
		} as const)
	);
}

/** A socket is opened all the same, and the missing value is part of its URL: no test in between stops it. */
function showsInUrl(
	graph: Graph,
	reads: KeyReads["reads"],
	scenario: Scenario,
): boolean {
	for (const dial of sockets(graph)) {
		if (
			dial.scenario !== scenario ||
			!reads.some((read) => isOnTheWay(read, dial))
		)
			continue;
		if (dial.address.form === "page" || dial.url.flat.includes("undefined"))
			return true;
	}
	return false;
}

function consequence({ reads: [read], key }: KeyReads, why: string): string {
	if (read.inSocketUrl && read.runtime === "browser")
		return `The build puts "undefined" into the socket URL (undefined/ws is a path below the page) and warns nobody; the socket hangs. ${sentence(why)}`;
	if (read.runtime === "python")
		return `The program gets None, or a KeyError when ${key} is first read. ${sentence(why)}`;
	return `The value is undefined, and nothing says so. ${sentence(why)}`;
}

function sentence(fragment: string): string {
	const text = fragment.charAt(0).toUpperCase() + fragment.slice(1);
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
