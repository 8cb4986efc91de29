import type { Comment, Program } from "oxc-parser";
import { parseSync } from "oxc-parser";
import type { Span } from "../../facts/place.js";

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

/** oxc-parser recurses natively: about 10,000 open brackets or chained operators can end the process. */
const MAX_BRACKETS = 2_000;
const MAX_CHAIN = 8_000;

/**
 * Follows brackets and the operators of one statement without reading
 * strings: cheap, and wrong only for text that holds thousands of them.
 */
function overflowsParser(text: string): boolean {
	if (text.length < MAX_BRACKETS) return false;
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
			case 0x2f: // the `/` of `</a>` and `<a/>` takes back what the tags' `>` count
				if (text[i - 1] === "<") chain -= 2;
				else if (text[i + 1] === ">") chain--;
				break;
			case 0x2d: // -
			case 0x2e: // . but not that of a number or of an SVG path
				if (!isDigit(text.charCodeAt(i + 1))) chain++;
				break;
			case 0x3d: // = but not that of an attribute
				if (text[i + 1] !== '"') chain++;
				break;
			case 0x21: // !
			case 0x2a: // *
			case 0x2b: // +
			case 0x3e: // >
			case 0x3f: // ?
			case 0x60: // `
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
