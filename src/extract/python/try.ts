import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { assignTarget } from "./assignment.js";
import { expression } from "./expression.js";
import { changesSince, type Flow, fork, versionIn } from "./flow.js";
import { joinAny, joinedVersion } from "./join.js";
import { type Reading, unknown } from "./reading.js";
import { block } from "./statement.js";

/**
 * `try … except … else … finally`. A handler may start before or after anything
 * the body did; below the statement the names have `any` of their values.
 */
export function tryStatement(reading: Reading, node: SyntaxNode): void {
	const { scope } = reading;
	const { flow, tests } = scope;
	const [body, ...clauses] = node.children;
	const handlers = clauses.filter(({ type }) => type.startsWith("except"));
	if (handlers.length > 0) scope.hedges += 1;

	const tried = fork(flow);
	tried.ended = flow.ended;
	scope.flow = tried;
	block(reading, body);
	const interrupted = changesSince(flow, tried);
	for (const clause of clauses) {
		if (clause.type === "else_clause") block(reading, clause);
	}
	const heldAfterBody = scope.tests;

	const handled = handlers.map((handler) => {
		const branch = interruptedFlow(reading, flow, interrupted, handler);
		scope.flow = branch;
		scope.tests = tests;
		exceptClause(reading, handler);
		return branch;
	});
	if (handlers.length > 0) scope.hedges -= 1;
	scope.flow = flow;
	scope.tests = handled.every((branch) => branch.ended) ? heldAfterBody : tests;
	joinAny(reading, [tried, ...handled], spanOf(node));
	for (const clause of clauses) {
		if (clause.type === "finally_clause") block(reading, clause);
	}
}

function exceptClause(reading: Reading, handler: SyntaxNode): void {
	const [caught] = handler.children;
	if (caught?.type === "as_pattern") {
		const [type, target] = caught.children;
		expression(reading, type);
		if (target) {
			const value = unknown(spanOf(target), "a caught exception");
			assignTarget(reading, target, value, { statement: spanOf(caught) });
		}
	} else if (caught && caught.type !== "block") expression(reading, caught);
	block(reading, childOfType(handler, "block"));
}

function interruptedFlow(
	reading: Reading,
	before: Flow,
	interrupted: Flow,
	handler: SyntaxNode,
): Flow {
	const branch = fork(before);
	branch.ended = before.ended;
	const at = spanOf(handler);
	for (const [name, version] of interrupted.versions) {
		const earlier = versionIn(before, name);
		branch.versions.set(
			name,
			earlier
				? joinedVersion(reading, name, [earlier, version], at, (of) => ({
						k: "any",
						at,
						of,
					}))
				: version,
		);
	}
	return branch;
}
