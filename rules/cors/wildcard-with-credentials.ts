import { samePlace } from "../../src/facts/place.js";
import type {
	Graph,
	OriginEntry,
	OriginList,
	Stated,
} from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import { isPlainArray } from "../../src/rule/vocabulary/origin-shape.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

type Measured = "starlette" | "express-cors" | "socket.io";

/** What each library makes of the pair (C7, C8). */
const WHY: Readonly<Record<Measured, string>> = {
	starlette:
		"Starlette up to 0.46 answers `*` until a cookie exists, and the browser blocks requests that include credentials; newer versions echo every origin, so any site may call with the visitor's cookies.",
	"express-cors":
		"The browser blocks every request that carries credentials and prints \"must not be the wildcard '*' when the request's credentials mode is 'include'\".",
	"socket.io":
		"The browser blocks polling with credentials, the client shows `xhr poll error`.",
};

export default defineRule({
	id: "cors/wildcard-with-credentials",
	summary: "`*` is allowed together with credentials.",
	severity: "warning",
	since: "0.1.0",
	facts: ["C7", "C8", "RC16"],
	*check(graph) {
		for (const list of graph.originLists) {
			const library = measured(list);
			const wildcard = list.entries.items.find(isSent);
			if (!library || !wildcard || list.credentials.value !== true) continue;
			if (library === "socket.io" && !isAskedForCredentials(graph)) continue;
			// What another caller or surrounding gives stands in a list of its own.
			const others = list.entries.items.filter(
				(e) => e.value !== "*" && e.at.file === wildcard.at.file,
			).length;
			const { credentials, server } = list;
			yield {
				at: wildcard.at,
				severity: server?.live === false ? "info" : "warning",
				scenario: server?.scenario ?? [],
				message: {
					what:
						others > 0
							? "`*` stands in the list with credentials allowed: it lets every origin in, and the other entries mean nothing."
							: "Every origin is allowed together with credentials.",
					why: WHY[library],
					do: "List the origins that need credentials, or turn credentials off.",
				},
				evidence: witnesses(
					wildcard.at,
					credentials.at
						? [{ at: credentials.at, message: "credentials are allowed here" }]
						: [],
					server
						? [{ at: server.at, message: `${server.title} is created here` }]
						: [],
				),
				fixes: removeWildcard(list, wildcard, others),
			};
		}
	},
});

/** A `*` that a browser sees, outside debug mode: `origin: true` answers with the caller's own origin (C7). */
function isSent({ value, echoes, when = [] }: OriginEntry): boolean {
	return (
		value === "*" &&
		!echoes &&
		!when.some((c) => c.is === "true" && DEVELOPMENT.test(c.atom))
	);
}

const DEVELOPMENT = /(^|[^a-z])(dev|development|debug|local)([^a-z]|$)/i;

/** A `*` inside an array of the cors package allows nothing: that is `cors/malformed-origin`. */
function measured(list: OriginList): Measured | undefined {
	const { library } = list;
	if (isPlainArray(list)) return undefined;
	return library === "starlette" ||
		library === "express-cors" ||
		library === "socket.io"
		? library
		: undefined;
}

/** Without a client that asks for credentials nothing is refused, and nothing is let in that would not be otherwise (C8). */
function isAskedForCredentials(graph: Graph): boolean {
	return graph.connections.some(
		({ role, runtime, engine }) =>
			role === "app" &&
			runtime === "browser" &&
			engine?.withCredentials === true,
	);
}

/** A lone `*` stays: which page production has is not to be read from the repository, and the dev server's origin in its place would shut that page out. */
function removeWildcard(
	list: OriginList,
	wildcard: Stated<string>,
	others: number,
): readonly Fix[] {
	const alone =
		list.entries.items.filter((e) => samePlace(e.at, wildcard.at)).length === 1;
	return alone && others > 0
		? [
				{
					title: "Remove `*`",
					safety: "unsafe",
					intents: [{ do: "remove", at: wildcard.at }],
				},
			]
		: [];
}
