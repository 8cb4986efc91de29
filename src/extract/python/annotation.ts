import type { SyntaxNode } from "../tree-sitter/syntax.js";
import { expression } from "./expression.js";
import { type Reading, textOf } from "./reading.js";

/** The text of a type annotation; calls in it (`Annotated[T, Depends(f)]`) are recorded. */
export function annotationOf(
	reading: Reading,
	type: SyntaxNode | undefined,
): string | undefined {
	if (!type) return undefined;
	recordCalls(reading, type);
	return textOf(reading, type);
}

function recordCalls(reading: Reading, node: SyntaxNode): void {
	if (node.type === "call") expression(reading, node);
	else for (const child of node.children) recordCalls(reading, child);
}
