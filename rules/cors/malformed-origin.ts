import { samePlace } from "../../src/facts/place.js";
import type { Graph, OriginList, Stated } from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { type OriginFlaw, originFlaw } from "../../src/rule/origin-entry.js";
import { comparesExactly, replaceOrigin } from "../../src/rule/origin-list.js";

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
			if (!comparesExactly(list)) continue;
			const whole = wrongShape(list);
			if (whole) {
				yield whole;
				continue;
			}
			for (const entry of list.entries.items) {
				const flaw = originFlaw(entry.value);
				if (flaw) yield aboutEntry(graph, list, entry, flaw);
			}
		}
	},
});

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
	return {
		at: entry.at,
		...judged(list),
		message: {
			what: `The origin "${entry.value}" ${WHY[flaw.code]}: it never matches.`,
			why: "Origins are compared as exact strings, so the page it was meant for is refused: \"blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present\".",
			do: remedy(list, flaw),
		},
		fixes: mend(graph, list, entry, flaw),
	};
}

function remedy(list: OriginList, { code, mended }: OriginFlaw): string {
	if (mended !== undefined) return `Write "${mended}".`;
	if (code === "missing-scheme")
		return "Write scheme, host and port: http://localhost:5173.";
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

/** One text where a list is needed, or a list where `*` is not special (C5, C6). */
function wrongShape(list: OriginList): Report | undefined {
	const node = list.library === "express-cors" || list.library === "socket.io";
	const [entry] = list.entries.items;
	if (!entry) return undefined;
	const texts = list.entries.items
		.flatMap((e) => e.value.split(","))
		.map((t) => t.trim());
	const asList = `[${texts.map((t) => JSON.stringify(t)).join(", ")}]`;
	if (
		list.shape === "string" &&
		list.library === "starlette" &&
		entry.value !== "*"
	)
		return aboutShape(list, entry, asList, {
			what: "allow_origins is one string where a list is needed.",
			why: "Starlette then tests whether the page's origin is a part of that string: it looks right, and it also lets in every origin that is a piece of it (`http://localhost`).",
			do: `Write ${asList}.`,
		});
	if (list.shape === "string" && node && texts.length > 1)
		return aboutShape(list, entry, asList, {
			what: "The origins are one comma-separated string; this library sends it as it is.",
			why: "The browser refuses it: \"The 'Access-Control-Allow-Origin' header contains multiple values\".",
			do: `Write ${asList}.`,
		});
	if (
		list.shape === "list" &&
		list.library === "express-cors" &&
		texts.length === 1 &&
		texts[0] === "*"
	)
		return aboutShape(list, entry, '"*"', {
			what: '`["*"]` is a list with one origin that no page has.',
			why: "Inside an array the cors package compares `*` like any other text: no request ever matches.",
			do: 'Write `"*"` for every origin, or list the origins.',
		});
	return undefined;
}

function aboutShape(
	list: OriginList,
	entry: Entry,
	code: string,
	message: Report["message"],
): Report {
	const whole = list.shape === "list" || samePlace(entry.at, list.at);
	return {
		at: list.at,
		...judged(list),
		message,
		fixes: whole
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
