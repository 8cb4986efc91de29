import type { Place } from "../facts/place.js";
import type { Step } from "../value/value.js";

/** A list with the knowledge of whether it is all. A rule about absence needs `complete`. */
export interface Collection<T> {
	readonly items: readonly T[];
	readonly complete: boolean;
	/** Why not complete, as a sentence fragment. */
	readonly reason?: string;
}

/** A value and the place that says so. */
export interface Stated<T> {
	readonly value: T;
	readonly at: Place;
	/** Further places it rests on. */
	readonly steps: readonly Step[];
}
