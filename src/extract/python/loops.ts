import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { assignTarget } from "./assignment.js";
import { expression } from "./expression.js";
import { type Flow, fork, versionIn } from "./flow.js";
import { joinAny, joinedVersion } from "./join.js";
import { assignedIn } from "./names.js";
import { type Reading, unknown, usedAs } from "./reading.js";
import type { Scope } from "./scope.js";
import { block } from "./statement.js";

/** `for target in list:`; the target is each `element` in turn. */
export function forStatement(reading: Reading, node: SyntaxNode): void {
	const [target, list] = node.children;
	const of = expression(reading, list);
	loop(reading, node, true, () => {
		if (!target) return;
		const at = spanOf(target);
		const statement = spanOf(node);
		assignTarget(reading, target, { k: "element", at, of }, { statement });
	});
}

/** `while test:`; a loop without end is left by `break` only. */
export function whileStatement(reading: Reading, node: SyntaxNode): void {
	const [condition] = node.children;
	usedAs(reading, "test", () => expression(reading, condition));
	const endless = condition?.type === "true" || condition?.type === "integer";
	loop(reading, node, !endless, () => {});
}

/**
 * The body is lowered once. What it assigns has, at its start, the value from
 * before or an unknown one from an earlier pass, so no definition depends on
 * itself; what it changes in place (`xs.append(…)`) starts as before the loop.
 */
function loop(
	reading: Reading,
	node: SyntaxNode,
	endsByItself: boolean,
	enter: () => void,
): void {
	const { scope } = reading;
	const { flow, tests, inLoop } = scope;
	const body = childOfType(node, "block");
	const start = fork(flow);
	if (body) carryOver(reading, start, body);
	const around = { start: flow, breaks: [], continues: [] };
	const pass: Flow = start;
	scope.flow = pass;
	scope.inLoop = true;
	scope.hedges += 1;
	scope.loops.push(around);
	enter();
	block(reading, body);
	leave(scope, flow, inLoop);
	scope.tests = tests;

	const { breaks, continues } = around;
	const after = endsByItself ? [fork(flow), pass, ...continues] : [];
	joinAny(reading, [...after, ...breaks], spanOf(node));
	block(reading, childOfType(node, "else_clause"));
}

function leave(scope: Scope, flow: Flow, inLoop: boolean): void {
	scope.flow = flow;
	scope.inLoop = inLoop;
	scope.hedges -= 1;
	scope.loops.pop();
}

function carryOver(reading: Reading, start: Flow, body: SyntaxNode): void {
	const at = spanOf(body);
	for (const name of assignedIn(body, reading.text)) {
		const before = versionIn(start, name);
		if (!before) continue;
		start.versions.set(
			name,
			joinedVersion(reading, name, [before], at, (values) => ({
				k: "any",
				at,
				of: [...values, unknown(at, `${name} changes from pass to pass`)],
			})),
		);
	}
}
