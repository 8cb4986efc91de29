import type { Place } from "../facts/place.js";
import { movedOffset } from "./edit.js";
import type { Edits } from "./edits.js";

/** Where something that began at a place begins after edits, as `file:offset`; undefined when it was replaced together with what is around it. */
export type Moves = (at: Place) => string | undefined;

/** Where a place begins, as `file:offset`. */
export function startOf({ file, span }: Place): string {
	return `${file}:${span[0]}`;
}

/** Places moved by edits that were made one after the other. */
export function movedBy(steps: readonly Edits[]): Moves {
	return ({ file, span }) => {
		let offset: number | undefined = span[0];
		for (const edits of steps)
			offset =
				offset === undefined
					? undefined
					: movedOffset(offset, edits.get(file) ?? []);
		return offset === undefined ? undefined : `${file}:${offset}`;
	};
}
