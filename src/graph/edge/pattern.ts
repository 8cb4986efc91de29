/** Repetitions of a group that itself repeats take exponential time on some texts. */
const NESTED_REPETITION = /[+*}]\)?[^()]*\)[+*{]/;

/** An nginx regular expression; undefined for PCRE that has no equal here, or that could run for ever. */
export function regexOf(
	pattern: string,
	ignoreCase: boolean,
): RegExp | undefined {
	if (NESTED_REPETITION.test(pattern) || pattern.includes("$" + "{"))
		return undefined;
	try {
		return new RegExp(pattern, ignoreCase ? "i" : "");
	} catch {
		return undefined;
	}
}
