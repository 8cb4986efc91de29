import { parseDirective } from "../../facts/directive.js";
import type { ServerGap, ServerSource } from "../../facts/server-source.js";
import { loadGrammar } from "../tree-sitter/grammar.js";
import { childOfType, type SyntaxTree } from "../tree-sitter/syntax.js";
import { unparsed } from "../tree-sitter/unparsed.js";
import { listensIn, portFieldsIn } from "./addresses.js";
import { originsIn } from "./origins.js";
import { registrationsIn } from "./routes.js";
import { unreadPackage } from "./sockets.js";
import { openFile, textOf } from "./syntax.js";

/** Loads the Go grammar and gives the extractor, which is pure and never throws. */
export async function loadGo(): Promise<(text: string) => ServerSource> {
	const grammar = await loadGrammar("go", {
		root: "source_file",
		comments: new Set(["comment"]),
		leaves: new Set(["interpreted_string_literal", "raw_string_literal"]),
	});
	return (text) => {
		const tree = grammar.parse(text);
		return tree ? readFile(text, tree) : unparsed("go");
	};
}

function readFile(text: string, tree: SyntaxTree): ServerSource {
	const file = openFile(text, tree.root);
	const { routes, functions, handed, gaps } = registrationsIn(file);
	const clause = childOfType(tree.root, "package_clause");
	const packages = [...file.imports.values()].flatMap((path): ServerGap[] => {
		const reason = unreadPackage(path);
		return reason === undefined ? [] : [{ at: [0, 0], reason }];
	});
	return {
		kind: "server-source",
		language: "go",
		entry: clause?.children.some((c) => textOf(file, c) === "main") ?? false,
		routes,
		functions,
		handed,
		listens: listensIn(file),
		portFields: portFieldsIn(file),
		origins: originsIn(file),
		gaps: [
			...packages,
			...gaps,
			...(tree.error
				? [{ at: tree.error, reason: "a part of it does not parse" }]
				: []),
		],
		directives: tree.comments.flatMap((at) => {
			const directive = parseDirective(text.slice(...at), at);
			return directive ? [directive] : [];
		}),
		...(tree.error && {
			syntaxError: { message: "unexpected text", at: tree.error },
		}),
	};
}
