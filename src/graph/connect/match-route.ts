import { isHoleCharacter } from "../../value/text.js";
import type { Protocol, Route, Server } from "../graph.js";
import { differenceBetween, nearestRoute } from "../route-distance.js";
import type { Fault, Verdict } from "../verdict.js";

/** Such a client shakes hands by HTTP at paths it makes up, and may stay on HTTP. */
export const OWN_PROTOCOL =
	"the client has a handshake of its own, which is not followed";

/**
 * What a server answers to a socket dialled at `path` (without query; holes as
 * their stand-ins). A hole may equal any text, so a route that matches only
 * through one is `unknown`, and so is a miss.
 */
export function answerOf(
	server: Server,
	path: string,
	speaks: Protocol,
): Verdict {
	if (speaks === "other") return { kind: "unknown", reason: OWN_PROTOCOL };
	const routes = server.routes.items;
	if (
		speaks === "socket.io" &&
		(server.speaks === "socket.io" || server.speaks === "both")
	)
		return {
			kind: "reaches",
			server,
			route: undefined,
			why: `${server.title} speaks Socket.IO`,
		};
	const wrong = wrongProtocol(server, speaks);
	if (wrong) return wrong;
	const hit = routes.find(
		(route) => route.protocol === speaks && route.matches(path),
	);
	if (hit)
		return {
			kind: "reaches",
			server,
			route: hit,
			why: `${server.title} serves ${hit.path}`,
		};
	if (!server.routes.complete)
		return {
			kind: "unknown",
			reason:
				server.routes.reason ?? `not all routes of ${server.title} are known`,
		};
	if (hasHole(path))
		return routes.some((route) => route.wide || mayMatch(route.path, path))
			? {
					kind: "unknown",
					reason: "a part of the path is known only at run time",
				}
			: miss(server, path);
	return miss(server, path);
}

function wrongProtocol(
	server: Server,
	speaks: "websocket" | "socket.io",
): Verdict | undefined {
	if (!server.routes.complete || server.speaks === "both") return undefined;
	const differs =
		(server.speaks === "socket.io" && speaks === "websocket") ||
		(server.speaks === "websocket" && speaks === "socket.io");
	return differs
		? {
				kind: "cannot-reach",
				fault: { code: "protocol", server, client: speaks },
			}
		: undefined;
}

function miss(server: Server, path: string): Verdict {
	const unmounted = server.unmounted.find((route) => route.matches(path));
	if (unmounted)
		return {
			kind: "cannot-reach",
			fault: { code: "not-mounted", server, route: unmounted, path },
		};
	const routes = server.routes.items.filter((r) => r.protocol === "websocket");
	if (routes.length === 0)
		return {
			kind: "unknown",
			reason: `${server.title} has no socket route that is known`,
		};
	const nearest = nearestRoute(path, routes);
	return { kind: "cannot-reach", fault: noRoute(server, path, nearest) };
}

function noRoute(
	server: Server,
	path: string,
	nearest: Route | undefined,
): Fault {
	return {
		code: "no-route",
		server,
		path,
		nearest,
		difference: nearest ? differenceBetween(path, nearest.path) : "other",
	};
}

/** Whether some text in place of the holes makes the path match. */
export function mayMatch(route: string, path: string): boolean {
	const parts = [...path].map((c) =>
		isHoleCharacter(c.charCodeAt(0)) ? "HOLE" : c,
	);
	const pattern = parts
		.map((p) =>
			p === "HOLE" ? ".*" : p.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
		)
		.join("")
		// Holes side by side are one: each more would multiply the ways to match.
		.replace(/(?:\.\*)+/g, ".*");
	// A parameter of the route stands for any one segment.
	const sample = route.replace(/\{[^}]*\}|:[A-Za-z_]\w*/g, "x");
	return new RegExp(`^${pattern}$`).test(sample) || sharesShape(route, path);
}

/** Same number of segments, each equal, or with a hole or parameter on one side. */
function sharesShape(route: string, path: string): boolean {
	const a = route.split("/");
	const b = path.split("/");
	return (
		a.length === b.length &&
		a.every((segment, i) => {
			const other = b[i] ?? "";
			return segment === other || /[{:*]/.test(segment) || hasHole(other);
		})
	);
}

export function hasHole(text: string): boolean {
	for (let i = 0; i < text.length; i++)
		if (isHoleCharacter(text.charCodeAt(i))) return true;
	return false;
}
