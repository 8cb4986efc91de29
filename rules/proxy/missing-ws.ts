import type { ProxyEntry } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix, Message } from "../../src/rule/finding.js";
import {
	devServerName,
	takesReloadSocket,
} from "../../src/rule/vocabulary/dev-server.js";
import {
	connectionOf,
	dialledAt,
	type FailureGroup,
	failures,
	groupedByRemedy,
	severityOf,
	stallsOnly,
} from "../../src/rule/vocabulary/failure.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";

type Group = FailureGroup<"proxy-without-upgrade">;

export default defineRule({
	id: "proxy/missing-ws",
	summary: "The proxy key that covers a socket path does not forward upgrades.",
	severity: "error",
	since: "0.1.0",
	facts: ["P3", "P4", "P5", "P10", "P16", "P27", "W3", "W4", "W5", "W6"],
	*check(graph) {
		const groups = groupedByRemedy(
			failures(graph, "proxy-without-upgrade"),
			// Nothing that could be written into a deaf entry would help.
			({ fault: { entry } }) => (entry.deaf ? undefined : entry.keyAt),
		);
		for (const group of groups) {
			const { entry } = group.first.fault;
			yield {
				at: entry.keyAt,
				severity: severityOf(
					stallsOnly(group.all) ? "warning" : "error",
					group.all,
				),
				scenario: scenariosOf(group.all),
				message: messageOf(group),
				evidence: witnesses(
					entry.keyAt,
					entry.wsAt
						? [{ at: entry.wsAt, message: "upgrades are turned off here" }]
						: [],
					dialledAt(group.all),
				),
				fixes: [forwardUpgrades(group, entry)],
				...connectionOf(group.all),
			};
		}
	},
});

function messageOf(group: Group): Message {
	const { entry, devServer, path } = group.first.fault;
	const server = devServerName(devServer);
	return {
		what: `The proxy key \`${entry.key}\` covers the socket ${path} but does not forward upgrades.`,
		why: stallsOnly(group.all)
			? "Socket.IO connects by HTTP and silently stays on long-polling; a client limited to websockets times out after 20 seconds."
			: `Ordinary requests below this key arrive, the upgrade does not: ${server} never answers it and logs nothing. The socket stays in CONNECTING until the browser prints "WebSocket opening handshake timed out".`,
		do: entry.shorthand
			? `Write the entry as an object: \`{ target, changeOrigin: true, ws: true }\`.`
			: "Set `ws: true` in this entry.",
	};
}

function forwardUpgrades(group: Group, entry: ProxyEntry): Fix {
	const { devServer } = group.first.fault;
	const reloads = takesReloadSocket(devServer, (p) => entry.matches(p));
	return {
		title: `Add \`ws: true\` to the \`${entry.key}\` proxy entry`,
		// A ws-enabled key that also takes the hot-reload socket reloads the page for ever (P16).
		safety: reloads ? "suggest" : "safe",
		intents: [
			{ do: "set-property", object: entry.valueAt, name: "ws", value: true },
		],
	};
}
