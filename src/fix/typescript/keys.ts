import type { Node } from "ts-morph";
import { CannotEdit, type TextEdit } from "../edit.js";
import type { FileIntent } from "../source.js";
import { nodeAt, type Script } from "./script.js";

/** Renames the key of an env read: a member name, a quoted key, or a destructured name, whose local name stays. */
export function renameKey(
	script: Script,
	{ at, to }: Extract<FileIntent, { readonly do: "rename-env-key" }>,
): TextEdit {
	const { Node } = script.morph;
	const node = nodeAt(script, at.span);
	const parent = node.getParent();
	if (Node.isStringLiteral(node))
		return { start: node.getStart() + 1, end: node.getEnd() - 1, text: to };
	if (!Node.isIdentifier(node))
		throw new CannotEdit(`${script.source.path} has no key there`);
	const isLocalName =
		Node.isBindingElement(parent) && parent.getNameNode() === node;
	const shortens =
		Node.isShorthandPropertyAssignment(parent) ||
		(isLocalName && !parent.getPropertyNameNode());
	return replacing(node, shortens ? `${to}: ${node.getText()}` : to);
}

function replacing(node: Node, text: string): TextEdit {
	return { start: node.getStart(), end: node.getEnd(), text };
}
