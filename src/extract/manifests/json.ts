import {
	getNodeValue,
	type Node,
	type ParseError,
	parseTree,
	printParseErrorCode,
} from "jsonc-parser";
import type { MaybeMalformed, Span } from "../../facts/index.js";

/** The tree of a JSON or JSONC text. */
export interface JsonObject extends MaybeMalformed {
	readonly root: Node;
}

/**
 * The tree of a JSON or JSONC text, with whatever could be read of a broken one;
 * undefined when there is no object. Offsets count a byte order mark. The parser
 * recurses: see `nestsTooDeeply`.
 */
export function parseJsonObject(text: string): JsonObject | undefined {
	const errors: ParseError[] = [];
	const root = parseTree(text.replace(/^\uFEFF/, " "), errors, {
		allowTrailingComma: true,
		allowEmptyContent: true,
	});
	return root?.type === "object"
		? { root, ...malformationIn(text, errors) }
		: undefined;
}

function malformationIn(
	text: string,
	[first]: readonly ParseError[],
): MaybeMalformed {
	if (!first) return {};
	const { error, offset, length } = first;
	// `CommaExpected`, `InvalidCharacter`, …
	const name = printParseErrorCode(error)
		.replace(/(?<=[a-z])(?=[A-Z])/g, " ")
		.toLowerCase();
	const line = text.slice(0, offset).split("\n").length;
	return {
		syntaxError: {
			message: `${name} at line ${line}`,
			at: [offset, offset + length],
		},
	};
}

/** Key and value of every member, in source order. */
export function membersOf(
	node: Node | undefined,
): { readonly key: string; readonly value: Node }[] {
	if (node?.type !== "object") return [];
	return (node.children ?? []).flatMap(({ children: [key, value] = [] }) =>
		key && value ? [{ key: String(key.value), value }] : [],
	);
}

/** Value of a member; the last one where it is given twice, as JSON readers do. */
export function memberOf(
	node: Node | undefined,
	key: string,
): Node | undefined {
	return membersOf(node).findLast((member) => member.key === key)?.value;
}

/** String at a node; undefined for anything else. */
export function stringOf(node: Node | undefined): string | undefined {
	return node?.type === "string" ? String(node.value) : undefined;
}

/** Strings of an array, or the one string that stands in its place. */
export function stringsOf(node: Node | undefined): string[] {
	const single = stringOf(node);
	if (single !== undefined) return [single];
	if (node?.type !== "array") return [];
	return (node.children ?? []).flatMap((child) => stringOf(child) ?? []);
}

/** The members that are strings. */
export function stringMembersOf(
	node: Node | undefined,
): Record<string, string> {
	return Object.fromEntries(
		membersOf(node).flatMap(({ key, value }) => {
			const text = stringOf(value);
			return text === undefined ? [] : [[key, text]];
		}),
	);
}

/** Span of a string without its quotes. */
export function insideQuotes(node: Node): Span {
	return [node.offset + 1, node.offset + node.length - 1];
}

export function spanOf(node: Node): Span {
	return [node.offset, node.offset + node.length];
}

export function plainValue(node: Node): unknown {
	return getNodeValue(node);
}
