import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	connectionOf,
	dialledAt,
	type Failure,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { dialledPath, shownPath } from "../../src/rule/vocabulary/url-parts.js";
import {
	servedRoute,
	servedRoutes,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

type Miss = Failure<"rewrite-misses">;

export default defineRule({
	id: "proxy/rewrite-mismatch",
	summary:
		"After the proxy's rewrite and target path, the server has no such socket route.",
	severity: "error",
	since: "0.1.0",
	facts: ["P11", "P15", "F13", "N1"],
	*check(graph) {
		const groups = groupedByRemedy(
			failures(graph, "rewrite-misses"),
			(f) => f.fault.entry.keyAt,
		);
		for (const group of groups) {
			const { entry, sent, server, nearest } = group.first.fault;
			const path = dialledPath(group.first.attempt);
			const unchanged = server.routes.items.some((r) => r.matches(path));
			yield {
				at: entry.keyAt,
				severity: severityOf("error", group.all),
				scenario: scenariosOf(group.all),
				message: {
					what: `The proxy key \`${entry.key}\` turns the socket ${path} into ${shownPath(sent)}, which ${server.title} does not serve.`,
					why: `Rewrite and target path apply to upgrades too. The server rejects the handshake: "Error during WebSocket handshake: Unexpected response code: ${server.missSymptom}".`,
					do: unchanged
						? `Let the path through unchanged: ${path} is a route of the server.`
						: nearest
							? `Make rewrite and target path give ${nearest.path}.`
							: "Make rewrite and target path give a route that the server has.",
				},
				evidence: witnesses(
					entry.keyAt,
					entry.rewriteAt
						? [{ at: entry.rewriteAt, message: "the path is rewritten here" }]
						: [],
					dialledAt(group.all),
					nearest ? servedRoute(server, nearest) : servedRoutes(server),
				),
				fixes: unchanged ? withoutRewrite(group.first) : [],
				...connectionOf(group.all),
			};
		}
	},
});

/** Dropping the rewrite helps where the server knows the path as it is dialled and the target adds none of its own. */
function withoutRewrite({ fault: { entry } }: Miss): readonly Fix[] {
	const target = entry.target?.value.value;
	if (
		!entry.rewriteAt ||
		target === undefined ||
		!/^[a-z]+:\/\/[^/]+\/?$/i.test(target)
	)
		return [];
	return [
		{
			title: `Remove the rewrite from the \`${entry.key}\` proxy entry`,
			safety: "suggest",
			intents: [{ do: "remove", at: entry.rewriteAt }],
		},
	];
}
