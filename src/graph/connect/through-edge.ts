import type { EdgeAnswer } from "../deployment.js";
import type {
	App,
	Edge,
	EdgeLocation,
	Hop,
	Protocol,
	Server,
} from "../graph.js";
import type { Verdict } from "../verdict.js";
import type { Outcome } from "./dial.js";
import { answerOf } from "./match-route.js";
import { type Surroundings, serviceNamed } from "./surroundings.js";

/** Judges what a host and port inside the deployment answer to a path. */
export type AskUpstream = (
	target: { readonly host: string; readonly port: number },
	path: string,
) => Outcome;

/** A socket dialled at the page's own origin. */
export interface EdgeDial {
	readonly app: App;
	readonly path: string;
	readonly speaks: Protocol;
}

/**
 * What the proxies of production make of a socket; undefined when nothing is
 * shown to serve the page, or when what is shown does not decide. It fails
 * when every proxy that may stand in front of the page fails it.
 */
export function throughEdges(
	dial: EdgeDial,
	around: Surroundings,
	ask: AskUpstream,
): Outcome | undefined {
	const before = around.edges.filter(
		({ apps }) => apps.length === 0 || apps.includes(dial.app),
	);
	const outcomes = before.map((edge) => ({
		shown: edge.apps.includes(dial.app),
		...throughEdge(edge, dial, around, ask),
	}));
	const shown = outcomes.filter((o) => o.shown);
	const reaching = shown.find((o) => o.verdict.kind === "reaches");
	if (reaching) return reaching;
	const failing =
		around.otherFronts.length === 0 &&
		outcomes.every((o) => o.verdict.kind === "cannot-reach");
	return failing ? shown[0] : undefined;
}

function throughEdge(
	edge: Edge,
	dial: EdgeDial,
	around: Surroundings,
	ask: AskUpstream,
): Outcome {
	const { path } = dial;
	const answer = edge.answer(path);
	if (answer.kind === "unknown")
		return { verdict: answer, hops: [{ kind: "edge", edge }] };
	const { location } = answer;
	const hop: Hop = { kind: "edge", edge, ...(location && { location }) };
	if (answer.kind === "answers")
		return {
			verdict: keeps(edge, location, answer.how, dial, around),
			hops: [hop],
		};
	const { upgrade } = answer.location;
	if (upgrade.kind === "missing")
		return {
			verdict: {
				kind: "cannot-reach",
				fault: {
					code: "edge-without-upgrade",
					edge,
					location: answer.location,
					path,
				},
			},
			hops: [hop],
		};
	const { sent, targets } = answer;
	const [target] = targets;
	if (upgrade.kind === "unknown" || sent === undefined || !target)
		return {
			verdict: {
				kind: "unknown",
				reason:
					upgrade.kind === "unknown"
						? upgrade.reason
						: `where ${answer.location.pattern} forwards to is not known`,
			},
			hops: [hop],
		};
	const upstream = ask(target, sent);
	return {
		verdict: mapped(upstream.verdict, edge, answer, target.host, dial, around),
		hops: [{ ...hop, pathAfter: sent }, ...upstream.hops],
	};
}

/**
 * The edge does not forward the path. That is a fault where it forwards other
 * paths, so that it is what connects page and server, and where the path is
 * shown to be one of the server's or of the dev server's proxy.
 */
function keeps(
	edge: Edge,
	location: EdgeLocation | undefined,
	how: string,
	{ app, path, speaks }: EdgeDial,
	around: Surroundings,
): Verdict {
	const meant =
		app.devServer?.proxy.items.some(
			(e) => e.forwardsUpgrades === true && e.matches(path),
		) === true ||
		around.servers.some(
			(s) => s.live && answerOf(s, path, speaks).kind === "reaches",
		);
	return meant && edge.forwarding.length > 0
		? {
				kind: "cannot-reach",
				fault: { code: "edge-no-location", edge, location, path, how },
			}
		: {
				kind: "unknown",
				reason: `${edge.file} answers ${path} itself; whether it is meant to forward it is not known`,
			};
}

/**
 * A miss is the edge's fault when the server serves the path that was dialled,
 * or when the service it names runs the server on another port. It stays a miss
 * when that service runs the server that has no such route; any other is not
 * told apart from a deployment that is not read.
 */
function mapped(
	verdict: Verdict,
	edge: Edge,
	{ location, sent }: Extract<EdgeAnswer, { kind: "forwards" }>,
	host: string,
	{ path, speaks }: EdgeDial,
	around: Surroundings,
): Verdict {
	if (verdict.kind !== "cannot-reach") return verdict;
	const { fault } = verdict;
	const inside = serviceNamed(host, around)?.runs ?? [];
	const runs = (server: Server) => inside.some((it) => it === server);
	if (fault.code === "port" && fault.servers.some(runs))
		return {
			kind: "cannot-reach",
			fault: { ...fault, code: "edge-target-port", edge, location, host },
		};
	if (
		fault.code === "no-route" &&
		sent !== undefined &&
		sent !== path &&
		serves(fault.server, path, speaks)
	)
		return {
			kind: "cannot-reach",
			fault: {
				code: "edge-maps-elsewhere",
				edge,
				location,
				path,
				sent,
				server: fault.server,
				nearest: fault.nearest,
			},
		};
	if (fault.code === "no-route" && sent === path && runs(fault.server))
		return verdict;
	return {
		kind: "unknown",
		reason: `what ${location.pattern} of ${edge.file} forwards to is not known to answer`,
	};
}

function serves(server: Server, path: string, speaks: Protocol): boolean {
	return answerOf(server, path, speaks).kind === "reaches";
}
