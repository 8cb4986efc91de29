import { samePlace } from "../../src/facts/place.js";
import type {
	Connection,
	Edge,
	EdgeLocation,
	Graph,
	Server,
	Stated,
} from "../../src/graph/graph.js";
import {
	type Heartbeat,
	heartbeatOf,
	type KeepAlive,
} from "../../src/graph/handler/keep-alive.js";
import { defineRule } from "../../src/rule/define-rule.js";
import { shownLocation } from "../../src/rule/vocabulary/edges.js";
import {
	connectionOf,
	dialledAt,
	type FailedSocket,
	severityOf,
} from "../../src/rule/vocabulary/failure.js";
import { byPlace } from "../../src/rule/vocabulary/provenance.js";
import { dialledPath } from "../../src/rule/vocabulary/url-parts.js";
import { witnesses } from "../../src/rule/vocabulary/witness.js";
import { capital, scenariosOf } from "../../src/rule/vocabulary/wording.js";

export default defineRule({
	id: "deploy/timeout-below-heartbeat",
	summary:
		"Production's proxy closes an idle socket before the next heartbeat of either side.",
	severity: "warning",
	since: "0.1.0",
	facts: ["H2", "H3", "H4", "H5", "H8"],
	*check(graph) {
		for (const { at, members } of byPlace(cut(graph), (c) => c.limit.at)) {
			const [{ attempt, location, limit, heartbeat, keepAlive }] = members;
			const limitText = `${limit.value / 1000} s`;
			yield {
				at,
				severity: severityOf("warning", members),
				scenario: scenariosOf(members),
				message: {
					what: `nginx closes the socket ${dialledPath(attempt)} after ${limitText} without traffic, before the next heartbeat.`,
					why: `${
						heartbeat
							? `The page sends one every ${heartbeat.everyMs / 1000} s, and ${keepAlive.why}`
							: capital(keepAlive.why)
					}. What passes in either direction starts the ${limitText} of ${shownLocation(location)} anew; when nothing does, the socket closes with 1006 and nginx logs "upstream timed out … while proxying upgraded connection".`,
					do: "Set proxy_read_timeout to at least twice the interval, or send the heartbeat more often.",
				},
				evidence: witnesses(
					at,
					heartbeat
						? [{ at: heartbeat.at, message: "the page's heartbeat" }]
						: [],
					dialledAt(members),
				),
				...connectionOf(members),
			};
		}
	},
});

/** A socket that reaches its server through a proxy with an idle limit. */
interface Behind extends FailedSocket {
	readonly edge: Edge;
	readonly location: EdgeLocation;
	readonly limit: Stated<number>;
	readonly server: Server;
}

interface Cut extends Behind {
	readonly heartbeat: Heartbeat | undefined;
	readonly keepAlive: KeepAlive;
}

/** Sockets on which nobody is known to say anything within the limit, although somebody does later. */
function* cut(graph: Graph): Iterable<Cut> {
	for (const socket of behindEdges(graph)) {
		const keepAlive = graph.keepAliveOf(socket.server);
		if (!keepAlive) continue;
		const heartbeat = pageHeartbeat(graph, socket.connection);
		// A timer that is not followed may be a heartbeat.
		if (!heartbeat && graph.mentions("setInterval").length > 0) continue;
		const pause = Math.min(
			heartbeat?.everyMs ?? Number.POSITIVE_INFINITY,
			keepAlive.kind === "every" ? keepAlive.ms : Number.POSITIVE_INFINITY,
		);
		if (Number.isFinite(pause) && pause >= socket.limit.value)
			yield { ...socket, heartbeat, keepAlive };
	}
}

function* behindEdges(graph: Graph): Iterable<Behind> {
	for (const connection of graph.connections) {
		if (connection.role !== "app") continue;
		for (const attempt of connection.attempts) {
			const { verdict, scenario, hops } = attempt;
			if (verdict.kind !== "reaches" || !verdict.server) continue;
			const { server } = verdict;
			for (const hop of hops) {
				const limit =
					hop.kind === "edge" ? hop.location?.readTimeout : undefined;
				if (hop.kind === "edge" && hop.location && limit)
					yield {
						attempt,
						connection,
						scenario,
						server,
						limit,
						edge: hop.edge,
						location: hop.location,
					};
			}
		}
	}
}

function pageHeartbeat(
	graph: Graph,
	connection: Connection,
): Heartbeat | undefined {
	const handler = graph.handlers.find(
		(h) => h.connection && samePlace(h.at, connection.at),
	);
	return handler && heartbeatOf(handler);
}
