import type { Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { ifReached } from "../../src/rule/dials.js";
import {
	answered,
	bareKey,
	byKey,
	entriesOf,
	isHidden,
	isKnownClientRead,
	isSecretKey,
	type KeyReads,
	readElsewhere,
} from "../../src/rule/env-keys.js";
import type { Fix, Intent } from "../../src/rule/finding.js";
import { listed, witnesses } from "../../src/rule/witness.js";
import { scenariosOf } from "../../src/rule/wording.js";

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
			yield {
				severity: ifReached(proven ? "error" : "warning", reads),
				scenario: scenariosOf(answered(read, "hidden")),
				at: read.at,
				message: {
					what: `${key} never reaches the browser: the build exposes ${listed(prefixes.map((p) => `${p}*`))} only.`,
					why: `The read is undefined in every mode, whatever the env files and the host set; ${read.inSocketUrl ? 'the socket URL gets the text "undefined", or always the fallback' : "a fallback beside it always wins"}.`,
					do: isSecretKey(key)
						? "Keep it on the server: a prefix would publish it in the bundle."
						: `Name it ${renamed(group) ?? "with the prefix"} everywhere, or set the prefix in the config.`,
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
					readElsewhere(reads),
				),
				fixes: rename(graph, group),
			};
		}
	},
});

function renamed({ key, app }: KeyReads): string | undefined {
	const prefix = app?.envPrefixes.values.find((p) => p !== "");
	return prefix && prefix + bareKey(key);
}

/** One rename at every read of the app and in every env file of it; a file that a server reads too gets the new key beside the old one. */
function rename(graph: Graph, group: KeyReads): readonly Fix[] {
	const { key, app, reads } = group;
	const to = renamed(group);
	if (!to || isSecretKey(key)) return [];
	const isShared = graph.envReads.some(
		(r) => r.key === key && r.runtime !== "browser",
	);
	const inFiles = graph.envFiles
		.filter((file) => file.app === app || file.app === undefined)
		.flatMap((file) =>
			file.entries
				.filter((entry) => entry.key === key && !entry.secret)
				.filter(() => !file.entries.some((entry) => entry.key === to))
				.map(
					(entry): Intent =>
						isShared
							? {
									do: "set-env",
									file: file.path,
									key: to,
									value: entry.raw,
									reason: `${key} for the browser`,
								}
							: { do: "rename-env-key", at: file.placeOf(entry, "key"), to },
				),
		);
	return [
		{
			title: `Rename ${key} to ${to}`,
			safety: "unsafe",
			intents: [
				...reads.map(
					(read): Intent => ({ do: "rename-env-key", at: read.keyAt, to }),
				),
				...inFiles,
			],
		},
	];
}
