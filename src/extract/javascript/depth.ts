/** oxc-parser recurses natively: about 10,000 open brackets or chained operators can end the process. */
const MAX_BRACKETS = 2_000;
const MAX_CHAIN = 8_000;

/**
 * Whether oxc-parser, or what walks its tree, would exhaust the stack, which
 * ends the process. Strings are not told from code: cheap, and wrong only for
 * text that holds thousands of brackets or operators in one statement.
 */
export function overflowsParser(text: string): boolean {
	if (text.length < MAX_BRACKETS) return false;
	return hasDeepBrackets(text) || hasManyElses(text) || hasRun(text);
}

/** `else if` nests each branch in the one before. */
const MAX_ELSES = 3_000;

function hasManyElses(text: string): boolean {
	let count = 0;
	for (
		let at = text.indexOf("else");
		at >= 0;
		at = text.indexOf("else", at + 4)
	)
		if (++count > MAX_ELSES) return true;
	return false;
}

/**
 * What nests by repetition, with neither open brackets nor operators:
 * `typeof typeof …`, `a in a in …`, `class extends class extends …`,
 * `for (;;) for (;;) …`, `a[0][0]…`.
 */
const RUN =
	/[\s\S]{0,200}?(?:\b(?:typeof|void|delete|new|await|yield|keyof|readonly|unique|infer|do)\s+|\b(?:in|instanceof|as|satisfies)\s+[\w$.]+\s+|\bclass\s+(?:[\w$]+\s+)?extends\s+|\b(?:for|while|if|with)\s*\([^(){}]*\)\s*|\[[\w$]*\]\s*){60}/y;

/** A run that is long enough to harm is longer than this, in UTF-16 units: looking in here and there finds it. */
const SAMPLE = 2_000;

function hasRun(text: string): boolean {
	for (let at = 0; at < text.length; at += SAMPLE) {
		RUN.lastIndex = at;
		if (RUN.test(text)) return true;
	}
	return false;
}

/** Follows brackets and the operators of one statement. */
function hasDeepBrackets(text: string): boolean {
	let depth = 0;
	let chain = 0;
	for (let i = 0; i < text.length; i++) {
		switch (text.charCodeAt(i)) {
			case 0x28: // (
			case 0x5b: // [
				depth++;
				break;
			case 0x7b: // {
				depth++;
				chain = 0;
				break;
			case 0x29: // )
				chain++;
				if (depth > 0) depth--;
				break;
			case 0x5d: // ]
				if (depth > 0) depth--;
				break;
			case 0x7d: // }
				if (depth > 0) depth--;
				chain = 0;
				break;
			case 0x2c: // ,
			case 0x3b: // ;
				chain = 0;
				break;
			case 0x2f: // the `/` of `</a>` and `<a/>` takes back what the tags' `<` and `>` count
				if (text[i - 1] === "<") chain -= 6;
				else if (text[i + 1] === ">") chain -= 3;
				break;
			case 0x2d: // -
			case 0x2e: // . but not that of a number or of an SVG path
				if (!isDigit(text.charCodeAt(i + 1))) chain++;
				break;
			case 0x3d: // = but not that of an attribute
				if (text[i + 1] !== '"') chain++;
				break;
			case 0x3c: // <, whose nesting costs the parser twice as much
				chain += 2;
				break;
			case 0x21: // !
			case 0x25: // %
			case 0x26: // &
			case 0x2a: // *
			case 0x2b: // +
			case 0x3a: // :
			case 0x3e: // >
			case 0x3f: // ?
			case 0x5e: // ^
			case 0x60: // `
			case 0x7c: // |
			case 0x7e: // ~
				chain++;
				break;
		}
		if (depth > MAX_BRACKETS || chain > MAX_CHAIN) return true;
	}
	return false;
}

function isDigit(code: number): boolean {
	return code >= 0x30 && code <= 0x39;
}
