import { defineRule } from "../../src/rule/define-rule.js";
import { hasViteKeys } from "../../src/rule/vocabulary/dev-server.js";
import { devEntries } from "../../src/rule/vocabulary/proxied.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "proxy/captures-hmr",
	summary:
		"A proxy key that forwards upgrades also takes Vite's own hot-reload socket.",
	severity: "error",
	since: "0.1.0",
	facts: ["P16", "P17"],
	*check(graph) {
		for (const { devServer, entry } of devEntries(graph)) {
			const { hmr } = devServer;
			if (!hasViteKeys(devServer) || hmr.ownPort) continue;
			if (devServer.mayAnswer || entry.forwardsUpgrades !== true) continue;
			// The request carries a query, so `^/$` does not take it (P17).
			if (!entry.matches(`${hmr.path}?token=x`)) continue;
			yield {
				at: entry.keyAt,
				scenario: ["dev"],
				message: {
					what: `The proxy key \`${entry.key}\` also takes the hot-reload socket at ${hmr.path}.`,
					why: 'Vite and the target both answer that upgrade: the console shows "Invalid frame header" and "[vite] server connection lost. Polling for restart...", and the page reloads for ever. Turning HMR off does not help.',
					do: "Narrow the key to the paths of the backend (/api, /ws), or give HMR a port of its own (server.hmr.port).",
				},
				evidence: witnesses(entry.keyAt, [
					...(entry.wsAt
						? [{ at: entry.wsAt, message: "upgrades are forwarded" }]
						: []),
					...(entry.target
						? [{ at: entry.target.at, message: "to this target" }]
						: []),
				]),
			};
		}
	},
});
