import { type Place, samePlace } from "../../facts/place.js";
import type { EnvRead, Graph } from "../../graph/graph.js";
import type { Text } from "../../value/text.js";
import {
	type AbsoluteDial,
	type Dial,
	dials,
	hasOtherBranch,
	isAbsolute,
	isDevelopmentBranch,
} from "./dials.js";
import { isLoopback } from "./hosts.js";
import { envOf, fallbackOf, literalAt } from "./provenance.js";

/** A loopback URL that a production build gets through an env key: from its value, or because it has none. */
export interface Loopback {
	readonly dial: Dial;
	readonly key: string;
	readonly at: Place;
	/** `hidden`: the fallback of a key that no build gives to client code. */
	readonly from: "value" | "fallback" | "hidden";
}

/** All of them, as they are met. */
export function* loopbacks(graph: Graph): Iterable<Loopback> {
	for (const dial of dials(graph)) {
		if (dial.runtime !== "browser" || dial.scenario !== "production") continue;
		if (!isAbsolute(dial) || !isLoopback(dial.address.host.value ?? ""))
			continue;
		if (isDevelopmentBranch(dial) || hasOtherBranch(dial)) continue;
		const found = sourceOf(graph, dial);
		if (found) yield { dial, ...found };
	}
}

function sourceOf(
	graph: Graph,
	dial: AbsoluteDial,
): Omit<Loopback, "dial"> | undefined {
	const value = envOf(dial.address.host);
	if (value) return { key: value.key, at: value.at, from: "value" };
	const at = literalAt(dial.address.host);
	const read = at && fallbackOf(graph, dial, at);
	return (
		read && {
			key: read.key,
			at,
			from: isKeptFrom(dial, read) ? "hidden" : "fallback",
		}
	);
}

/** Whether the build that dials gives the key to no client code; a package it shares with programs in Node belongs to no app. */
function isKeptFrom({ app, scenario }: Dial, read: EnvRead): boolean {
	const { accessor, key, at } = read;
	if (accessor !== "process.env" && accessor !== "import.meta.env")
		return false;
	return (
		app?.definedKeys.complete !== false &&
		app?.worlds.some(
			(world) =>
				world.scenario === scenario &&
				world.env(accessor, key, at.file).state === "hidden",
		) === true
	);
}

/** The URL as far as the key or its fallback gives it, at least to the end of the host: the path that the program appends stands elsewhere. */
export function givenPart({ dial, at }: Loopback): Text {
	const { url } = dial;
	let end = TO_THE_PATH.exec(url.flat)?.[0].length ?? url.length;
	let position = 0;
	for (const segment of url.segments) {
		position += segment.hole ? 1 : segment.text.length;
		if (samePlace(segment.origin.at, at)) end = Math.max(end, position);
	}
	return url.slice(0, end);
}

const TO_THE_PATH = /^[^/]*\/\/[^/?#]*/;

/** One group per key and app; sockets come first. */
export function byKey(
	found: Iterable<Loopback>,
): readonly (readonly [Loopback, ...Loopback[]])[] {
	const groups = new Map<string, [Loopback, ...Loopback[]]>();
	for (const one of found) {
		const id = `${one.dial.app?.root}\n${one.key}`;
		const group = groups.get(id);
		if (group) group.push(one);
		else groups.set(id, [one]);
	}
	return [...groups.values()];
}
