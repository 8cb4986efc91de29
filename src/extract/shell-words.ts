/** The words of an exec form as one shell line: those that hold blanks in single quotes. */
export function asShellLine(words: readonly string[]): string {
	return words
		.map((word) =>
			word === "" || /\s/.test(word)
				? `'${word.replaceAll("'", "'\\''")}'`
				: word,
		)
		.join(" ");
}
