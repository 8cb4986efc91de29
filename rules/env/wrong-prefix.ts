import type { EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix, Intent } from "../../src/rule/finding.js";
import { ifReached } from "../../src/rule/vocabulary/dials.js";
import { renameEntries } from "../../src/rule/vocabulary/env-files.js";
import {
	answered,
	bareKey,
	byKey,
	entriesOf,
	exposedName,
	isAddressKey,
	isHidden,
	isKnownClientRead,
	isSecretKey,
	type KeyReads,
	readElsewhere,
} from "../../src/rule/vocabulary/env-keys.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "env/wrong-prefix",
	summary:
		"Client code reads a key that the bundler does not give to client code.",
	severity: "error",
	since: "0.1.0",
	facts: ["E4", "E14"],
	*check(graph) {
		for (const group of byKey(
			graph,
			(read) => read.runtime === "browser" && isHidden(read, "prefix"),
		)) {
			const { key, app, reads } = group;
			const [read] = reads;
			const prefixes = app?.envPrefixes.values ?? [];
			const proven = reads.some(
				(r) => r.use !== "test" && isKnownClientRead(r),
			);
			const beside = exposedBeside(graph, group);
			yield {
				severity: beside
					? "info"
					: ifReached(
							proven && !reads.every(isPlainSwitch) ? "error" : "warning",
							reads,
						),
				scenario: scenariosOf(answered(read, "hidden")),
				at: read.at,
				message: {
					what: `${key} never reaches the browser: the build exposes ${listed(prefixes.map((p) => `${p}*`))} only.`,
					why: beside
						? `The read is undefined in every mode; ${beside.key}, read beside it, is the one that counts.`
						: `The read is undefined in every mode, whatever the env files and the host set; ${read.inSocketUrl ? 'the socket URL gets the text "undefined", or always the fallback' : "a fallback beside it always wins"}.`,
					do: isSecretKey(key)
						? "Keep it on the server: a prefix would publish it in the bundle."
						: beside
							? `Remove the read of ${key}.`
							: `Name it ${exposedName(group) ?? "with the prefix"} everywhere, or set the prefix in the config.`,
				},
				evidence: witnesses(
					read.at,
					app?.envPrefixes.at
						? [{ at: app.envPrefixes.at, message: "the prefix is set here" }]
						: [],
					entriesOf(
						graph.envFiles,
						key,
						(f) => `${f.path} sets it under this name`,
					),
					beside
						? [{ at: beside.at, message: `${beside.key} is read beside it` }]
						: [],
					readElsewhere(reads),
				),
				fixes: beside ? [] : rename(graph, group),
			};
		}
	},
});

/** The read under the exposed name, where every read of the hidden one stands beside such a read that goes on to something else. Two spellings are tried in turn, and one works; of another bundler's prefix, only for a setting that nothing sets and nothing is dialled with. */
function exposedBeside(
	graph: Graph,
	group: KeyReads,
): KeyReads["reads"][0] | undefined {
	const { key, reads } = group;
	const name = exposedName(group);
	if (
		bareKey(key) !== key &&
		(isAddressKey(key) || reads.some((r) => r.inSocketUrl) || isSet(graph, key))
	)
		return undefined;
	const besides = group.reads.map((read) =>
		read.use === "test"
			? undefined
			: graph.envReads.find(
					(r) =>
						r.key === name &&
						r.use === "fallback" &&
						r.app === group.app &&
						r.at.file === read.at.file,
				),
	);
	return besides.every((r) => r !== undefined) ? besides[0] : undefined;
}

function isSet(graph: Graph, key: string): boolean {
	return (
		graph.handedOn(key) !== undefined ||
		graph.envFiles.some((file) =>
			file.entries.some((entry) => entry.key === key && !entry.commentedOut),
		)
	);
}

/** One rename at every read of the app and in every env file of it. */
function rename(graph: Graph, group: KeyReads): readonly Fix[] {
	const { key, app, reads } = group;
	const to = exposedName(group);
	if (!to || isSecretKey(key)) return [];
	return [
		{
			title: `Rename ${key} to ${to}`,
			safety: "unsafe",
			intents: [
				...reads.map(
					(read): Intent => ({ do: "rename-env-key", at: read.keyAt, to }),
				),
				...renameEntries(graph, app, key, to),
			],
		},
	];
}

/** A setting with a fallback that always wins: wrong, but nothing is dialled with it. */
function isPlainSwitch(read: EnvRead): boolean {
	return (
		read.use === "fallback" && !read.inSocketUrl && !isAddressKey(read.key)
	);
}
