import type { Expr } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { expression, plain } from "./expression.js";
import { inScope, type Reading, textOf, unknown, usedAs } from "./reading.js";
import { openScope } from "./scope.js";
import { alsoHolds, conjunction } from "./tests.js";

/** `[f(x) for x in xs if test]`, also as a set or generator. */
export function comprehension(reading: Reading, node: SyntaxNode): Expr {
	const at = spanOf(node);
	const { of, results, test } = clauses(reading, node);
	const [result] = results;
	return of && result
		? { k: "comprehension", at, of, result, ...(test ? { test } : {}) }
		: unknown(at, "a comprehension over several lists");
}

/** `{k: v for …}`: lowered for what is recorded in it. */
export function mappingComprehension(reading: Reading, node: SyntaxNode): Expr {
	clauses(reading, node);
	return unknown(spanOf(node), "a dictionary made in a loop");
}

/** Lowers the clauses in the order they run: sources and tests first, then what stands before the first `for`. */
function clauses(
	reading: Reading,
	node: SyntaxNode,
): {
	/** Absent when there are several `for`. */
	readonly of: Expr | undefined;
	readonly results: readonly Expr[];
	readonly test: Expr | undefined;
} {
	const [body, ...rest] = node.children;
	const scope = openScope("comprehension", reading.scope);
	const tests: Expr[] = [];
	const sources: Expr[] = [];
	for (const clause of rest) {
		if (clause.type === "for_in_clause") {
			const [target, ...lists] = clause.children;
			// The first source is evaluated outside of the comprehension.
			const outside = sources.length === 0 ? reading.scope : scope;
			const [list, ...more] = lists.map((part) =>
				inScope(reading, outside, () => plain(reading, part)),
			);
			const of: Expr =
				list && more.length === 0
					? list
					: {
							k: "array",
							at: spanOf(clause),
							items: list ? [list, ...more] : [],
						};
			sources.push(of);
			const at = target ? spanOf(target) : spanOf(clause);
			bindElement(reading, scope, target, { k: "element", at, of });
		} else if (clause.type === "if_clause") {
			inScope(reading, scope, () => {
				const test = usedAs(reading, "test", () =>
					expression(reading, clause.children[0]),
				);
				tests.push(test);
				scope.tests = alsoHolds(scope.tests, test);
			});
		}
	}
	scope.inLoop = true;
	const results = inScope(reading, scope, () =>
		(body?.type === "pair" ? body.children : body ? [body] : []).map((part) =>
			usedAs(reading, "value", () => expression(reading, part)),
		),
	);
	const [of] = sources.length === 1 ? sources : [];
	return { of, results, test: conjunction(tests) };
}

/** A loop variable is read as the element itself: it has no definition outside of the comprehension. */
function bindElement(
	reading: Reading,
	scope: ReturnType<typeof openScope>,
	target: SyntaxNode | undefined,
	value: Expr,
): void {
	if (!target) return;
	const at = spanOf(target);
	if (target.type === "identifier") {
		scope.flow.versions.set(textOf(reading, target), {
			kind: "value",
			at,
			read: () => value,
		});
		return;
	}
	target.children.forEach((part, index) => {
		const key: Expr = { k: "scalar", at: spanOf(part), value: index };
		bindElement(reading, scope, part, {
			k: "index",
			at: spanOf(part),
			of: value,
			key,
		});
	});
}
