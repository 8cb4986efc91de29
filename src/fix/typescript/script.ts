import type { Expression, Node, SourceFile } from "ts-morph";
import { blocksOf } from "../../extract/markup/blocks.js";
import { frontmatterOf } from "../../extract/markup/index.js";
import type { Span } from "../../facts/place.js";
import { CannotEdit } from "../edit.js";
import type { CommaList } from "../layout/comma-list.js";
import { indentUnit } from "../layout/lines.js";
import type { Source } from "../source.js";

type Morph = typeof import("ts-morph");

/** A script as a syntax tree whose offsets are those of the file it stands in. */
export interface Script {
	readonly source: Source;
	readonly file: SourceFile;
	/** The file, or the script block of it that was parsed. */
	readonly body: Span;
	/** The library, loaded with the first script. */
	readonly morph: Morph;
}

let loading: Promise<Morph> | undefined;

/**
 * Parses a JavaScript or TypeScript file, or the script block of a Vue, Svelte,
 * Astro or HTML file that holds the offset `at`: the rest of such a file is
 * blanked, so that offsets stay. Throws `CannotEdit` outside any script.
 */
export async function parseScript(source: Source, at: number): Promise<Script> {
	loading ??= import("ts-morph");
	const morph = await loading;
	const project = new morph.Project({
		useInMemoryFileSystem: true,
		skipLoadingLibFiles: true,
		compilerOptions: { allowJs: true },
	});
	const body = bodyOf(source, at);
	const isMarkup = MARKUP.test(source.path);
	const name = isMarkup ? "script.tsx" : source.path.replace(/^.*\//, "");
	const file = project.createSourceFile(name, blankedOutside(source, body));
	return { source, file, body, morph };
}

const MARKUP = /\.(vue|svelte|astro|html?)$/;

function bodyOf({ path, text }: Source, at: number): Span {
	if (!MARKUP.test(path)) return [0, text.length];
	const scripts = blocksOf(text).flatMap((block) =>
		block.k === "script" ? [block.body] : [],
	);
	const frontmatter = path.endsWith(".astro") && frontmatterOf(text);
	const bodies = frontmatter ? [frontmatter, ...scripts] : scripts;
	const found = bodies.find(([start, end]) => start <= at && at <= end);
	if (!found) throw new CannotEdit(`${path} has no script there`);
	return found;
}

/** A byte order mark is blanked too: the parser would drop it and shift the offsets. */
function blankedOutside({ text }: Source, [start, end]: Span): string {
	const blank = (part: string) => part.replace(/[^\r\n]/g, " ");
	return (
		blank(text.slice(0, start)) +
		text.slice(start, end).replace(/^\uFEFF/, " ") +
		blank(text.slice(end))
	);
}

/** The innermost node at exactly this span, a literal also where the span is what stands between its quotes. */
export function nodeAt({ file, source, morph }: Script, span: Span): Node {
	const [start, end] = span;
	let node = file.getDescendantAtPos(start);
	while (node && node.getEnd() < end) node = node.getParent();
	if (node?.getStart() === start && node.getEnd() === end) return node;
	if (
		node &&
		morph.Node.isStringLiteral(node) &&
		node.getStart() + 1 === start &&
		node.getEnd() - 1 === end
	)
		return node;
	throw new CannotEdit(`${source.path} has another form than expected there`);
}

/** The object literal at a span, taken out of brackets, type assertions and the call of `defineConfig`. */
export function objectAt(script: Script, span: Span): Node {
	const { Node } = script.morph;
	let node: Node | undefined = nodeAt(script, span);
	while (node && !Node.isObjectLiteralExpression(node))
		if (
			Node.isParenthesizedExpression(node) ||
			Node.isAsExpression(node) ||
			Node.isSatisfiesExpression(node)
		)
			node = node.getExpression();
		else if (Node.isCallExpression(node)) node = node.getArguments()[0];
		else node = undefined;
	if (!node)
		throw new CannotEdit(`${script.source.path} has no object literal there`);
	return node;
}

/** Entries, elements or arguments of a node as a list; undefined for a node that is none. */
export function listOf(script: Script, node: Node): CommaList | undefined {
	const { Node } = script.morph;
	const members: readonly Node[] | undefined = Node.isObjectLiteralExpression(
		node,
	)
		? node.getProperties()
		: Node.isArrayLiteralExpression(node)
			? node.getElements()
			: undefined;
	if (!members) return undefined;
	const { text, eol } = script.source;
	return {
		text,
		eol,
		open: node.getStart() + 1,
		close: node.getEnd() - 1,
		items: members.map((member): Span => [member.getStart(), member.getEnd()]),
		comments: "slashes",
		unit: indentUnit(text, "\t"),
		spaced: Node.isObjectLiteralExpression(node),
	};
}

/** The value of a named entry of an object literal; undefined when there is no such entry. Throws `CannotEdit` for a method or accessor. */
export function entryValue(
	script: Script,
	object: Node,
	name: string,
): Expression | undefined {
	const { Node } = script.morph;
	if (!Node.isObjectLiteralExpression(object)) return undefined;
	for (const property of object.getProperties()) {
		if (Node.isSpreadAssignment(property)) continue;
		const key = property.getNameNode();
		const named =
			Node.isStringLiteral(key) || Node.isNoSubstitutionTemplateLiteral(key)
				? key.getLiteralValue()
				: key.getText();
		if (named !== name) continue;
		if (Node.isPropertyAssignment(property))
			return property.getInitializerOrThrow();
		if (Node.isShorthandPropertyAssignment(property))
			return property.getNameNode();
		throw new CannotEdit(`\`${name}\` is a function in ${script.source.path}`);
	}
	return undefined;
}
