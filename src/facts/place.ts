/** Half-open range of UTF-16 offsets in the text of one file. */
export type Span = readonly [start: number, end: number];

/**
 * A range in a named file. Facts hold bare spans (they do not know their path);
 * values and the graph, which join files, hold places.
 */
export interface Place {
	/** Path relative to the linted root, forward slashes. */
	readonly file: string;
	readonly span: Span;
}

export function place(file: string, span: Span): Place {
	return { file, span };
}

/** True when `inner` lies in `outer`, or is the same range. */
export function covers(outer: Span, inner: Span): boolean {
	return outer[0] <= inner[0] && inner[1] <= outer[1];
}

export function samePlace(a: Place, b: Place): boolean {
	return (
		a.file === b.file && a.span[0] === b.span[0] && a.span[1] === b.span[1]
	);
}
