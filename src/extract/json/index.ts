import type { Node } from "jsonc-parser";
import type { Code } from "../../facts/index.js";
import { nestsTooDeeply } from "../../facts/nesting.js";
import type { Expr, ObjectEntry } from "../../value/expr.js";
import { parseJsonObject, plainValue, spanOf } from "../manifests/json.js";

/**
 * A JSON or JSONC file as the module it is to whoever imports it: an object as
 * its default export. Anything but an object exports nothing.
 */
export function extractJson(text: string): Code {
	const parsed = nestsTooDeeply(text) ? undefined : parseJsonObject(text);
	const value = parsed && exprOf(parsed.root);
	return {
		kind: "code",
		language: "javascript",
		defs: [],
		functions: [],
		classes: [],
		calls: [],
		keyReads: [],
		imports: [],
		exports: value ? { default: value } : {},
		starExports: [],
		...(value && { commonjs: value }),
		directives: [],
		pragmas: [],
		pauses: [],
		...(parsed?.syntaxError && { syntaxError: parsed.syntaxError }),
	};
}

function exprOf(node: Node): Expr {
	const at = spanOf(node);
	switch (node.type) {
		case "object":
			return { k: "object", at, entries: (node.children ?? []).flatMap(entry) };
		case "array":
			return { k: "array", at, items: (node.children ?? []).map(exprOf) };
		case "string":
			return { k: "text", at, value: String(node.value) };
		case "number":
		case "boolean":
		case "null":
			return {
				k: "scalar",
				at,
				value: plainValue(node) as number | boolean | null,
			};
		default:
			return { k: "unknown", at, reason: "the JSON is broken here" };
	}
}

function entry(property: Node): readonly ObjectEntry[] {
	const [key, value] = property.children ?? [];
	return key && value
		? [
				{
					key: String(key.value),
					keyAt: spanOf(key),
					value: exprOf(value),
					at: spanOf(property),
				},
			]
		: [];
}
