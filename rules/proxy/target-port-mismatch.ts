import type { Place } from "../../src/facts/place.js";
import type { ProxyEntry, Server } from "../../src/graph/graph.js";
import { defineRule } from "../../src/rule/define-rule.js";
import type { Fix } from "../../src/rule/finding.js";
import {
	connectionOf,
	dialledAt,
	failures,
	groupedByRemedy,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { portRange } from "../../src/rule/vocabulary/url-parts.js";
import {
	listed,
	listenedAt,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { rewriteRange, writtenAt } from "../../src/rule/vocabulary/written.js";

export default defineRule({
	id: "proxy/target-port-mismatch",
	summary: "The proxy's target port is no server's.",
	severity: "error",
	since: "0.1.0",
	facts: ["P14"],
	*check(graph) {
		const groups = groupedByRemedy(failures(graph, "target-port"), (f) =>
			portPlace(f.fault.entry),
		);
		for (const group of groups) {
			const { entry, port, listens, servers } = group.first.fault;
			const ports = [...new Set(listens.map((l) => l.port))];
			const at = portPlace(entry);
			yield {
				at,
				severity: severityOf(
					servers.some(takesPortFromOutside) ? "warning" : "error",
					group.all,
				),
				scenario: scenariosOf(group.all),
				message: {
					what: `The proxy sends \`${entry.key}\` to port ${port}, where no server of this repository listens.`,
					why: `Nothing accepts the connection: the dev server logs "ws proxy error: connect ECONNREFUSED" and the browser prints "Connection closed before receiving a handshake response".`,
					do:
						ports.length > 0
							? `Point the target at port ${listed(ports)}.`
							: "Point the target at the port the server listens on.",
				},
				evidence: witnesses(at, listenedAt(listens), dialledAt(group.all)),
				fixes: pointAt(entry, ports),
				...connectionOf(group.all),
			};
		}
	},
});

/** Every port this repository names is another one, but an env key may still replace it. */
function takesPortFromOutside({ listens }: Server): boolean {
	return listens.complete && listens.reason !== undefined;
}

/** The literal or env value that holds the port; the entry's value where it is put together. */
function portPlace(entry: ProxyEntry): Place {
	const target = entry.target?.value;
	const range = target && portRange(target);
	return (
		(range && writtenAt(target, range)) ?? entry.target?.at ?? entry.valueAt
	);
}

function pointAt(entry: ProxyEntry, ports: readonly number[]): readonly Fix[] {
	const target = entry.target?.value;
	const range = target && portRange(target);
	const [port] = ports;
	if (!range || port === undefined || ports.length > 1) return [];
	const intent = rewriteRange(target, range, String(port));
	return intent
		? [
				{
					title: `Point the target at port ${port}`,
					safety: "suggest",
					intents: [intent],
				},
			]
		: [];
}
