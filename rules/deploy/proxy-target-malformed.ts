import { defineRule } from "../../src/rule/define-rule.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "deploy/proxy-target-malformed",
	summary: "`proxy_pass` names a target that nginx refuses to start with.",
	severity: "error",
	since: "0.1.0",
	facts: ["H9"],
	*check(graph) {
		for (const edge of graph.edges)
			for (const location of edge.forwarding) {
				const { target } = location;
				const [, scheme = "", secure] =
					/^(ws(s?)):\/\//i.exec(target?.value ?? "") ?? [];
				if (!target || scheme === "") continue;
				const right = `http${secure}${target.value.slice(scheme.length)}`;
				yield {
					at: target.at,
					scenario: ["production"],
					message: {
						what: `\`proxy_pass ${target.value}\`: nginx knows no scheme \`${scheme}\`.`,
						why: 'nginx refuses to start: "invalid URL prefix". A socket begins as an HTTP request and is forwarded as one.',
						do: `Write \`proxy_pass ${right}\` and pass the Upgrade and Connection headers on.`,
					},
					evidence: witnesses(target.at, [
						{ at: location.at, message: "for this location" },
					]),
					fixes: [
						{
							title: `Forward by \`http${secure}\``,
							safety: "safe",
							intents: [{ do: "replace-text", at: target.at, text: right }],
						},
					],
				};
			}
	},
});
