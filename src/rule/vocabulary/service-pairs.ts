import type { Place } from "../../facts/place.js";
import type { Graph } from "../../graph/graph.js";
import {
	type AbsoluteDial,
	type Dial,
	isAbsolute,
	requests,
	sockets,
} from "./dials.js";
import { isLoopback } from "./hosts.js";
import { portRange } from "./url-parts.js";
import { envKeyAt, type Range, writtenAt } from "./written.js";

/** Host and port of a dial, and where they are written. */
export interface Authority {
	/** Loopback names count as one. */
	readonly host: string;
	/** undefined when no port is written. */
	readonly port: number | undefined;
	readonly at: Place;
	readonly portAt: Range | undefined;
	readonly key: string | undefined;
	readonly dial: AbsoluteDial;
}

/** A socket and an HTTP call of one service in one scenario. */
export interface ServicePair {
	readonly socket: Authority;
	readonly rest: Authority;
}

/**
 * REST and socket bases that were written for one service: their env keys have
 * the same stem (`VITE_API_URL`, `VITE_WS_URL`), or both are written in one module.
 */
export function* servicePairs(graph: Graph): Iterable<ServicePair> {
	const rests = [...authorities(requests(graph))];
	for (const socket of authorities(sockets(graph)))
		for (const rest of rests)
			if (
				socket.dial.app === rest.dial.app &&
				socket.dial.scenario === rest.dial.scenario &&
				isOneService(socket, rest)
			)
				yield { socket, rest };
}

/** What an env key is about, without the words for its kind: `VITE_CHAT_WS_URL` is about CHAT. */
export function stemOf(key: string, prefixes: readonly string[]): string {
	const prefix = prefixes.find((p) => p !== "" && key.startsWith(p)) ?? "";
	return key
		.slice(prefix.length)
		.split("_")
		.filter((word) => !KIND.test(word))
		.join("_");
}

const KIND =
	/^(?:ws|wss|websockets?|sockets?|socketio|api|https?|rest|ur[il]|base|host|endpoint|origin|server|backend|addr(?:ess)?|)$/i;

function* authorities(dials: Iterable<Dial>): Iterable<Authority> {
	for (const dial of dials) {
		if (dial.runtime !== "browser" || !isAbsolute(dial)) continue;
		const host = dial.address.host.value?.toLowerCase();
		const port = dial.address.port?.value;
		const authority = /^[^/?#]*:\/\/[^/?#]*/.exec(dial.url.flat)?.[0].length;
		if (
			!host ||
			authority === undefined ||
			(dial.address.port && port === undefined)
		)
			continue;
		const portAt = portRange(dial.url);
		const range = portAt ?? { start: authority - 1, end: authority };
		const at = writtenAt(dial.url, range);
		if (!at || at.file === "") continue;
		yield {
			host: isLoopback(host) ? "localhost" : host,
			port: port === undefined ? undefined : Number(port),
			at,
			portAt,
			key: envKeyAt(dial.url, range),
			dial,
		};
	}
}

function isOneService(a: Authority, b: Authority): boolean {
	if (a.key === undefined || b.key === undefined)
		return a.key === b.key && a.at.file === b.at.file;
	const prefixes = a.dial.app?.envPrefixes.values ?? [];
	return a.key === b.key || stemOf(a.key, prefixes) === stemOf(b.key, prefixes);
}
