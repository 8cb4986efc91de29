import type { EnvEntry } from "../../src/facts/index.js";
import type { EnvFileNode, EnvRead, Graph } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	type Dial,
	dialledAt,
	ifReached,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { answered } from "../../src/rule/vocabulary/env-keys.js";
import { byPlace, isOnTheWay } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf, shownUrl } from "../../src/rule/vocabulary/wording.js";

/** An empty value that a socket URL was built with. */
interface Emptied {
	readonly dial: Dial;
	readonly read: EnvRead;
	readonly file: EnvFileNode;
	readonly entry: EnvEntry;
}

export default defineRule({
	id: "env/empty-value",
	summary:
		"An empty env value becomes the host, or the whole, of a socket URL.",
	severity: "warning",
	since: "0.1.0",
	facts: ["E5", "U7"],
	*check(graph) {
		const emptied = [...emptiedSockets(graph)];
		for (const { at, members } of byPlace(emptied, (e) =>
			e.file.placeOf(e.entry, "key"),
		)) {
			const [{ dial, read, entry, file }] = members;
			const all = members.map((m) => m.dial);
			const survives = read.use === "fallback";
			yield {
				severity: ifReached("warning", all),
				scenario: scenariosOf(all),
				at,
				message: {
					what: `${entry.key} is empty, and the socket URL becomes ${shownUrl(dial.url) || "the empty text"}.`,
					why: survives
						? `An empty value is '' and not undefined: ?? keeps it, and the fallback beside the read is never used (|| would use it).`
						: "An empty value is '' and not undefined: the URL loses its host, and the browser dials the page, or takes the path for a host.",
					do: `Delete the line from ${file.path}, or give it a value${survives ? ", or write || in place of ??" : ""}.`,
				},
				evidence: witnesses(
					at,
					[{ at: read.at, message: `${read.key} is read here` }],
					dialledAt(all),
				),
				fixes: [
					{
						title: `Delete ${entry.key}= so that it is undefined`,
						safety: "suggest",
						prefer: "env-url",
						intents: [{ do: "remove", at }],
					},
				],
				...connectionOf(all),
			};
		}
	},
});

function* emptiedSockets(graph: Graph): Iterable<Emptied> {
	const reads = graph.envReads.filter(
		(read) => read.role === "app" && read.inSocketUrl,
	);
	for (const dial of sockets(graph))
		if (lacksItsHost(dial))
			for (const read of reads) {
				const found = isOnTheWay(read, dial) && emptyEntry(graph, read, dial);
				if (found) yield { dial, read, ...found };
			}
}

/** Empty, or without a host: what an empty value does to a URL that nothing else can do. A path alone may be meant. */
function lacksItsHost({ url, address }: Dial): boolean {
	return (
		url.length === 0 ||
		(address.form === "malformed" && address.flaw.code === "empty-host")
	);
}

/** The line that sets the key empty in the dial's scenario: an empty text has no provenance of its own. */
function emptyEntry(graph: Graph, read: EnvRead, { scenario }: Dial) {
	const isEmpty = answered(read, "set").some(
		(a) => a.scenario === scenario && a.answer.text.length === 0,
	);
	if (!isEmpty) return undefined;
	for (const file of graph.envFiles) {
		if (
			file.role !== "live" ||
			(file.app !== read.app && file.app !== undefined)
		)
			continue;
		const entry = file.entries.findLast(
			(e) => e.key === read.key && e.raw === "" && !e.commentedOut,
		);
		if (entry) return { file, entry };
	}
	return undefined;
}
