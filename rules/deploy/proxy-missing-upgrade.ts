import type { EdgeLocation } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix, Message } from "../../src/rule/finding.js";
import { shownLocation } from "../../src/rule/vocabulary/edges.js";
import {
	connectionOf,
	dialledAt,
	type FailureGroup,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { listed, witnesses } from "../../src/rule/vocabulary/witness.js";
import { capital, scenariosOf } from "../../src/rule/vocabulary/wording.js";

type Group = FailureGroup<"edge-without-upgrade">;
type Missing = Extract<EdgeLocation["upgrade"], { readonly kind: "missing" }>;

/** What the headers must say. */
const VALUES = { Upgrade: "$http_upgrade", Connection: '"upgrade"' } as const;

export default defineRule({
	id: "deploy/proxy-missing-upgrade",
	summary:
		"The nginx location that takes a socket's path does not forward the upgrade.",
	severity: "error",
	since: "0.1.0",
	facts: ["H6", "H7", "H9", "P27"],
	*check(graph) {
		const groups = groupedByRemedy(
			failures(graph, "edge-without-upgrade"),
			(f) => f.fault.location.at,
		);
		for (const group of groups) {
			const { location } = group.first.fault;
			const { upgrade } = location;
			if (upgrade.kind !== "missing") continue;
			yield {
				at: location.at,
				severity: severityOf(
					staysOnPolling(group) ? "warning" : "error",
					group.all,
				),
				scenario: scenariosOf(group.all),
				message: messageOf(group, location, upgrade),
				evidence: witnesses(
					location.at,
					upgrade.wrong.map((at) => ({
						at,
						message: "is set here, to something else",
					})),
					dialledAt(group.all),
				),
				fixes: fixesFor(location, upgrade),
				...connectionOf(group.all),
			};
		}
	},
});

/** Socket.IO connects by plain requests all the same. */
function staysOnPolling(group: Group): boolean {
	return group.all.every((f) => f.connection.speaks === "socket.io");
}

function messageOf(
	group: Group,
	location: EdgeLocation,
	{ headers, inherits }: Missing,
): Message {
	const names = listed(headers.map((h) => `\`${h}\``));
	return {
		what: `${capital(shownLocation(location))} forwards the socket ${group.first.fault.path} without its ${names} header${headers.length > 1 ? "s" : ""}.`,
		why: staysOnPolling(group)
			? "nginx drops both headers unless it is told to pass them on: Socket.IO stays on long-polling, and a client limited to websockets never connects."
			: `nginx drops both headers unless it is told to pass them on, so a plain GET reaches the back end. The browser prints "Error during WebSocket handshake: Unexpected response code", with the status the back end gives that path (404, 400, 200, 426).`,
		do: inherits
			? 'Set `proxy_set_header Upgrade $http_upgrade` and `proxy_set_header Connection "upgrade"` where the other headers are set; a location with one header of its own inherits none.'
			: 'Add `proxy_set_header Upgrade $http_upgrade;` and `proxy_set_header Connection "upgrade";` to this location.',
	};
}

/** A header of its own would end what the location inherits, and one that is set otherwise was set for a reason. */
function fixesFor(
	location: EdgeLocation,
	{ headers, wrong, inherits }: Missing,
): readonly Fix[] {
	if (inherits) return [];
	return [
		{
			title: `Pass the upgrade on in ${shownLocation(location)}`,
			safety: wrong.length > 0 ? "suggest" : "safe",
			intents: [
				{
					do: "set-property",
					object: location.block,
					name: "proxy_http_version",
					value: "1.1",
				},
				...headers.map(
					(header) =>
						({
							do: "set-property",
							object: location.block,
							name: `proxy_set_header ${header}`,
							value: VALUES[header],
						}) as const,
				),
			],
		},
	];
}
