import type { FileKind, Manifest } from "../discover/index.js";
import { isMinified, isSeed, mentions, roleOf } from "../discover/index.js";
import type { Code } from "../facts/code.js";
import type { FactCache } from "../facts/fact-cache.js";
import type { Fact, Unreadable } from "../facts/index.js";
import type { Library } from "../facts/library.js";
import { type Place, place } from "../facts/place.js";
import { decodeText, isUnreadable, type Tree } from "../tree/index.js";
import { type Extractor, loadExtractors } from "./extractors.js";
import { javascriptSpecifiers, pythonSpecifiers } from "./specifiers.js";

/** Code files extracted in one run at most (DESIGN §2); later ones are not followed. */
const MOST_CODE_FILES = 3000;

/** Largest lockfile read, in bytes. */
const LOCKFILE_LIMIT = 20_000_000;

/** A library over a tree, with what could not be read. */
export interface OpenLibrary extends Library {
	/** Unreadable files and syntax errors: path → one line. */
	readonly troubles: ReadonlyMap<string, string>;
	/** False when the bound of code files was reached. */
	readonly complete: boolean;
}

const CODE: ReadonlySet<FileKind> = new Set([
	"code-js",
	"code-python",
	"markup",
]);

/** Languages whose files are read lightly, and never led to by an import. */
const SERVER_CODE: ReadonlySet<FileKind> = new Set([
	"code-go",
	"code-java",
	"code-ruby",
	"code-elixir",
]);

/** Kinds of which most files say nothing: their text is tested first. */
const TESTED: ReadonlySet<FileKind> = new Set([
	...CODE,
	...SERVER_CODE,
	"code-json",
	"commands",
	"workflow",
]);

/**
 * Extracts every file that must be seen (manifests, env files, seeds) and
 * opens the rest for extraction on demand. Facts of sources are taken from the
 * cache where it has them.
 */
export async function openLibrary(
	tree: Tree,
	manifest: Manifest,
	cache?: FactCache,
): Promise<OpenLibrary> {
	const kinds = new Map(manifest.files.map(({ path, kind }) => [path, kind]));
	const folders = new Set<string>();
	for (const { path } of manifest.files)
		for (
			let at = path.lastIndexOf("/");
			at > 0;
			at = path.lastIndexOf("/", at - 1)
		) {
			const folder = path.slice(0, at);
			if (folders.has(folder)) break;
			folders.add(folder);
		}
	const facts = new Map<string, Fact>();
	const troubles = new Map<string, string>();
	const codePaths = manifest.files
		.filter(({ kind }) => CODE.has(kind))
		.map(({ path }) => path);

	tree.prefetch(kinds.keys());
	const contents = new Map<string, Uint8Array | undefined>();
	const bytesOf = (path: string): Uint8Array | undefined => {
		if (contents.has(path) || !kinds.has(path)) return contents.get(path);
		const bytes = sourceBytes(tree, path);
		if (isUnreadable(bytes)) troubles.set(path, bytes.reason);
		const usable = isUnreadable(bytes) || isMinified(bytes) ? undefined : bytes;
		contents.set(path, usable);
		return usable;
	};
	const seeds = manifest.files.filter(({ path, kind }) => {
		if (!TESTED.has(kind)) return true;
		if (
			(CODE.has(kind) || SERVER_CODE.has(kind)) &&
			NOT_JUDGED.has(roleOf(path))
		)
			return false;
		const bytes = bytesOf(path);
		return bytes !== undefined && isSeed(path, kind, bytes);
	});
	let extractors = await loadExtractors(new Set(seeds.map(({ kind }) => kind)));
	// A module that a JavaScript seed leads to may be markup, and the other way round.
	if (extractors.has("code-js") || extractors.has("markup"))
		extractors = new Map([
			...extractors,
			...(await loadExtractors(
				new Set<FileKind>(["code-js", "code-json", "markup", "tsconfig"]),
			)),
		]);
	let codeFiles = 0;
	/** The fact of a source from an earlier run, if its content is the same. */
	const kept = (path: string, kind: FileKind, read: () => Fact): Fact => {
		const isSource = CODE.has(kind) || SERVER_CODE.has(kind);
		const bytes = cache && isSource ? bytesOf(path) : undefined;
		if (!cache || !bytes) return read();
		const known = cache.get(kind, path, bytes);
		if (known) return known;
		const fact = read();
		if (fact.kind !== "unreadable") cache.put(kind, path, bytes, fact);
		return fact;
	};

	const library: OpenLibrary = {
		facts,
		codePaths,
		troubles,
		get complete() {
			return codeFiles < MOST_CODE_FILES;
		},
		has: (path) => kinds.has(path),
		hasFolder: (path) => folders.has(path),
		fact(path) {
			const known = facts.get(path);
			if (known) return known;
			const kind = kinds.get(path);
			const extractor = kind && extractors.get(kind);
			if (!kind || !extractor) return undefined;
			if (CODE.has(kind) && ++codeFiles > MOST_CODE_FILES) return undefined;
			const fact = kept(path, kind, () =>
				extractFile(tree, path, kind, extractor),
			);
			note(troubles, path, fact);
			facts.set(path, fact);
			return fact;
		},
		code: (path) => blocksOf(library.fact(path)),
		ownCode: codePaths.filter((path) => !NOT_JUDGED.has(roleOf(path))),
		...searchable(bytesOf),
		inReadme: (word) =>
			placesIn(
				tree,
				manifest.files.filter(({ path }) => README.test(path)),
				word,
				() => undefined,
			)[0],
		placesOf: (word) =>
			placesOf(tree, manifest, word, (path, kind) =>
				CODE.has(kind) ? bytesOf(path) : undefined,
			),
	};
	for (const { path } of seeds) library.fact(path);
	return library;
}

/** Bytes of a source; unreadable where no search could find a word: in UTF-16, in a binary file. */
function sourceBytes(tree: Tree, path: string): Uint8Array | Unreadable {
	const bytes = tree.read(path);
	if (isUnreadable(bytes) || !mentions(bytes, "\0")) return bytes;
	const text = decodeText(bytes);
	return isUnreadable(text) ? text : bytes;
}

function extractFile(
	tree: Tree,
	path: string,
	kind: FileKind,
	extractor: Extractor,
): Fact {
	const text = tree.readText(
		path,
		kind === "lockfile" ? LOCKFILE_LIMIT : undefined,
	);
	if (isUnreadable(text)) return text;
	try {
		return extractor(text.text, path);
	} catch (error) {
		const cause = error instanceof Error ? error.message : String(error);
		return {
			kind: "unreadable",
			reason: `could not be read (${cause.split("\n")[0]})`,
		};
	}
}

function note(troubles: Map<string, string>, path: string, fact: Fact): void {
	if (fact.kind === "unreadable") troubles.set(path, fact.reason);
	const parts = fact.kind === "markup" ? fact.scripts : [fact];
	for (const part of parts)
		if ("syntaxError" in part && part.syntaxError)
			troubles.set(path, `has a syntax error (${part.syntaxError.message})`);
}

function blocksOf(fact: Fact | undefined): readonly Code[] {
	if (fact?.kind === "code") return [fact];
	return fact?.kind === "markup" ? fact.scripts : [];
}

/** Text search over code; the bytes of each file are read once. */
function searchable(bytesOf: (path: string) => Uint8Array | undefined) {
	return {
		mentions(path: string, needle: string): boolean {
			const bytes = bytesOf(path);
			return bytes !== undefined && mentions(bytes, needle);
		},
		specifiers(path: string): readonly string[] {
			const bytes = bytesOf(path);
			if (!bytes) return [];
			// Latin-1, since decoding UTF-8 would cost more than the search.
			const text = Buffer.from(
				bytes.buffer,
				bytes.byteOffset,
				bytes.byteLength,
			).toString("latin1");
			return path.endsWith(".py")
				? pythonSpecifiers(text)
				: javascriptSpecifiers(text);
		},
	};
}

const NOT_SEARCHED: ReadonlySet<FileKind> = new Set([
	"env",
	"lockfile",
	"front",
]);

const README = /(^|\/)README[^/]*\.md$/i;

/** `known` gives the bytes of a file that was read before. */
type Known = (path: string, kind: FileKind) => Uint8Array | undefined;

function placesOf(
	tree: Tree,
	manifest: Manifest,
	word: string,
	known: Known,
): Place[] {
	const searched = manifest.files.filter(
		({ path, kind }) => !NOT_SEARCHED.has(kind) && !/\.(md|d\.ts)$/.test(path),
	);
	return placesIn(tree, searched, word, known);
}

function placesIn(
	tree: Tree,
	files: Manifest["files"],
	word: string,
	known: Known,
): Place[] {
	const whole = new RegExp(
		`(?<!\\w)${word.replace(/[^\w]/g, "\\$&")}(?!\\w)`,
		"g",
	);
	return files.flatMap(({ path, kind }) => {
		const bytes = known(path, kind) ?? tree.read(path);
		if (isUnreadable(bytes) || !mentions(bytes, word)) return [];
		const text = tree.readText(path);
		if (isUnreadable(text)) return [];
		return [...text.text.matchAll(whole)].map((m) =>
			place(path, [m.index, m.index + word.length]),
		);
	});
}

/** What tests, examples and the like open or call says nothing about what the app does. */
const NOT_JUDGED: ReadonlySet<string> = new Set([
	"test",
	"mock",
	"story",
	"example",
	"docs",
]);
