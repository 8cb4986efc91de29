import { createRequire } from "node:module";
import type { Span } from "../../facts/place.js";
import type { SyntaxNode, SyntaxTree } from "./syntax.js";

type TreeSitter = typeof import("@vscode/tree-sitter-wasm");
type Tree = NonNullable<
	ReturnType<InstanceType<TreeSitter["Parser"]>["parse"]>
>;
type Cursor = ReturnType<Tree["walk"]>;

/** A grammar, ready to parse. */
export interface Grammar {
	/** `undefined` when the parser itself gave up. Never throws. */
	parse(text: string): SyntaxTree | undefined;
}

/** What of a language's tree is copied. */
export interface TreeShape {
	/** Name of the root node, for a tree that is empty. */
	readonly root: string;
	/** Node types that hold a comment. */
	readonly comments: ReadonlySet<string>;
	/** Nodes whose insides are read from the text, or mean nothing. */
	readonly leaves: ReadonlySet<string>;
	/** Named nodes that are left out altogether. */
	readonly ignored?: ReadonlySet<string>;
	/** Whether a node's children are worth copying; all are when absent. */
	hasInside?(type: string, text: string, start: number, end: number): boolean;
}

let runtime: Promise<TreeSitter> | undefined;

/** Loads the WebAssembly runtime, once per process for all languages. */
function loadRuntime(): Promise<TreeSitter> {
	runtime ??= (async () => {
		const treeSitter = createRequire(import.meta.url)(
			"@vscode/tree-sitter-wasm",
		) as TreeSitter;
		await treeSitter.Parser.init();
		return treeSitter;
	})();
	return runtime;
}

/**
 * Loads the runtime and one grammar (about 25 ms); callers keep the result.
 * `language` is the grammar's file name (`go` of `tree-sitter-go.wasm`).
 * Rejects when the installed package is damaged.
 */
export async function loadGrammar(
	language: string,
	shape: TreeShape,
): Promise<Grammar> {
	const { Language, Parser } = await loadRuntime();
	const require = createRequire(import.meta.url);
	const grammar = await Language.load(
		require.resolve(
			`@vscode/tree-sitter-wasm/wasm/tree-sitter-${language}.wasm`,
		),
	);
	const kinds = grammar.types.map((type, id) =>
		grammar.nodeTypeIsNamed(id) && !shape.ignored?.has(type) ? type : undefined,
	);
	const parser = new Parser();
	parser.setLanguage(grammar);
	return {
		parse(text) {
			try {
				const deadline = performance.now() + MAX_PARSE_MS;
				const tree = parser.parse(text, null, {
					progressCallback: () => performance.now() > deadline,
				});
				if (tree) return copied(tree, text, kinds, shape);
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
	shape: TreeShape,
): SyntaxTree {
	const cursor = tree.walk();
	try {
		return copyTree(cursor, text, kinds, shape, tree.rootNode.hasError);
	} finally {
		cursor.delete();
		tree.delete();
	}
}

/** Deeper nodes lose their children; no hand-written program comes near it, and recursion over the copy stays bounded. */
const MAX_DEPTH = 400;

const ERROR_KIND = 65535;

/** Each property read of a cursor crosses into WebAssembly, so every node is asked for four things at most, and leaves not for children. */
function copyTree(
	cursor: Cursor,
	text: string,
	kinds: readonly (string | undefined)[],
	shape: TreeShape,
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
		if (type === undefined) return undefined;
		const start = cursor.startIndex;
		const end = cursor.endIndex;
		if (shape.comments.has(type)) {
			comments.push([start, end]);
			return undefined;
		}
		if (type === "ERROR") noteError(start, end);
		const children: SyntaxNode[] = [];
		if (
			depth < MAX_DEPTH &&
			!shape.leaves.has(type) &&
			(shape.hasInside?.(type, text, start, end) ?? true) &&
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
		type: shape.root,
		start: 0,
		end: text.length,
		children: [],
	};
	return { root, comments, ...(error ? { error } : {}) };
}
