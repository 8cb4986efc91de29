/** A text whose line breaks were rewritten, with the way back to the offsets of the original. */
export interface Rewritten {
	readonly text: string;
	/** Offset in the original of an offset in `text`. */
	original(offset: number): number;
}

/** `\r\n` and a lone `\r` become `\n`, as `dotenv` does before it parses. */
export function withLineFeeds(text: string): Rewritten {
	return rewrite(text, /\r\n?/g, "\n");
}

/** Every `\r` is dropped, as Node does before it parses: a lone one joins two lines. */
export function withoutCarriageReturns(text: string): Rewritten {
	return rewrite(text, /\r/g, "");
}

function rewrite(text: string, pattern: RegExp, by: string): Rewritten {
	if (!text.includes("\r")) return { text, original: (offset) => offset };
	// Parallel lists: from `starts[n]` on, the original is `shifts[n]` further.
	const starts: number[] = [0];
	const shifts: number[] = [0];
	let shift = 0;
	const rewritten = text.replace(pattern, (found, at: number) => {
		starts.push(at - shift + by.length);
		shift += found.length - by.length;
		shifts.push(shift);
		return by;
	});
	return {
		text: rewritten,
		original: (offset) => offset + (shifts[lastAtMost(starts, offset)] ?? 0),
	};
}

function lastAtMost(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length - 1;
	while (low < high) {
		const middle = (low + high + 1) >> 1;
		if ((sorted[middle] ?? 0) <= value) low = middle;
		else high = middle - 1;
	}
	return low;
}
