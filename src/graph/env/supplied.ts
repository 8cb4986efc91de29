import type { Place } from "../../facts/place.js";
import type { Text } from "../../value/text.js";

/** The value a key has for one build, and where it comes from. */
export interface Supplied {
	/** As the program sees it; holes where only the outside knows (CI secrets). */
	readonly text: Text;
	/** The value that wins. */
	readonly at: Place;
}

/** Keys by name. */
export type EnvTable = ReadonlyMap<string, Supplied>;

/** Who makes a build: the place that shows it, as a sentence fragment. */
export interface Builder {
	readonly why: string;
	readonly at: Place;
}
