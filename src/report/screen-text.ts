/** Code points that take two columns in a terminal (East Asian wide and emoji). */
const WIDE =
	/[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;
const INVISIBLE = /\p{Mn}|\p{Cf}/u;

/** Columns that a text without tabs takes on a terminal. */
export function widthOf(text: string): number {
	let width = 0;
	for (const character of text)
		width += INVISIBLE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
	return width;
}

/** Tabs as two spaces; other control characters, which could drive the terminal, as `·`. */
export function printable(text: string): string {
	return text
		.replaceAll("\t", "  ")
		.replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, "·");
}

/** Breaks running text at spaces into lines of at most `width` columns; a longer word keeps its line. */
export function wrap(text: string, width: number): string[] {
	const lines: string[] = [];
	let line = "";
	for (const word of text.split(/\s+/)) {
		if (line !== "" && widthOf(line) + 1 + widthOf(word) > width) {
			lines.push(line);
			line = word;
		} else line = line === "" ? word : `${line} ${word}`;
	}
	return line === "" ? lines : [...lines, line];
}
