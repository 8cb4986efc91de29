import type { Place } from "../../src/facts/place.js";
import type { Server } from "../../src/graph/graph.js";
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
import { portRange } from "../../src/rule/vocabulary/url-parts.js";
import {
	listed,
	listenedAt,
	witnesses,
} from "../../src/rule/vocabulary/witness.js";
import { scenariosOf } from "../../src/rule/vocabulary/wording.js";
import { rewriteRange, writtenAt } from "../../src/rule/vocabulary/written.js";

type WrongPort = Failure<"port">;

export default defineRule({
	id: "route/port-mismatch",
	summary:
		"The dialled port is no server's, and the server that has the route listens elsewhere.",
	severity: "error",
	since: "0.1.0",
	facts: ["contradiction", "P14"],
	*check(graph) {
		for (const group of groupedByRemedy(failures(graph, "port"), portPlace)) {
			const { port, servers, listens } = group.first.fault;
			const ports = [...new Set(listens.map((l) => l.port))];
			const at = portPlace(group.first);
			const server = servers[0]?.title ?? "the server";
			const unless = replaceable(servers);
			yield {
				at,
				severity: severityOf(unless ? "warning" : "error", group.all),
				scenario: scenariosOf(group.all),
				message: {
					what: `The socket dials port ${port}, but ${server} listens on ${listed(ports)}${unless ? `, unless ${unless}` : ""}.`,
					why: `${unless ? "Where nobody sets it, nothing" : "Nothing"} accepts the connection: the browser prints "WebSocket connection failed: Error in connection establishment: net::ERR_CONNECTION_REFUSED", or another program answers.`,
					do: `Dial port ${listed(ports)}, or let the server listen on ${port}.`,
				},
				evidence: witnesses(at, listenedAt(listens), dialledAt(group.all)),
				fixes: dialPort(group.first, ports),
				...connectionOf(group.all),
			};
		}
	},
});

/** Every listed port is a default that an env key may replace: "PORT is set". */
function replaceable(servers: readonly Server[]): string | undefined {
	const keys = servers.map(
		({ listens }) =>
			/^(\w+) may be set from outside$/.exec(listens.reason ?? "")?.[1],
	);
	const [key] = keys;
	return keys.every((k) => k !== undefined) && key
		? `${key} is set`
		: undefined;
}

/** The literal or env value that holds the port's digits. */
function portPlace({ attempt, connection }: WrongPort): Place {
	const range = portRange(attempt.url);
	return (
		(range && writtenAt(attempt.url, range)) ??
		connection.urlAt ??
		connection.at
	);
}

function dialPort(
	{ attempt }: WrongPort,
	ports: readonly number[],
): readonly Fix[] {
	const [port] = ports;
	const range = portRange(attempt.url);
	if (port === undefined || ports.length > 1 || !range) return [];
	const intent = rewriteRange(
		attempt.url,
		range,
		String(port),
		`the server listens on ${port}`,
	);
	return intent
		? [
				{
					title: `Dial port ${port}`,
					safety: "suggest",
					prefer: "absolute-url",
					intents: [intent],
				},
			]
		: [];
}
