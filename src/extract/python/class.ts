import type { Expr } from "../../value/expr.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { assignName } from "./bindings.js";
import { argumentsOf, decoratorCall } from "./call.js";
import { plain } from "./expression.js";
import { inScope, type Reading, textOf } from "./reading.js";
import { openScope } from "./scope.js";
import { block } from "./statement.js";

/** `class Name(bases): …`; `whole` is the statement with its decorators. */
export function classDefinition(
	reading: Reading,
	node: SyntaxNode,
	decorators: readonly SyntaxNode[],
	whole: SyntaxNode,
): void {
	const index = reading.classes.length;
	const at = spanOf(node);
	const [identifier] = node.children;
	const name = identifier ? textOf(reading, identifier) : "";
	const bases: Expr[] = [];
	reading.classes.push({ name, at, bases, fields: [], methods: new Map() });

	for (const {
		children: [applied],
	} of decorators) {
		if (applied?.type === "call") {
			decoratorCall(reading, applied, { cls: index });
		} else plain(reading, applied);
	}
	bases.push(...argumentsOf(reading, childOfType(node, "argument_list")).args);

	const inner = openScope("class", reading.scope, {
		cls: index,
		names: reading.names.get(node),
	});
	inScope(reading, inner, () => block(reading, childOfType(node, "block")));

	if (!identifier) return;
	const value: Expr = { k: "class", at, cls: index };
	assignName(reading, name, value, {
		at: spanOf(identifier),
		statement: spanOf(whole),
	});
}
