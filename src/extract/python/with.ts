import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { assignTarget } from "./assignment.js";
import { expression } from "./expression.js";
import type { Reading } from "./reading.js";
import { block } from "./statement.js";

/** `with value as name:`; the name stands for the value, as it does for files, sockets and clients. */
export function withStatement(reading: Reading, node: SyntaxNode): void {
	const items = childOfType(node, "with_clause")?.children ?? [];
	for (const item of items) {
		const [value] = item.type === "with_item" ? item.children : [item];
		if (value?.type !== "as_pattern") {
			expression(reading, value);
			continue;
		}
		const [source, target] = value.children;
		const entered = expression(reading, source);
		if (target) {
			assignTarget(reading, target, entered, { statement: spanOf(value) });
		}
	}
	block(reading, childOfType(node, "block"));
}
