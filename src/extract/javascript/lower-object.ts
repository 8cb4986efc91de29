import type {
	ArrayExpression,
	ObjectExpression,
	ObjectProperty,
} from "oxc-parser";
import type { Expr, ObjectEntry } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { lowerExpression, lowerItem } from "./lower-expression.js";
import { functionValue } from "./lower-function.js";
import { isFunction, spanOf, staticKey } from "./syntax.js";

export function lowerArray(frame: Frame, node: ArrayExpression): Expr {
	const at = spanOf(node);
	return {
		k: "array",
		at,
		items: node.elements.map((item) =>
			item ? lowerItem(frame, item) : { k: "undefined", at },
		),
	};
}

export function lowerObject(frame: Frame, node: ObjectExpression): Expr {
	return {
		k: "object",
		at: spanOf(node),
		entries: node.properties.map((property) =>
			property.type === "SpreadElement"
				? {
						spread: lowerExpression(frame, property.argument),
						at: spanOf(property),
					}
				: lowerProperty(frame, property),
		),
	};
}

function lowerProperty(frame: Frame, node: ObjectProperty): ObjectEntry {
	const name = staticKey(node.key, node.computed);
	const key =
		name ??
		(node.key.type === "PrivateIdentifier"
			? ""
			: lowerExpression(frame, node.key));
	return {
		key,
		keyAt: spanOf(node.key),
		value: lowerPropertyValue(frame, node, name ?? ""),
		at: spanOf(node),
	};
}

/** A getter's entry is the result of calling it; a setter gives nothing to read. */
function lowerPropertyValue(
	frame: Frame,
	node: ObjectProperty,
	name: string,
): Expr {
	const at = spanOf(node);
	const { value } = node;
	if (!isFunction(value) || value.type === "ArrowFunctionExpression")
		return lowerExpression(frame, value, name);
	const method = functionValue(frame, value, {
		name,
		at: node.method || node.kind !== "init" ? at : spanOf(value),
		receiver: { k: "object" },
	});
	if (node.kind === "get")
		return { k: "call", at, callee: method, args: [], form: "call" };
	return node.kind === "set" ? { k: "undefined", at } : method;
}
