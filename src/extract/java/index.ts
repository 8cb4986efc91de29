import { parseDirective } from "../../facts/directive.js";
import type { ServerSource, WrittenListen } from "../../facts/server-source.js";
import { loadGrammar } from "../tree-sitter/grammar.js";
import {
	type SyntaxNode,
	type SyntaxTree,
	spanOf,
} from "../tree-sitter/syntax.js";
import { unparsed } from "../tree-sitter/unparsed.js";
import { endpointsIn } from "./sockets.js";
import { nodesIn, openFile, textOf } from "./syntax.js";

/** Loads the Java grammar and gives the extractor, which is pure and never throws. */
export async function loadJava(): Promise<(text: string) => ServerSource> {
	const grammar = await loadGrammar("java", {
		root: "program",
		comments: new Set(["line_comment", "block_comment"]),
		leaves: new Set(["string_literal", "import_declaration"]),
	});
	return (text) => {
		const tree = grammar.parse(text);
		return tree ? readFile(text, tree) : unparsed("java");
	};
}

/** Spring Boot listens there when nothing sets `server.port`. */
const SPRING_PORT = 8080;

function readFile(text: string, tree: SyntaxTree): ServerSource {
	const file = openFile(text, tree.root);
	const { routes, origins, gaps } = endpointsIn(file);
	const start = [...nodesIn(tree.root)].find((node) =>
		node.type === "marker_annotation" || node.type === "annotation"
			? textOf(file, node).startsWith("@SpringBootApplication")
			: false,
	);
	return {
		kind: "server-source",
		language: "java",
		entry: start !== undefined,
		routes,
		functions: [],
		handed: [],
		listens: start ? [springListen(start)] : [],
		portFields: [],
		origins,
		gaps: [
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

/** A Spring Boot program's port: the settings' (`server.port`), else the default. */
function springListen(start: SyntaxNode): WrittenListen {
	return {
		at: spanOf(start),
		ports: [{ port: SPRING_PORT, at: spanOf(start) }],
		field: "server.port",
		env: "SERVER_PORT",
		open: false,
		tls: false,
	};
}
