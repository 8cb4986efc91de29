import type { World } from "../../value/world.js";
import type { Hop, Listen } from "../graph.js";
import type { Verdict } from "../verdict.js";
import { type Dial, type Outcome, only, unknown } from "./dial.js";
import { answerOf } from "./match-route.js";
import type { Surroundings } from "./surroundings.js";

/** Every server that may listen there; a miss needs all of them known and none matching. */
export function atPort(
	dial: Dial,
	port: number,
	path: string,
	around: Surroundings,
	service?: string,
): Outcome {
	const listening = around.servers.filter((s) =>
		s.listens.items.some(
			(l) => l.port === port && mayServe(l, dial.world, service),
		),
	);
	if (listening.length === 0)
		return only(nobodyListens(dial, port, path, around, service));
	const answers = listening.map((server) => ({
		server,
		verdict: answerOf(server, path, dial.speaks),
	}));
	const best =
		answers.find((a) => a.verdict.kind === "reaches") ??
		answers.find((a) => a.verdict.kind === "unknown") ??
		answers.find((a) => a.server.live) ??
		answers[0];
	if (!best) return only(unknown("nobody listens there"));
	const silent = around.servers.some(
		(s) =>
			s.live &&
			!s.listens.complete &&
			s.listens.items.length === 0 &&
			answerOf(s, path, dial.speaks).kind === "reaches",
	);
	const verdict =
		best.verdict.kind === "cannot-reach" && silent
			? unknown("another server that serves this path may listen there")
			: best.verdict;
	const hop: Hop = {
		kind: "server",
		server: best.server,
		...(verdict.kind === "reaches" &&
			verdict.route && { route: verdict.route }),
	};
	return { verdict, hops: [hop] };
}

function mayServe(
	listen: Listen,
	world: World,
	service: string | undefined,
): boolean {
	if (service !== undefined)
		return listen.service === undefined || listen.service === service;
	return (
		world.scenario === "container" ||
		listen.scenario.length === 0 ||
		listen.scenario.some((s) => s !== "container")
	);
}

/**
 * Nothing known listens on the port. It is a fault only when a server of this
 * repository serves exactly this path elsewhere and every listener is known.
 */
function nobodyListens(
	dial: Dial,
	port: number,
	path: string,
	around: Surroundings,
	service: string | undefined,
): Verdict {
	const live = around.servers.filter((s) => s.live);
	const serving = live.filter(
		(s) => answerOf(s, path, dial.speaks).kind === "reaches",
	);
	const listens = serving.flatMap((s) => s.listens.items);
	if (service === undefined && listens.some((l) => l.port === port))
		return unknown(
			`port ${port} is open inside a container; whether the server is also started outside of it is not known`,
		);
	const closed =
		serving.length > 0 &&
		listens.length > 0 &&
		around.unread.length === 0 &&
		live.every((s) => s.listens.complete);
	return closed
		? {
				kind: "cannot-reach",
				fault: { code: "port", port, servers: serving, listens },
			}
		: unknown(
				`no server in this repository is known to listen on port ${port}`,
			);
}
