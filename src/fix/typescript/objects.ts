import type { Node } from "ts-morph";
import type { LiteralObject } from "../../rule/finding.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import {
	appendItem,
	hasTrailingComma,
	isMultiLine,
} from "../layout/comma-list.js";
import { indentOf } from "../layout/lines.js";
import type { FileIntent } from "../source.js";
import {
	keyCode,
	literalCode,
	objectCode,
	type QuoteMark,
	quoteMarkOf,
} from "./quotes.js";
import { entryValue, listOf, nodeAt, objectAt, type Script } from "./script.js";

type Of<D extends FileIntent["do"]> = Extract<FileIntent, { readonly do: D }>;

/** Sets a property; a string shorthand of a proxy entry becomes the object it stands for. */
export function setProperty(
	script: Script,
	{ object, name, value }: Of<"set-property">,
): TextEdit[] {
	const mark = quoteMarkOf(script.source.text);
	const code = literalCode(value, mark);
	const node = nodeAt(script, object.span);
	const shorthand = script.morph.Node.isObjectLiteralExpression(node)
		? undefined
		: shorthandCode(script, node);
	if (shorthand !== undefined) {
		// What the shorthand implies stays in force (FACTS P6).
		const options = `{ target: ${shorthand}, changeOrigin: true, ${keyCode(name, mark)}: ${code} }`;
		return [replacing(node, options)];
	}
	const target = objectAt(script, object.span);
	const before = entryValue(script, target, name);
	if (!before) return append(script, target, `${keyCode(name, mark)}: ${code}`);
	const shortens = script.morph.Node.isShorthandPropertyAssignment(
		before.getParent(),
	);
	return [replacing(before, shortens ? `${name}: ${code}` : code)];
}

/** The text of a value that stands for its target: anything but an object, a function or a flag, as the value of an entry. */
function shorthandCode({ morph }: Script, node: Node): string | undefined {
	const { Node } = morph;
	const entry = node.getParent();
	const isTarget =
		Node.isStringLiteral(node) ||
		Node.isNoSubstitutionTemplateLiteral(node) ||
		Node.isTemplateExpression(node) ||
		Node.isIdentifier(node) ||
		Node.isPropertyAccessExpression(node) ||
		Node.isBinaryExpression(node);
	return isTarget &&
		Node.isPropertyAssignment(entry) &&
		entry.getInitializer() === node
		? node.getText()
		: undefined;
}

/** Adds an entry below a path of objects; those that are missing are created. */
export function addEntry(
	script: Script,
	{ object, path, key, value }: Of<"add-entry">,
): TextEdit[] {
	const mark = quoteMarkOf(script.source.text);
	let home = objectAt(script, object.span);
	const missing = [...path];
	for (const name of path) {
		const inside = entryValue(script, home, name);
		if (!inside) break;
		home = objectAt(script, [inside.getStart(), inside.getEnd()]);
		missing.shift();
	}
	const before = entryValue(script, home, key);
	if (before) {
		if (saysSame(before.getText(), value, mark)) return [];
		throw new CannotEdit(`${script.source.path} has \`${key}\` already`);
	}
	const entry = `${keyCode(key, mark)}: ${objectCode(value, mark)}`;
	return append(script, home, nested(script, home, missing, entry, mark));
}

function saysSame(code: string, value: LiteralObject, mark: QuoteMark) {
	const bare = (text: string) => text.replace(/\s+|,(?=\s*})/g, "");
	return bare(code) === bare(objectCode(value, mark));
}

/** `server: { proxy: { entry } }`, on lines of their own where the object around has them. */
function nested(
	script: Script,
	home: Node,
	path: readonly string[],
	entry: string,
	mark: QuoteMark,
): string {
	const list = listOf(script, home);
	if (!list || path.length === 0) return entry;
	const { text, unit, eol } = list;
	const keys = path.map((name) => keyCode(name, mark));
	if (!isMultiLine(list))
		return keys.reduceRight((code, name) => `${name}: { ${code} }`, entry);
	const [first] = list.items;
	const indent = first
		? indentOf(text, first[0])
		: indentOf(text, list.close) + unit;
	const comma = hasTrailingComma(list) ? "," : "";
	return keys.reduceRight((code, name, depth) => {
		const outer = indent + unit.repeat(depth);
		return `${name}: {${eol}${outer}${unit}${code}${comma}${eol}${outer}}`;
	}, entry);
}

function append(script: Script, object: Node, code: string): TextEdit[] {
	const list = listOf(script, object);
	return list ? appendItem(list, code) : [];
}

function replacing(node: Node, text: string): TextEdit {
	return { start: node.getStart(), end: node.getEnd(), text };
}
