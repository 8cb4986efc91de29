import type { DevServer, Graph, ProxyEntry } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	hasViteKeys,
	takesReloadSocket,
} from "../../src/rule/vocabulary/dev-server.js";
import {
	connectionOf,
	dialledAt,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import {
	mendedViteKey,
	viteKeyMatches,
} from "../../src/rule/vocabulary/vite-key.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "proxy/key-never-matches",
	summary:
		"A proxy key is written in a form that the dev server never matches.",
	severity: "error",
	since: "0.1.0",
	facts: ["P7", "P8", "P9", "W6"],
	*check(graph) {
		const met = new Set<ProxyEntry>();
		const groups = groupedByRemedy(
			failures(graph, "key-never-matches"),
			(f) => f.fault.entry.keyAt,
		);
		for (const group of groups) {
			const { entry, devServer, path, why } = group.first.fault;
			met.add(entry);
			yield {
				...about(entry, devServer, why, path),
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				evidence: witnesses(entry.keyAt, dialledAt(group.all)),
				...connectionOf(group.all),
			};
		}
		yield* deadSocketKeys(graph, met);
	},
});

/** Keys that were meant for sockets and match nothing at all, whoever dials. */
function* deadSocketKeys(
	graph: Graph,
	met: ReadonlySet<ProxyEntry>,
): Iterable<Report> {
	for (const { devServer } of graph.apps)
		for (const entry of devServer?.proxy.items ?? []) {
			if (!devServer || !entry.neverMatches || met.has(entry)) continue;
			if (entry.forwardsUpgrades !== true) continue;
			yield {
				...about(entry, devServer, entry.neverMatches),
				scenario: ["dev"],
			};
		}
}

function about(
	entry: ProxyEntry,
	server: DevServer,
	why: string,
	path?: string,
) {
	const key = hasViteKeys(server)
		? mendedKey(entry.key, server, path)
		: undefined;
	const taken = server.proxy.items.some((e) => e.key === key);
	return {
		at: entry.keyAt,
		message: {
			what: path
				? `The proxy key \`${entry.key}\` never matches the socket ${path}.`
				: `The proxy key \`${entry.key}\` never matches any path.`,
			why: `${sentence(why)} The socket reaches the dev server itself, which never answers: it stays in CONNECTING and nothing is logged.`,
			do: key
				? `Write the key as \`${key}\`.`
				: "Write the key as a plain path prefix, or as a regular expression after `^`.",
		},
		fixes: key && !taken ? [renameKey(entry, key)] : [],
	};
}

/** Undefined when the key that was meant would take the hot-reload socket (P16), or not the path. */
function mendedKey(
	key: string,
	server: DevServer,
	path: string | undefined,
): string | undefined {
	const mended = mendedViteKey(key);
	const covers = (p: string) => viteKeyMatches(mended, p);
	if (mended === key || takesReloadSocket(server, covers)) return undefined;
	return path === undefined || covers(path) ? mended : undefined;
}

function renameKey(entry: ProxyEntry, key: string): Fix {
	const quoted =
		entry.keyAt.span[1] - entry.keyAt.span[0] === entry.key.length + 2;
	return {
		title: `Rename the proxy key to \`${key}\``,
		safety: "safe",
		intents: [
			quoted
				? { do: "replace-text", at: entry.keyAt, text: key }
				: {
						do: "replace-expression",
						at: entry.keyAt,
						code: JSON.stringify(key),
					},
		],
	};
}

function sentence(words: string): string {
	const text = words.charAt(0).toUpperCase() + words.slice(1);
	return /[.!?]$/.test(text) ? text : `${text}.`;
}
