/** Longest pattern that is tried, in UTF-16 units. */
const LONGEST = 500;

/**
 * A regular expression that the linted project wrote. Undefined where
 * JavaScript cannot read it, and where a match could take exponential time:
 * a hostile project must not be able to hang its linter.
 */
export function projectPattern(source: string, flags = ""): RegExp | undefined {
	if (source.length > LONGEST || repeatsRepeats(source)) return undefined;
	try {
		return new RegExp(source, flags);
	} catch {
		return undefined;
	}
}

/** Whether a group that repeats something, or chooses, is itself repeated: `(a+)+`, `(a|ab)*`. */
function repeatsRepeats(source: string): boolean {
	const groups: boolean[] = [];
	const tokens = source.matchAll(
		/\\.|\[(?:\\.|[^\]\\])*\]|\(|\)(?:[*+]|\{\d+,\d*\})?|[*+|]|\{\d+,\d*\}/gs,
	);
	for (const [token] of tokens) {
		const inner = groups.length - 1;
		if (token === "(") groups.push(false);
		else if (token.startsWith(")")) {
			const branching = groups.pop();
			const repeated = token.length > 1;
			if (branching && repeated) return true;
			if ((branching || repeated) && groups.length > 0)
				groups[groups.length - 1] = true;
		} else if (inner >= 0 && /^[*+|{]/.test(token)) groups[inner] = true;
	}
	return false;
}
