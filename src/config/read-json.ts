import {
	type Node,
	type ParseError,
	parseTree,
	printParseErrorCode,
} from "jsonc-parser";
import { Lines } from "../engine/lines.js";
import { nestsTooDeeply } from "../facts/nesting.js";
import type { Span } from "../facts/place.js";
import { ConfigError } from "./config-error.js";
import { type Located, type Path, Places } from "./located.js";

/**
 * Reads `wslint.config.json` (comments and trailing commas allowed), or the
 * `wslint` key of a package.json when `key` names it; undefined when that key
 * is absent. Throws `ConfigError` when the text is not JSON.
 */
export function readJson(
	file: string,
	text: string,
	key?: string,
): Located | undefined {
	if (nestsTooDeeply(text)) {
		if (key) return undefined;
		throw new ConfigError([
			{ where: file, message: "is nested too deeply to be read" },
		]);
	}
	const errors: ParseError[] = [];
	const tree = parseTree(text, errors, { allowTrailingComma: true });
	const chosen = key && tree ? memberOf(tree, key) : tree;
	if (key && !chosen) return undefined;
	const [first] = errors;
	if (first || !chosen) {
		const lines = new Lines(text);
		const offset = first?.offset ?? 0;
		throw new ConfigError([
			{
				where: `${file}:${lines.lineOf(offset)}:${lines.columnOf(offset)}`,
				message: `is not valid JSON (${first ? printParseErrorCode(first.error) : "empty"})`,
			},
		]);
	}
	const places = new Places();
	return places.locate(file, dataOf(chosen, [], places));
}

function memberOf(object: Node, name: string): Node | undefined {
	return object.children?.find(
		(property) => property.children?.[0]?.value === name,
	)?.children?.[1];
}

function dataOf(node: Node, path: Path, places: Places, key?: Span): unknown {
	places.add(path, spanOf(node), key);
	if (node.type === "array")
		return (node.children ?? []).map((item, i) =>
			dataOf(item, [...path, i], places),
		);
	if (node.type !== "object") return node.value;
	return Object.fromEntries(
		(node.children ?? []).flatMap((property) => {
			const [name, value] = property.children ?? [];
			if (!name || !value) return [];
			const member = String(name.value);
			return [[member, dataOf(value, [...path, member], places, spanOf(name))]];
		}),
	);
}

function spanOf(node: Node): Span {
	return [node.offset, node.offset + node.length];
}
