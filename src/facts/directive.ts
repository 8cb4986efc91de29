import type { Directive } from "./code.js";
import type { Span } from "./place.js";

const SCOPES = {
	"-next-line": "next-line",
	"-line": "same-line",
	"-file": "file",
	"": "file",
} as const;

/** The directive is the first word of its comment: prose that mentions it suppresses nothing. */
const GRAMMAR =
	/^wslint-disable(-next-line|-line|-file|)(?=$|[\s,:])[\s:]*(.*)$/s;

/**
 * Reads one comment as a suppression: `wslint-disable-next-line rule, rule -- reason`,
 * `wslint-disable-line …` or `wslint-disable-file …` (`wslint-disable` alone is
 * the same as `-file`).
 *
 * `comment` may carry its delimiters (`//`, `block comment marks`, `#`, `<!-- -->`) or not; `at`
 * covers the whole comment in UTF-16 offsets and is passed through.
 * Returns `undefined` for any other comment. Never throws.
 */
export function parseDirective(
	comment: string,
	at: Span,
): Directive | undefined {
	if (!comment.includes("wslint-disable")) return undefined;
	const match = GRAMMAR.exec(withoutDelimiters(comment));
	if (!match) return undefined;
	const [rules = "", ...reason] = (match[2] ?? "").split(/(?:^|\s)--(?=\s|$)/);
	const stated = reason.join(" --").trim();
	return {
		at,
		scope: SCOPES[match[1] as keyof typeof SCOPES],
		rules: rules.split(/[\s,]+/).filter((rule) => rule !== ""),
		...(stated === "" ? {} : { reason: stated }),
	};
}

function withoutDelimiters(comment: string): string {
	return comment
		.trim()
		.replace(/^(?:<!--+|\/\/+|\/\*+|#+|\{\/\*+|\*+)/, "")
		.replace(/(?:--+>|\*+\/\}?)$/, "")
		.trim();
}
