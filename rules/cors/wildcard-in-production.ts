import type { App, Graph, OriginList, Stated } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { isPublicHost } from "../../src/rule/vocabulary/hosts.js";
import { isPlainArray } from "../../src/rule/vocabulary/origin-shape.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "cors/wildcard-in-production",
	summary: "Every origin is allowed although the production origin is known.",
	severity: "warning",
	since: "0.1.0",
	facts: ["RC16", "C8"],
	security: true,
	*check(graph) {
		const known = productionOrigin(graph);
		if (!known) return;
		for (const list of graph.originLists) {
			const { server, credentials } = list;
			const wildcard = list.entries.items.find((e) => e.value === "*");
			if (!wildcard || !server?.live || list.kind === "origin-check") continue;
			// With credentials the pair is worse, and reported as such.
			if (credentials.value !== false || isPlainArray(list)) continue;
			if (isForDevelopment(list)) continue;
			yield {
				at: wildcard.at,
				scenario: ["production"],
				message: {
					what: `Every origin may call ${server.title}, although the page is known to live on ${known.value}.`,
					why: "Any site can have its visitors' browsers call the server and read the answers; a list left open for development is seldom closed again.",
					do: `Allow ${known.value} (and the dev server's origin in development).`,
				},
				evidence: witnesses(
					wildcard.at,
					[{ at: known.at, message: `the page's origin is ${known.value}` }],
					[{ at: server.at, message: `${server.title} is created here` }],
				),
			};
		}
	},
});

/** A public origin that an app has in production, or that a list of the repository names beside it. */
function productionOrigin(graph: Graph): Stated<string> | undefined {
	const origins = graph.apps.flatMap((app: App) =>
		app.origins.filter((o) => o.scenario === "production"),
	);
	const named = graph.originLists.flatMap((l) => l.entries.items);
	return [...origins, ...named].find(({ value }) => isPublicOrigin(value));
}

function isPublicOrigin(value: string): boolean {
	if (!/^https:\/\/[^*]+$/.test(value) || !URL.canParse(value)) return false;
	return isPublicHost(new URL(value).hostname);
}

/** Some other entry is in force as well, or an env key puts another list in its place: the star is one alternative of several. */
function isForDevelopment({ entries, shape }: OriginList): boolean {
	if (entries.reason !== undefined) return true;
	return entries.items.length > 1 && !(shape === "list" && entries.complete);
}
