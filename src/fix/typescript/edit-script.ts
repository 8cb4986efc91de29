import type { Node } from "ts-morph";
import type { Place } from "../../facts/place.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import {
	appendItem,
	type CommaList,
	moveItem,
	removeItem,
} from "../layout/comma-list.js";
import { appendToText } from "../layout/list-text.js";
import { literalEdit, literalText } from "../layout/literal.js";
import type { Editor, FileIntent, Source } from "../source.js";
import { declareKeys } from "./ambient.js";
import { addImports } from "./imports.js";
import { renameKey } from "./keys.js";
import { addEntry, setProperty } from "./objects.js";
import { type QuoteMark, quoted, quoteMarkOf } from "./quotes.js";
import { replaceExpression } from "./replace.js";
import { listOf, nodeAt, parseScript, type Script } from "./script.js";

/**
 * Edits of JavaScript and TypeScript, in files of their own and in script
 * blocks. The syntax tree says where; what is not changed is not touched.
 */
export const editScript: Editor = async (source, intents) => {
	const edits: TextEdit[] = [];
	for (const intent of intents) edits.push(...(await editsFor(source, intent)));
	return [...edits, ...(await imports(source, intents))];
};

async function editsFor(
	source: Source,
	intent: FileIntent,
): Promise<readonly TextEdit[]> {
	const { text } = source;
	switch (intent.do) {
		case "replace-text":
			return [literalEdit(text, intent.at.span, intent.text, "javascript")];
		case "set-property":
			return setProperty(await at(source, intent.object), intent);
		case "add-entry":
			return addEntry(await at(source, intent.object), intent);
		case "replace-expression":
			return [replaceExpression(await at(source, intent.at), intent)];
		case "rename-env-key":
			return [renameKey(await at(source, intent.at), intent)];
		case "remove":
			return remove(await at(source, intent.at), intent.at);
		case "add-item":
			return intent.form === "array"
				? addElement(await at(source, intent.list), intent.list, intent.text)
				: addToText(source, intent.list, intent.text);
		case "move-before":
			return move(await at(source, intent.entry), intent.entry, intent.before);
		case "declare-env-type":
			return declareKeys(await parseScript(source, 0), [intent.key]);
		default:
			throw new CannotEdit(`${source.path} is a script`);
	}
}

function at(source: Source, { span }: Place): Promise<Script> {
	return parseScript(source, span[0]);
}

/** Imports of all intents together, per script block. */
async function imports(
	source: Source,
	intents: readonly FileIntent[],
): Promise<readonly TextEdit[]> {
	const edits: TextEdit[] = [];
	const wanted = new Map<number, { script: Script; all: NamedImports }>();
	for (const intent of intents) {
		if (intent.do !== "replace-expression" || !intent.imports) continue;
		const script = await at(source, intent.at);
		const known = wanted.get(script.body[0])?.all ?? [];
		wanted.set(script.body[0], { script, all: [...known, ...intent.imports] });
	}
	for (const { script, all } of wanted.values())
		edits.push(...addImports(script, all));
	return edits;
}

type NamedImports = NonNullable<
	Extract<FileIntent, { readonly do: "replace-expression" }>["imports"]
>;

function addElement(script: Script, list: Place, item: string): TextEdit[] {
	const node = nodeAt(script, list.span);
	const { Node } = script.morph;
	const array = listOf(script, node);
	if (!array || !Node.isArrayLiteralExpression(node))
		throw new CannotEdit(`${script.source.path} has no array literal there`);
	const texts = node
		.getElements()
		.filter(
			(e) => Node.isStringLiteral(e) || Node.isNoSubstitutionTemplateLiteral(e),
		);
	if (texts.some((e) => e.getLiteralValue() === item)) return [];
	const mark = texts.at(-1)?.getText()[0];
	const own: QuoteMark =
		mark === "'" || mark === '"' ? mark : quoteMarkOf(script.source.text);
	return appendItem(array, quoted(item, own));
}

function addToText(source: Source, list: Place, item: string): TextEdit[] {
	const raw = literalText(source.text, list.span, "javascript");
	const next = appendToText(raw, "comma-text", item);
	return next === raw
		? []
		: [literalEdit(source.text, list.span, next, "javascript")];
}

function remove(script: Script, place: Place): TextEdit[] {
	const { list, index } = memberAt(script, place);
	return removeItem(list, index);
}

function move(script: Script, entry: Place, before: Place): TextEdit[] {
	const from = memberAt(script, entry);
	const to = memberAt(script, before);
	if (from.list.open !== to.list.open)
		throw new CannotEdit("the entries stand in different objects");
	return from.index < to.index ? [] : moveItem(from.list, from.index, to.index);
}

/** The object or array that holds a member (or the member's key) at a place. */
function memberAt(
	script: Script,
	{ span }: Place,
): { readonly list: CommaList; readonly index: number } {
	let node: Node | undefined = nodeAt(script, span);
	while (node) {
		const list: CommaList | undefined = listOf(
			script,
			node.getParent() ?? node,
		);
		const [start, end] = [node.getStart(), node.getEnd()];
		const index =
			list?.items.findIndex((i) => i[0] === start && i[1] === end) ?? -1;
		if (list && index >= 0) return { list, index };
		node = node.getParent();
	}
	throw new CannotEdit(`${script.source.path} has no list there`);
}
