/** The known name a misspelt one most likely means; undefined when none is close. */
export function nearest(
	name: string,
	known: Iterable<string>,
): string | undefined {
	const bound = Math.max(1, Math.floor(name.length / 3));
	let best: { readonly name: string; readonly distance: number } | undefined;
	for (const candidate of known) {
		const distance = sameTail(name, candidate) ? 1 : edits(name, candidate);
		if (distance <= bound && distance < (best?.distance ?? Infinity))
			best = { name: candidate, distance };
	}
	return best?.name;
}

/** `missing-ws` for `proxy/missing-ws`: the category was left out. */
function sameTail(name: string, candidate: string): boolean {
	return candidate.endsWith(`/${name}`) || candidate.endsWith(`.${name}`);
}

/** Levenshtein distance, a swap of neighbours counting one. */
function edits(a: string, b: string): number {
	let beforeLast: number[] = [];
	let last = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(
				(last[j] ?? 0) + 1,
				(row[j - 1] ?? 0) + 1,
				(last[j - 1] ?? 0) + (same ? 0 : 1),
			);
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
				cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
			row.push(cost);
		}
		beforeLast = last;
		last = row;
	}
	return last[b.length] ?? 0;
}
