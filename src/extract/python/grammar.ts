import { createRequire } from "node:module";
import type { Span } from "../../facts/place.js";
import type { SyntaxNode, SyntaxTree } from "./syntax.js";

type TreeSitter = typeof import("@vscode/tree-sitter-wasm");
type Tree = NonNullable<
	ReturnType<InstanceType<TreeSitter["Parser"]>["parse"]>
>;
type Cursor = ReturnType<Tree["walk"]>;

/** The Python grammar, ready to parse. */
export interface Grammar {
	/** `undefined` when the parser itself gave up. Never throws. */
	parse(text: string): SyntaxTree | undefined;
}

let loading: Promise<Grammar> | undefined;

/**
 * Loads the WebAssembly runtime and the grammar, once per process (about 25 ms).
 * Rejects when the installed package is damaged.
 */
export function loadGrammar(): Promise<Grammar> {
	loading ??= load();
	return loading;
}

async function load(): Promise<Grammar> {
	const require = createRequire(import.meta.url);
	const { Language, Parser } =
		require("@vscode/tree-sitter-wasm") as TreeSitter;
	await Parser.init();
	const language = await Language.load(
		require.resolve("@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm"),
	);
	const kinds = language.types.map((type, id) =>
		language.nodeTypeIsNamed(id) ? type : undefined,
	);
	const parser = new Parser();
	parser.setLanguage(language);
	return {
		parse(text) {
			// Python itself refuses source with null bytes.
			if (text.includes("\0")) return undefined;
			try {
				const deadline = performance.now() + MAX_PARSE_MS;
				const tree = parser.parse(text, null, {
					progressCallback: () => performance.now() > deadline,
				});
				if (tree) return copied(tree, text, kinds);
			} catch {
				// A trap in the runtime: the next file starts with a clean parser.
			}
			parser.reset();
			return undefined;
		},
	};
}

/** Recovering from garbage takes the parser time that grows with the square of its length; a real file of 1 MB takes 0.2 s. */
const MAX_PARSE_MS = 3000;

function copied(
	tree: Tree,
	text: string,
	kinds: readonly (string | undefined)[],
): SyntaxTree {
	const cursor = tree.walk();
	try {
		return copyTree(cursor, text, kinds, tree.rootNode.hasError);
	} finally {
		cursor.delete();
		tree.delete();
	}
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

/** Deeper nodes lose their children; no hand-written Python comes near it, and recursion over the copy stays bounded. */
const MAX_DEPTH = 400;

const ERROR_KIND = 65535;

/** Each property read of a cursor crosses into WebAssembly, so every node is asked for four things at most, and leaves not for children. */
function copyTree(
	cursor: Cursor,
	text: string,
	kinds: readonly (string | undefined)[],
	hasError: boolean,
): SyntaxTree {
	const comments: Span[] = [];
	let error: Span | undefined;

	const noteError = (start: number, end: number): void => {
		if (!error || start < error[0]) error = [start, end];
	};

	const copy = (depth: number): SyntaxNode | undefined => {
		const kind = cursor.nodeTypeId;
		const type = kind === ERROR_KIND ? "ERROR" : kinds[kind];
		if (hasError && cursor.nodeIsMissing) {
			noteError(cursor.startIndex, cursor.endIndex);
		}
		if (type === undefined || type === "line_continuation") return undefined;
		const start = cursor.startIndex;
		const end = cursor.endIndex;
		if (type === "comment") {
			comments.push([start, end]);
			return undefined;
		}
		if (type === "ERROR") noteError(start, end);
		const children: SyntaxNode[] = [];
		if (
			depth < MAX_DEPTH &&
			!LEAVES.has(type) &&
			hasInside(type, text, start, end) &&
			cursor.gotoFirstChild()
		) {
			do {
				const child = copy(depth + 1);
				if (child) children.push(child);
			} while (cursor.gotoNextSibling());
			cursor.gotoParent();
		}
		return { type, start, end, children };
	};

	const root = copy(0) ?? {
		type: "module",
		start: 0,
		end: text.length,
		children: [],
	};
	return { root, comments, ...(error ? { error } : {}) };
}

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
