import type { Graph, OriginList, Stated } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { isLoopback } from "../../src/rule/vocabulary/hosts.js";
import {
	type OriginFlaw,
	originFlaw,
} from "../../src/rule/vocabulary/origin-entry.js";
import {
	comparesExactly,
	replaceOrigin,
} from "../../src/rule/vocabulary/origin-list.js";
import {
	type WrongShape,
	wrongShape,
} from "../../src/rule/vocabulary/origin-shape.js";

type Entry = Stated<string>;

export default defineRule({
	id: "cors/malformed-origin",
	summary:
		"An entry of an origin list is written so that no browser's Origin can equal it.",
	severity: "error",
	since: "0.1.0",
	facts: ["C4", "C5", "C6"],
	*check(graph) {
		for (const list of graph.originLists) {
			const exact = comparesExactly(list);
			if (!exact && !(list.refuses && list.entries.complete)) continue;
			const shape = exact ? wrongShape(list) : undefined;
			if (shape) {
				yield aboutShape(list, shape);
				continue;
			}
			for (const entry of list.entries.items) {
				const flaw = originFlaw(entry.value);
				if (flaw && (exact || neverSent(flaw)))
					yield aboutEntry(graph, list, entry, flaw);
			}
		}
	},
});

/** Whatever code of one's own does besides looking the origin up: no browser sends more than scheme, host and port. */
function neverSent({ code }: OriginFlaw): boolean {
	return code === "trailing-slash" || code === "path";
}

const WHY: Readonly<Record<OriginFlaw["code"], string>> = {
	"trailing-slash": "ends in a slash, which no browser sends",
	path: "has a path, which no browser sends",
	"missing-scheme": "has no scheme, browsers send one",
	"socket-scheme":
		"has a socket scheme; the page that opens a socket is http or https",
	wildcard: "has a wildcard inside, which is compared like any other character",
};

function aboutEntry(
	graph: Graph,
	list: OriginList,
	entry: Entry,
	flaw: OriginFlaw,
): Report {
	const what = `The origin "${entry.value}" ${WHY[flaw.code]}: it never matches.`;
	const twin = wellFormedTwin(list, entry, flaw);
	if (twin !== undefined)
		return {
			at: entry.at,
			...judged(list),
			severity: "info",
			message: {
				what,
				why: `"${twin}" stands in the list too, so the page it was meant for is let in; this entry does nothing.`,
				do: "Remove it.",
			},
		};
	return {
		at: entry.at,
		...judged(list),
		message: {
			what,
			why: `Origins are compared as exact strings, so ${refused(list)}.`,
			do: remedy(list, entry, flaw),
		},
		fixes: mend(graph, list, entry, flaw),
	};
}

function refused({ kind }: OriginList): string {
	return kind === "origin-check"
		? "every handshake of the page it was meant for is refused"
		: "the page it was meant for is refused: \"blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present\"";
}

/** The entry of the same list that says what this one was meant to say. */
function wellFormedTwin(
	list: OriginList,
	{ value }: Entry,
	{ code, mended }: OriginFlaw,
): string | undefined {
	const meant =
		code === "missing-scheme"
			? [`http://${value}`, `https://${value}`]
			: [mended];
	return list.entries.items.find((e) => meant.includes(e.value))?.value;
}

function remedy(
	list: OriginList,
	{ value }: Entry,
	{ code, mended }: OriginFlaw,
): string {
	if (mended !== undefined) return `Write "${mended}".`;
	if (code === "missing-scheme") {
		const scheme = isLoopback(value.split(":")[0] ?? "") ? "http" : "https";
		return `Write scheme, host and port: ${scheme}://${value}.`;
	}
	return list.library === "starlette"
		? "List the origins one by one, or use allow_origin_regex."
		: "List the origins one by one, or use a regular expression.";
}

function mend(
	graph: Graph,
	list: OriginList,
	entry: Entry,
	{ code, mended }: OriginFlaw,
): readonly Fix[] {
	const intent =
		mended === undefined
			? undefined
			: replaceOrigin(graph, list, entry, mended);
	if (!intent) return [];
	return [
		{
			title: `Write "${mended}"`,
			safety: code === "socket-scheme" ? "unsafe" : "safe",
			intents: [intent],
		},
	];
}

function aboutShape(list: OriginList, shape: WrongShape): Report {
	const { code, message } = shape;
	return {
		at: list.at,
		...judged(list),
		message,
		fixes: shape.editable
			? [
					{
						title: `Write ${code}`,
						safety: "unsafe",
						intents: [{ do: "replace-expression", at: list.at, code }],
					},
				]
			: [],
	};
}

function judged(list: OriginList): Pick<Report, "scenario" | "severity"> {
	const { server } = list;
	return {
		scenario: server?.scenario ?? [],
		severity: server?.live === false ? "info" : "error",
	};
}
