/** Words between two separators of a shell line: what the shell would run as one program. */
export interface ShellSegment {
	/** Quotes and escapes removed; `$X`, `${X:-d}` and `$(…)` are kept as written. */
	readonly words: readonly string[];
	/** The `( … )` it stands in, outermost first: a `cd` inside does not leave it. */
	readonly group: readonly number[];
}

const SEPARATOR = /^(?:&&|\|\||;;|\|&|[;|&\n()])/;
const REDIRECTION = /^(?:\d*|&)(?:>>|>\||>&|<<<|<<-?|<>|[<>])&?/;

/**
 * Splits a shell line into simple commands, as a POSIX shell tokenises it:
 * quotes, escapes, line continuations, comments and redirections are
 * understood; nothing is expanded. Never throws: an open quote ends with the line.
 */
export function splitShell(line: string): readonly ShellSegment[] {
	const segments: ShellSegment[] = [];
	let words: string[] = [];
	let group: readonly number[] = [];
	let groups = 0;
	let at = 0;
	const close = (separator: string) => {
		if (words.length > 0) segments.push({ words, group });
		words = [];
		if (separator === "(") group = [...group, groups++];
		if (separator === ")") group = group.slice(0, -1);
	};
	while (at < line.length) {
		const rest = line.slice(at);
		const blank = /^(?:[ \t\r]|\\\r?\n)+/.exec(rest);
		if (blank) {
			at += blank[0].length;
			continue;
		}
		if (rest.startsWith("#")) {
			const end = rest.indexOf("\n");
			at += end < 0 ? rest.length : end;
			continue;
		}
		const redirection = REDIRECTION.exec(rest);
		if (redirection) {
			at += redirection[0].length;
			at = readWord(line, skipBlanks(line, at)).end;
			continue;
		}
		const separator = SEPARATOR.exec(rest);
		if (separator) {
			close(separator[0]);
			at += separator[0].length;
			continue;
		}
		const word = readWord(line, at);
		words.push(word.text);
		at = Math.max(word.end, at + 1);
	}
	close("");
	return segments;
}

function skipBlanks(line: string, at: number): number {
	let end = at;
	while (line[end] === " " || line[end] === "\t") end++;
	return end;
}

function readWord(
	line: string,
	start: number,
): { readonly text: string; readonly end: number } {
	let text = "";
	let at = start;
	while (at < line.length) {
		const c = line[at] ?? "";
		if (c === "'") {
			const end = closing(line, at + 1, "'");
			text += line.slice(at + 1, end);
			at = end + 1;
		} else if (c === '"') {
			const end = doubleQuoteEnd(line, at + 1);
			text += line.slice(at + 1, end).replace(/\\(["\\`])/g, "$1");
			at = end + 1;
		} else if (c === "\\") {
			text += line[at + 1] ?? "";
			at += 2;
		} else if (c === "$" && (line[at + 1] === "{" || line[at + 1] === "(")) {
			const end = balancedEnd(line, at + 1);
			text += line.slice(at, end);
			at = end;
		} else if (c === "`") {
			const end = closing(line, at + 1, "`");
			text += line.slice(at, end + 1);
			at = end + 1;
		} else if (/[\s;|&()<>]/.test(c)) {
			break;
		} else {
			text += c;
			at++;
		}
	}
	return { text, end: at };
}

function closing(line: string, from: number, quote: string): number {
	const end = line.indexOf(quote, from);
	return end < 0 ? line.length : end;
}

function doubleQuoteEnd(line: string, from: number): number {
	let at = from;
	while (at < line.length && line[at] !== '"') at += line[at] === "\\" ? 2 : 1;
	return Math.min(at, line.length);
}

/** End (exclusive) of the `{…}` or `(…)` that opens at `from`. */
function balancedEnd(line: string, from: number): number {
	const open = line[from] ?? "";
	const close = open === "{" ? "}" : ")";
	let depth = 0;
	for (let at = from; at < line.length; at++) {
		if (line[at] === open) depth++;
		else if (line[at] === close && --depth === 0) return at + 1;
	}
	return line.length;
}
