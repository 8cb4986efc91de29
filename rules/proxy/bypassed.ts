import type { ProxyEntry } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import {
	connectionOf,
	type Dial,
	dialledAt,
	isAbsolute,
	sockets,
} from "../../src/rule/vocabulary/dials.js";
import { isLoopback } from "../../src/rule/vocabulary/hosts.js";
import { byPlace, literalAt } from "../../src/rule/vocabulary/provenance.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";

export default defineRule({
	id: "proxy/bypassed",
	summary:
		"A socket dials the server directly although the dev proxy forwards its path.",
	severity: "info",
	since: "0.1.0",
	facts: ["P2", "RC5"],
	*check(graph) {
		const bypassing = [...sockets(graph)].flatMap((dial) => {
			const entry = entryFor(dial);
			return entry ? [{ dial, entry }] : [];
		});
		for (const { at, members } of byPlace(bypassing, ({ dial }) =>
			literalAt(dial.url),
		)) {
			const [{ dial, entry }] = members;
			yield {
				at,
				scenario: ["dev"],
				message: {
					what: `This URL goes past the proxy key \`${entry.key}\`, which forwards sockets of this path to the same port.`,
					why: "Both ways work in development; only the one through the page's own origin also works where page and server share a host.",
					do: "Derive the URL from location and let the proxy carry it.",
				},
				evidence: witnesses(
					at,
					[{ at: entry.keyAt, message: `the proxy key ${entry.key}` }],
					dialledAt([dial]),
				),
				...connectionOf([dial]),
			};
		}
	},
});

/** The ws-enabled key for the path of an absolute loopback URL that leads to the very same port and path. */
function entryFor(dial: Dial): ProxyEntry | undefined {
	if (dial.scenario !== "dev" || dial.status !== "taken" || !isAbsolute(dial))
		return undefined;
	const { host, port, path } = dial.address;
	const server = dial.app?.devServer;
	if (!host.known || !isLoopback(host.flat) || !port?.known) return undefined;
	if (!server || port.flat === String(server.port?.value)) return undefined;
	const entry = server.proxy.items.find(
		(e) => e.forwardsUpgrades === true && e.matches(path.flat),
	);
	const target = /:(\d+)/.exec(entry?.target?.value.value ?? "")?.[1];
	return target === port.flat && entry?.rewrite(path.flat) === path.flat
		? entry
		: undefined;
}
