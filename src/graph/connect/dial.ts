import type { Place } from "../../facts/place.js";
import type { World } from "../../value/world.js";
import type { Address } from "../address.js";
import type { App, Hop, Protocol } from "../graph.js";
import type { Verdict } from "../verdict.js";

/** A socket being opened: who, where to, in which situation. */
export interface Dial {
	readonly address: Address;
	readonly speaks: Protocol;
	readonly runtime: "browser" | "node";
	readonly app: App | undefined;
	readonly world: World;
}

/** What becomes of a dial, and the way there. */
export interface Outcome {
	readonly verdict: Verdict;
	readonly hops: readonly Hop[];
}

/** A verdict reached without a hop. */
export function only(verdict: Verdict): Outcome {
	return { verdict, hops: [] };
}

/** Nothing can be said, and why. */
export function unknown(reason: string, at?: Place): Verdict {
	return { kind: "unknown", reason, ...(at && { at }) };
}
