import { type Place, samePlace } from "../../src/facts/place.js";
import type {
	EdgeLocation,
	Listen,
	ProxyEntry,
	Server,
} from "../../src/graph/graph.js";
import { defineRule, type Report } from "../../src/rule/define-rule.js";
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
import {
	type StrayForward,
	strayForwards,
} from "../../src/rule/vocabulary/stray-forwards.js";
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
	summary:
		"The port that the dev server's proxy, or production's, forwards to is no server's.",
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
		const dialled = [
			...groupedByRemedy(
				failures(graph, "edge-target-port"),
				({ fault: { location } }) => location.target?.at ?? location.at,
			),
		];
		for (const group of dialled) yield inProduction(group);
		for (const forward of strayForwards(graph))
			if (
				!dialled.some((g) =>
					samePlace(g.first.fault.location.at, forward.location.at),
				)
			)
				yield undialled(forward);
	},
});

function inProduction({
	first,
	all,
}: FailureGroup<"edge-target-port">): Report {
	const { location, host, port, listens } = first.fault;
	const at = location.target?.at ?? location.at;
	return {
		at,
		severity: severityOf("error", all),
		scenario: scenariosOf(all),
		message: refused(location, host, port, listens),
		evidence: witnesses(at, listenedAt(listens), dialledAt(all)),
		...connectionOf(all),
	};
}

function undialled(forward: StrayForward): Report {
	const { location, host, port, listens, others } = forward;
	const at = location.target?.at ?? location.at;
	return {
		at,
		scenario: ["container"],
		message: {
			...refused(location, host, port, listens),
			...(others.length > 0 && {
				do: `Forward to port ${ports(listens)}, or to ${listed(others.map((c) => c.name))}, which opens port ${port}.`,
			}),
		},
		evidence: witnesses(
			at,
			listenedAt(listens),
			others.map((c) => ({ at: c.at, message: `opens port ${port}` })),
		),
	};
}

function refused(
	location: EdgeLocation,
	host: string,
	port: number,
	listens: readonly Listen[],
): Message {
	return {
		what: `nginx sends ${shownLocation(location)} to port ${port} of ${host}, which listens on ${ports(listens)}.`,
		why: 'Nothing accepts the connection: nginx logs "connect() failed (111: Connection refused) while connecting to upstream" and answers 502.',
		do: `Forward to port ${ports(listens)}.`,
	};
}

function ports(listens: readonly Listen[]): string {
	return listed([...new Set(listens.map((l) => l.port))]);
}

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
