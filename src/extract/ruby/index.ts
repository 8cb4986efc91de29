import { parseDirective } from "../../facts/directive.js";
import type { ServerSource } from "../../facts/server-source.js";
import { loadGrammar } from "../tree-sitter/grammar.js";
import type { SyntaxTree } from "../tree-sitter/syntax.js";
import { unparsed } from "../tree-sitter/unparsed.js";
import { readRails } from "./rails.js";

/**
 * Loads the Ruby grammar and gives the extractor, which is pure and never
 * throws. Its ports stay open: `rails server -p` may replace what `puma.rb` says.
 */
export async function loadRuby(): Promise<
	(text: string, path: string) => ServerSource
> {
	const grammar = await loadGrammar("ruby", {
		root: "program",
		comments: new Set(["comment"]),
		leaves: new Set(["string", "regex", "simple_symbol"]),
	});
	return (text, path) => {
		const tree = grammar.parse(text);
		return tree ? readFile(text, path, tree) : unparsed("ruby");
	};
}

/** Packages and settings that answer sockets, or move paths, in ways that are not read. */
const UNREAD: readonly (readonly [RegExp, string])[] = [
	[/\bfaye\b|\bFaye\b/, "it uses Faye"],
	[/\banycable\b|\bAnyCable\b/, "it uses AnyCable"],
	[/\brelative_url_root\b/, "it stands below a relative URL root"],
	[/\bGraphQL::/, "it uses a GraphQL package"],
	[/\brack\.hijack\b/, "it takes connections over from Rack"],
	[
		/^[ \t]*mount[ (]+(?!(?:::)?ActionCable\b)(?![A-Z][\w:]*::(?:Engine|Web)\b)/m,
		"it mounts an app that is not followed",
	],
];

/** Gems that answer sockets of their own beside Action Cable, or in its place. */
const SOCKET_GEMS =
	/^[^#\n]*\bgem[ (]+["'](websocket-rails|tubesock|em-websocket|faye-websocket|iodine|plezi|async-websocket|falcon|hyperstack|lite_?cable|message_bus)["']/m;

function gemsIn(text: string, path: string): ServerSource["gaps"] {
	const gem = /(?:^|\/)Gemfile$/.test(path) && SOCKET_GEMS.exec(text)?.[1];
	return gem
		? [{ at: [0, 0], reason: `${gem} may answer sockets of its own` }]
		: [];
}

function readFile(text: string, path: string, tree: SyntaxTree): ServerSource {
	const { routes, listens, origins } = readRails(text, path, tree.root);
	return {
		kind: "server-source",
		language: "ruby",
		entry: /<\s*Rails::Application\b/.test(text),
		routes,
		functions: [],
		handed: [],
		listens,
		portFields: [],
		origins,
		gaps: [
			...UNREAD.flatMap(([pattern, reason]) =>
				pattern.test(text) ? [{ at: [0, 0] as const, reason }] : [],
			),
			...gemsIn(text, path),
			...(tree.error
				? [{ at: tree.error, reason: "a part of it does not parse" }]
				: []),
		],
		directives: tree.comments.flatMap((at) => {
			const directive = parseDirective(text.slice(...at), at);
			return directive ? [directive] : [];
		}),
	};
}
