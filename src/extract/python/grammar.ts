import {
	type Grammar,
	loadGrammar as loadTreeSitter,
} from "../tree-sitter/grammar.js";

let loading: Promise<Grammar> | undefined;

/**
 * Loads the WebAssembly runtime and the Python grammar, once per process
 * (about 25 ms). Rejects when the installed package is damaged.
 */
export function loadGrammar(): Promise<Grammar> {
	loading ??= load();
	return loading;
}

async function load(): Promise<Grammar> {
	const grammar = await loadTreeSitter("python", {
		root: "module",
		comments: new Set(["comment"]),
		leaves: LEAVES,
		ignored: new Set(["line_continuation"]),
		hasInside,
	});
	return {
		// Python itself refuses source with null bytes.
		parse: (text) => (text.includes("\0") ? undefined : grammar.parse(text)),
	};
}

/** Nodes whose insides are read from the text, or mean nothing here. */
const LEAVES = new Set([
	"identifier",
	"integer",
	"float",
	"comment",
	"dotted_name",
	"relative_import",
	"string_start",
	"string_content",
	"string_end",
	"escape_interpolation",
	"format_specifier",
	"type_conversion",
	"pass_statement",
	"break_statement",
	"continue_statement",
]);

/** Only f-strings hold expressions, and of annotations only those with a call (`Annotated[T, Depends(f)]`) are looked into. */
function hasInside(
	type: string,
	text: string,
	start: number,
	end: number,
): boolean {
	if (type === "string") {
		for (let at = start; at < end; at++) {
			const letter = text[at];
			if (letter === '"' || letter === "'") return false;
			if (letter === "f" || letter === "F") return true;
		}
		return false;
	}
	if (type === "type") return text.slice(start, end).includes("(");
	return true;
}
