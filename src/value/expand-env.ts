/** The value of a variable; undefined when it is not set. */
export type Lookup = (key: string) => string | undefined;

/** Beyond these a value is not followed: `A=$B$B`, `B=$C$C` … doubles with every line. */
const MOST_STEPS = 1_000;
const LONGEST = 100_000;

const REFERENCE = /(?<!\\)\$\{([^{}]+)\}|(?<!\\)\$([A-Za-z_]\w*)/;
const OPERATOR = /:\+|\+|:-|-/;

/**
 * A value with its `$X`, `${X}`, `${X:-default}`, `${X-default}` and
 * `${X:+alternative}` replaced, as `dotenv-expand` 12 does, the version inside
 * Vite 6 to 8 (FACTS E10): quotes make no difference, a variable that is unset
 * *or empty* takes the default, else becomes "", and what was put in is
 * expanded again. `\$` is left for `unescapeDollars`.
 *
 * `lookup` answers for the process environment first, then for the files;
 * `parsed` for the files alone, which ends a reference to itself. Undefined when
 * expansion does not end within bounds.
 */
export function expandValue(
	value: string,
	lookup: Lookup,
	parsed: Lookup = lookup,
): string | undefined {
	const seen = new Set<string>();
	let result = value;
	for (let step = 0; step < MOST_STEPS && result.length < LONGEST; step++) {
		const match = REFERENCE.exec(result);
		if (!match) return result;
		seen.add(result);
		const { key, replacement } = resolve(match[1] ?? match[2] ?? "", lookup);
		const by =
			replacement.value && !seen.has(replacement.value)
				? replacement.value
				: replacement.otherwise;
		// A string replacement on purpose: `$$` and `$&` in it are special upstream too.
		result = result.replace(match[0], by);
		if (result === parsed(key)) return result;
	}
	return undefined;
}

function resolve(expression: string, lookup: Lookup) {
	const operator = OPERATOR.exec(expression);
	const key = operator ? expression.slice(0, operator.index) : expression;
	const rest = operator
		? expression.slice(operator.index + operator[0].length)
		: "";
	const value = lookup(key);
	const replacement = operator?.[0].endsWith("+")
		? { value: undefined, otherwise: value ? rest : "" }
		: { value, otherwise: rest };
	return { key, replacement };
}

/** `\$` → `$`, the last step of expansion. */
export function unescapeDollars(value: string): string {
	return value.replaceAll("\\$", "$");
}

/**
 * Expands the merged variables of an env cascade in order; each reference sees
 * what stands above it expanded and what stands below it as written. A variable
 * that `outer` (the environment of the process) sets to something else keeps
 * that value. Undefined where expansion does not end.
 */
export function expandAll(
	variables: Iterable<readonly [key: string, value: string]>,
	outer: Lookup = () => undefined,
): Map<string, string | undefined> {
	const parsed = new Map<string, string | undefined>(variables);
	for (const [key, value = ""] of parsed) {
		const given = outer(key);
		const expanded =
			given && given !== value
				? given
				: expandValue(
						value,
						(name) => outer(name) ?? parsed.get(name),
						(name) => parsed.get(name),
					);
		parsed.set(
			key,
			expanded === undefined ? expanded : unescapeDollars(expanded),
		);
	}
	return parsed;
}
