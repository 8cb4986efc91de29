import type { EnvEntry } from "../../src/facts/index.js";
import type { EnvFileNode, Graph } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import {
	byKey,
	examplesFor,
	type KeyReads,
	readElsewhere,
} from "../../src/rule/vocabulary/env-keys.js";
import {
	isDocumented,
	isUnread,
	isWorthDocumenting,
	nearestEntry,
	nearestExample,
	strandedPort,
} from "../../src/rule/vocabulary/example-keys.js";
import {
	listed,
	listenedAt,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "env/example-drift",
	summary: "The example env file and the code name different keys or ports.",
	severity: "warning",
	since: "0.1.0",
	facts: ["contradiction"],
	yieldsTo: [
		"env/undefined",
		"env/wrong-prefix",
		"env/wrong-accessor",
		"route/mismatch",
		"route/port-mismatch",
	],
	*check(graph) {
		for (const group of byKey(graph, isWorthDocumenting)) {
			// What tests need is no list of what the program reads.
			const example = nearestExample(
				examplesFor(graph, group.app).filter((f) => f.mode !== "test"),
				group.reads[0].at.file,
			);
			if (example && !isDocumented(graph, group)) yield missing(group, example);
		}
		for (const file of graph.envFiles)
			if (file.role === "example")
				for (const entry of file.entries) {
					const report =
						unread(graph, file, entry) ?? elsewhere(graph, file, entry);
					if (report) yield report;
				}
	},
});

function missing({ key, reads }: KeyReads, example: EnvFileNode): Report {
	const [read] = reads;
	const near = nearestEntry(example, key);
	return {
		severity: ifReached("warning", reads),
		scenario: [],
		at: read.at,
		message: {
			what: `${key} is read here, and ${example.path} does not name it.`,
			why: near
				? `Whoever copies the example sets ${near.key} and never ${key}: the read stays undefined, or its fallback is used without a word.`
				: "Whoever copies the example does not learn of the key: the read stays undefined, or its fallback is used without a word.",
			do: `Add ${key} to ${example.path}${near ? `, or read ${near.key}` : ""}.`,
		},
		evidence: witnesses(
			read.at,
			[
				near
					? {
							at: example.placeOf(near, "key"),
							message: `the example names ${near.key}`,
						}
					: {
							at: { file: example.path, span: [0, 0] },
							message: "the example",
						},
			],
			readElsewhere(reads),
		),
		fixes: [
			{
				title: `Add ${key} to ${example.path}, without a value`,
				safety: "safe",
				intents: [
					{
						do: "set-env",
						file: example.path,
						key,
						value: "",
						reason: `read by ${read.at.file}`,
					},
				],
			},
		],
	};
}

/** A client key that no file but env files and prose names any more. */
function unread(
	graph: Graph,
	file: EnvFileNode,
	entry: EnvEntry,
): Report | undefined {
	const { key } = entry;
	if (!isUnread(graph, entry)) return undefined;
	const at = file.placeOf(entry, "key");
	return {
		scenario: [],
		at,
		message: {
			what: `${key} stands in ${file.path}, and nothing reads it.`,
			why: "Setting it changes nothing; whoever looks for the wrong URL looks here first.",
			do: "Remove the line, or read the key again.",
		},
		evidence: [],
		fixes: [
			{
				title: `Remove ${key} from ${file.path}`,
				safety: "safe",
				intents: [{ do: "remove", at }],
			},
		],
	};
}

/** A loopback port that nothing in the repository listens on, though all that listens is known. */
function elsewhere(
	graph: Graph,
	file: EnvFileNode,
	entry: EnvEntry,
): Report | undefined {
	const stranded = strandedPort(graph, entry);
	if (!stranded) return undefined;
	const at = file.placeOf(entry, "value");
	const ports = stranded.listens.map((l) => l.port);
	return {
		scenario: ["dev"],
		at,
		message: {
			what: `The example gives ${entry.key} port ${stranded.port}, and the repository's servers listen on ${listed(ports)}.`,
			why: "A copy of the example dials a port where nothing answers: net::ERR_CONNECTION_REFUSED.",
			do: `Write ${listed(ports)} into the example.`,
		},
		evidence: witnesses(at, listenedAt(stranded.listens)),
	};
}
