import type { Unreadable } from "./index.js";

/** Open brackets, or levels of a YAML text, beyond which a text is not parsed. */
const DEEPEST = 500;

/** `- - - a`, `? ? a`: levels without a bracket or an indentation. */
const COMPACT_LEVELS = new RegExp(`(?:[-?]\\s+){${DEEPEST}}`);
const INDENTED_LEVELS = new RegExp(`^ {${DEEPEST}}`, "m");

/**
 * Whether a JSON, YAML or TOML text would bring its recursive parser near the
 * end of the stack. That must not happen: a regular expression that is compiled
 * there ends the process, and no `catch` sees it. Brackets in strings count.
 */
export function nestsTooDeeply(text: string): boolean {
	if (text.length < DEEPEST) return false;
	let depth = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		if (code === OPEN_BRACKET || code === OPEN_BRACE) {
			if (++depth > DEEPEST) return true;
		} else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) {
			if (depth > 0) depth--;
		}
	}
	return COMPACT_LEVELS.test(text) || INDENTED_LEVELS.test(text);
}

const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

export const TOO_DEEP: Unreadable = {
	kind: "unreadable",
	reason: "is nested too deeply to be read",
};
