import type {
	JSXAttributeItem,
	JSXAttributeValue,
	JSXChild,
	JSXElement,
	JSXElementName,
	JSXFragment,
} from "oxc-parser";
import type { CallExpr, Expr, ObjectEntry } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { recordCall } from "./lower-call.js";
import { lowerExpression } from "./lower-expression.js";
import { spanOf } from "./syntax.js";
import { unknown } from "./unit.js";
import { readName } from "./versions.js";

/** A component is called with one object of its attributes; an element of the page itself has no value, only what stands inside it. */
export function lowerMarkup(
	frame: Frame,
	node: JSXElement | JSXFragment,
): Expr {
	const at = spanOf(node);
	if (node.type === "JSXFragment") {
		lowerChildren(frame, node.children);
		return unknown(at, "markup");
	}
	const { name, attributes } = node.openingElement;
	const component = componentOf(frame, name);
	const entries = attributes.map((attribute) =>
		lowerAttribute(frame, attribute),
	);
	if (!component) {
		lowerChildren(frame, node.children);
		return unknown(at, "markup");
	}
	const props: Expr = {
		k: "object",
		at: spanOf(node.openingElement),
		entries,
	};
	const call: CallExpr = {
		k: "call",
		at,
		callee: component,
		args: [props],
		form: "jsx",
	};
	recordCall(frame, call);
	lowerChildren(frame, node.children);
	return call;
}

/** JSX itself decides by the first letter whether a plain name is a component. */
function componentOf(frame: Frame, name: JSXElementName): Expr | undefined {
	const at = spanOf(name);
	if (name.type === "JSXNamespacedName") return undefined;
	if (name.type === "JSXIdentifier")
		return /^[a-z]/.test(name.name)
			? undefined
			: readName(frame, name.name, at);
	const of: Expr | undefined =
		name.object.type === "JSXIdentifier"
			? readName(frame, name.object.name, spanOf(name.object))
			: componentOf(frame, name.object);
	return (
		of && {
			k: "member",
			at,
			of,
			name: name.property.name,
			nameAt: spanOf(name.property),
		}
	);
}

function lowerAttribute(frame: Frame, node: JSXAttributeItem): ObjectEntry {
	const at = spanOf(node);
	if (node.type === "JSXSpreadAttribute")
		return { spread: lowerExpression(frame, node.argument), at };
	const key =
		node.name.type === "JSXIdentifier"
			? node.name.name
			: `${node.name.namespace.name}:${node.name.name.name}`;
	const keyAt = spanOf(node.name);
	const value: Expr = node.value
		? lowerAttributeValue(frame, node.value, key)
		: { k: "scalar", at: keyAt, value: true };
	return { key, keyAt, value, at };
}

function lowerAttributeValue(
	frame: Frame,
	node: JSXAttributeValue,
	name: string,
): Expr {
	if (node.type === "Literal")
		return { k: "text", at: spanOf(node), value: decoded(node.value) };
	if (node.type !== "JSXExpressionContainer") return lowerMarkup(frame, node);
	return node.expression.type === "JSXEmptyExpression"
		? { k: "undefined", at: spanOf(node) }
		: lowerExpression(frame, node.expression, name);
}

function lowerChildren(frame: Frame, children: readonly JSXChild[]): void {
	for (const child of children) {
		if (child.type === "JSXText") continue;
		if (child.type === "JSXElement" || child.type === "JSXFragment")
			lowerExpression(frame, child);
		else if (child.expression.type !== "JSXEmptyExpression")
			lowerExpression(frame, child.expression);
	}
}

const ENTITIES: Readonly<Record<string, string>> = {
	"&amp;": "&",
	"&quot;": '"',
	"&apos;": "'",
	"&lt;": "<",
	"&gt;": ">",
};

/** Attribute texts know HTML entities; those that URLs need are read. */
function decoded(text: string): string {
	return text.replace(/&(?:amp|quot|apos|lt|gt);/g, (it) => ENTITIES[it] ?? it);
}
