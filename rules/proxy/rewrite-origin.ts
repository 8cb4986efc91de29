import { defineRule } from "../../src/rule/define-rule.js";
import type { Intent } from "../../src/rule/finding.js";
import { devEntries } from "../../src/rule/vocabulary/proxied.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { rewriteRange } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "proxy/rewrite-origin",
	summary:
		"`rewriteWsOrigin` with a ws:// target makes an Origin that matches nothing.",
	severity: "warning",
	since: "0.1.0",
	facts: ["P13"],
	security: true,
	*check(graph) {
		for (const { entry } of devEntries(graph)) {
			const scheme = /^wss?(?=:\/\/)/.exec(entry.target?.value.flat ?? "")?.[0];
			if (entry.sentOrigin !== "target" || !scheme || !entry.sentOriginAt)
				continue;
			const http = scheme.replace("ws", "http");
			const intent = entry.target && withHttp(entry.target.value, scheme, http);
			yield {
				at: entry.sentOriginAt,
				scenario: ["dev"],
				message: {
					what: `rewriteWsOrigin gives sockets on \`${entry.key}\` an Origin that begins with ${scheme}://.`,
					why: "It puts the target's origin in place of the page's, with the target's scheme. A browser's Origin begins with http or https, so no list of allowed origins has this one.",
					do: `Write the target with ${http}:// (sockets are forwarded with \`ws: true\`), or leave rewriteWsOrigin out and allow the page's own origin.`,
				},
				evidence: witnesses(
					entry.sentOriginAt,
					entry.target ? [{ at: entry.target.at, message: "the target" }] : [],
				),
				fixes:
					intent && entry.ws === true
						? [
								{
									title: `Write the target with ${http}://`,
									safety: "unsafe",
									intents: [intent],
								},
							]
						: [],
			};
		}
	},
});

function withHttp(
	target: Parameters<typeof rewriteRange>[0],
	scheme: string,
	http: string,
): Intent | undefined {
	return rewriteRange(target, { start: 0, end: scheme.length }, http);
}
