import type { Graph } from "../../graph/graph.js";
import { folderOf } from "../../tree/paths.js";
import type { Scenario } from "../../value/world.js";
import { dials, throwsInstead } from "./dials.js";
import { answered, isSecretKey, type KeyReads } from "./env-keys.js";
import { isAskedFor } from "./examples.js";
import { isOnTheWay } from "./provenance.js";

/** Where the key has no value; undefined where that cannot be said, does not matter, or is for whoever runs the builds the repository hands the key on to. */
export function gapOf(graph: Graph, { key, reads }: KeyReads) {
	const [read] = reads;
	const matters = ({ scenario }: { scenario: Scenario }) =>
		read.runtime === "browser" || read.inSocketUrl
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
	if (!open || isAskedFor(graph, key) || isReadByStranger(graph, key, reads))
		return undefined;
	return {
		kind: "unsupplied",
		where: unsupplied,
		why: open.answer.why,
		evidence: [],
	} as const;
}

/** Page code of no build tool that is known, below an env file that sets the key: a tool that is not known reads it (Nx, a script of their own). */
function isReadByStranger(
	graph: Graph,
	key: string,
	reads: KeyReads["reads"],
): boolean {
	const files = graph.envFiles.filter(
		(f) =>
			f.role === "live" &&
			f.entries.some((e) => e.key === key && !e.commentedOut),
	);
	return reads.some(
		(read) =>
			files.some((f) => read.at.file.startsWith(folderOf(f.path))) &&
			[...dials(graph)].some(
				(dial) =>
					(dial.app?.framework === "none" || dial.app?.framework === "html") &&
					isOnTheWay(read, dial),
			),
	);
}

/**
 * A socket or request is opened all the same, and the missing value is part of
 * its URL, or the code that makes the URL throws: no test in between stops it.
 */
function showsInUrl(
	graph: Graph,
	reads: KeyReads["reads"],
	scenario: Scenario,
): boolean {
	for (const dial of dials(graph)) {
		if (
			dial.scenario !== scenario ||
			!reads.some((read) => isOnTheWay(read, dial))
		)
			continue;
		if (dial.address.form === "page" || dial.url.flat.includes("undefined"))
			return true;
		if (throwsInstead(dial) && dial.status === "taken") return true;
	}
	return false;
}
