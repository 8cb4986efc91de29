import type { Place } from "../../facts/place.js";
import { appOf, isServerSide } from "../app/index.js";
import type { App, Server } from "../graph.js";
import type { Projects } from "../server/project.js";
import type { SocketHandler } from "./handler.js";
import { everyEvent } from "./handler.js";

/** What a server sends on an idle socket by itself. */
export type KeepAlive =
	| { readonly kind: "every"; readonly ms: number; readonly why: string }
	| { readonly kind: "never"; readonly why: string };

/** Words whose appearance anywhere means that the interval may be another one. */
const SETTINGS: Readonly<Record<string, readonly string[]>> = {
	uvicorn: [
		"ws_ping_interval",
		"ws-ping-interval",
		"UVICORN_WS_PING_INTERVAL",
		"wsproto",
		"sansio",
		"hypercorn",
		"daphne",
		"granian",
	],
	"socket.io": ["pingInterval"],
};

/**
 * How often a server pings a socket on which nothing happens: uvicorn every
 * 20 s (H2), Socket.IO every 25 s (H4), the ws package never (H3) unless code
 * does it by a timer. Undefined where that is not known.
 */
export function keepAliveOf(
	projects: Projects,
	server: Server,
	apps: readonly App[],
): KeepAlive | undefined {
	const { sources } = projects;
	const untouched = (words: readonly string[] = []) =>
		words.every((word) => sources.placesOf(word).length === 0);
	if (server.engine)
		return untouched(SETTINGS["socket.io"])
			? { kind: "every", ms: 25_000, why: "Socket.IO pings every 25 s" }
			: undefined;
	switch (server.kind) {
		case "fastapi":
		case "starlette":
			return server.wsRuntime?.present && untouched(SETTINGS.uvicorn)
				? { kind: "every", ms: 20_000, why: "uvicorn pings every 20 s" }
				: undefined;
		case "ws":
		case "express-ws":
			return hasTimers()
				? undefined
				: { kind: "never", why: "the ws package pings nobody by itself" };
		default:
			return undefined;
	}

	function hasTimers(): boolean {
		const pings = sources
			.callsNamed("ping")
			.some(({ file }) => !isInPage(file));
		return (
			pings ||
			sources.placesOf("setInterval").some(({ file }) => !isInPage(file))
		);
	}

	function isInPage(file: string): boolean {
		const app = appOf(apps, file, sources);
		return app !== undefined && !isServerSide(sources, app.framework, file);
	}
}

/** A message that is sent on a socket again and again. */
export interface Heartbeat {
	readonly everyMs: number;
	/** The timer. */
	readonly at: Place;
}

/** The shortest of the intervals at which code sends on a socket; undefined where none is seen. */
export function heartbeatOf({ events }: SocketHandler): Heartbeat | undefined {
	let shortest: Heartbeat | undefined;
	for (const event of everyEvent(events)) {
		if (event.does !== "start" || event.everyMs === undefined) continue;
		const sends = [...everyEvent(event.inside)].some((e) => e.does === "send");
		if (
			sends &&
			event.everyMs < (shortest?.everyMs ?? Number.POSITIVE_INFINITY)
		)
			shortest = { everyMs: event.everyMs, at: event.at };
	}
	return shortest;
}
