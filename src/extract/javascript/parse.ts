import type { Comment, Program } from "oxc-parser";
import { parseSync } from "oxc-parser";
import type { Span } from "../../facts/place.js";
import { overflowsParser } from "./depth.js";

/** The grammars a script can be written in. */
export type Grammar = "js" | "ts" | "tsx";

/** A parsed script. Offsets of every node are UTF-16 offsets in the text given. */
export interface Parsed {
	readonly program: Program;
	readonly comments: readonly Comment[];
	/** oxc's TypeScript tree counts the delimiters (`` ` ``, `}`, `${`) into a template's texts, its JavaScript tree does not. */
	readonly delimitedQuasis: boolean;
	readonly syntaxError?: { readonly message: string; readonly at: Span };
}

interface Attempt {
	readonly lang: "jsx" | "ts" | "tsx";
	readonly sourceType: "module" | "commonjs";
}

/**
 * A `.js` file is nearly always a module that may hold JSX; it may also be a
 * CommonJS script (`return` at the top, `with`, octal numbers) or carry Flow
 * types, which the TypeScript grammar mostly reads.
 */
const ATTEMPTS: Readonly<Record<Grammar, readonly Attempt[]>> = {
	js: [
		{ lang: "jsx", sourceType: "module" },
		{ lang: "jsx", sourceType: "commonjs" },
		{ lang: "tsx", sourceType: "module" },
	],
	ts: [
		{ lang: "ts", sourceType: "module" },
		{ lang: "ts", sourceType: "commonjs" },
	],
	tsx: [{ lang: "tsx", sourceType: "module" }],
};

/** The grammar of a file by its name; anything unknown is read as JavaScript. */
export function grammarOf(path: string): Grammar {
	if (/\.tsx$/i.test(path)) return "tsx";
	return /\.[cm]?ts$/i.test(path) ? "ts" : "js";
}

/**
 * Parses `text`, trying the grammars its dialect allows until one reads it
 * without an error. The first attempt's tree is kept when none does. Never throws.
 */
export function parse(text: string, grammar: Grammar): Parsed {
	if (overflowsParser(text)) return unread("is nested too deeply to be read");
	let first: Parsed | undefined;
	for (const attempt of ATTEMPTS[grammar]) {
		const parsed = parseAs(text, attempt);
		if (!parsed.syntaxError) return parsed;
		first ??= parsed;
	}
	return first ?? unread("cannot be parsed");
}

function parseAs(text: string, { lang, sourceType }: Attempt): Parsed {
	try {
		const result = parseSync("script", text, {
			lang,
			sourceType,
			astType: lang === "jsx" ? "js" : "ts",
		});
		const error = result.errors[0];
		const label = error?.labels[0];
		return {
			program: result.program,
			comments: text.includes("wslint-disable") ? result.comments : [],
			delimitedQuasis: lang !== "jsx",
			...(error && {
				syntaxError: {
					message: error.message,
					at: label ? [label.start, label.end] : [0, 0],
				},
			}),
		};
	} catch (error) {
		return unread(error instanceof Error ? error.message : String(error));
	}
}

function unread(message: string): Parsed {
	const program: Program = {
		type: "Program",
		body: [],
		sourceType: "module",
		hashbang: null,
		start: 0,
		end: 0,
	};
	return {
		program,
		comments: [],
		delimitedQuasis: false,
		syntaxError: { message, at: [0, 0] },
	};
}
