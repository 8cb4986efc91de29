import type {
	Directive,
	IfStatement,
	Node,
	Statement,
	VariableDeclaration,
} from "oxc-parser";
import type { Expr } from "../../value/expr.js";
import {
	assume,
	type Frame,
	inScopeOf,
	restore,
	snapshot,
	where,
} from "./frame.js";
import { noteHolder } from "./key-reads.js";
import { lowerClass } from "./lower-class.js";
import { lowerEnum } from "./lower-enum.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerFunction } from "./lower-function.js";
import { lowerJump, lowerLabeled } from "./lower-jump.js";
import { lowerLoop } from "./lower-loop.js";
import { joinChoice, lowerTest } from "./lower-operator.js";
import { lowerSwitch } from "./lower-switch.js";
import { lowerTry } from "./lower-try.js";
import { lowerModuleStatement } from "./modules.js";
import {
	branch,
	FALLS,
	falls,
	LEAVES,
	type Outcome,
	sequence,
} from "./outcome.js";
import { destructure } from "./pattern.js";
import { varies } from "./scope.js";
import { isIdentifier, spanOf } from "./syntax.js";
import { MAX_DEPTH, unknown } from "./unit.js";
import { declare } from "./versions.js";

export function lowerStatements(
	frame: Frame,
	nodes: readonly (Statement | Directive)[],
): Outcome {
	return sequence(nodes.map((node) => lowerStatement(frame, node)));
}

/** Runs one statement: versions, guards and facts change in the frame; the outcome says how control leaves it. */
export function lowerStatement(
	frame: Frame,
	node: Statement | Directive,
): Outcome {
	const { unit } = frame;
	if (unit.depth >= MAX_DEPTH) return FALLS;
	unit.depth++;
	frame.statement = spanOf(node);
	const outcome = lower(frame, node);
	unit.depth--;
	return outcome;
}

function lower(frame: Frame, node: Statement | Directive): Outcome {
	switch (node.type) {
		case "ExpressionStatement":
			lowerExpression(frame, node.expression);
			return FALLS;
		case "VariableDeclaration":
			lowerDeclaration(frame, node);
			return FALLS;
		case "FunctionDeclaration": {
			const binding = node.id && frame.scope.find(node.id.name);
			const at = spanOf(node);
			const name = node.id?.name ?? "";
			const receiver = { k: "none" } as const;
			const fn = lowerFunction(frame, node, { name, at, receiver });
			if (binding) declare(frame, binding, { k: "fn", at, fn }, at);
			return FALLS;
		}
		case "ClassDeclaration": {
			if (node.declare) return FALLS;
			const binding = node.id && frame.scope.find(node.id.name);
			const at = spanOf(node);
			const cls = lowerClass(frame, node, node.id?.name ?? "");
			if (binding) declare(frame, binding, { k: "class", at, cls }, at);
			return FALLS;
		}
		case "BlockStatement":
			return inScopeOf(frame, node, () => lowerStatements(frame, node.body));
		case "IfStatement":
			return lowerIf(frame, node);
		case "ReturnStatement":
			return {
				k: "gives",
				value: node.argument
					? lowerExpression(frame, node.argument)
					: { k: "undefined", at: spanOf(node) },
			};
		case "ThrowStatement":
			lowerExpression(frame, node.argument);
			return LEAVES;
		case "BreakStatement":
		case "ContinueStatement":
			return lowerJump(frame, node.type, node.label?.name);
		case "TryStatement":
			return lowerTry(frame, node);
		case "SwitchStatement":
			return lowerSwitch(frame, node);
		case "ForStatement":
		case "ForInStatement":
		case "ForOfStatement":
		case "WhileStatement":
		case "DoWhileStatement":
			return lowerLoop(frame, node);
		case "LabeledStatement":
			return lowerLabeled(frame, node.label.name, node.body);
		case "WithStatement":
			lowerExpression(frame, node.object);
			return lowerStatement(frame, node.body);
		case "TSEnumDeclaration":
			lowerEnum(frame, node);
			return FALLS;
		case "TSModuleDeclaration": {
			const { body } = node;
			if (node.declare || !body || node.global) return FALLS;
			const binding =
				node.id.type === "Identifier" && frame.scope.find(node.id.name);
			const at = spanOf(node);
			if (binding)
				declare(frame, binding, unknown(at, "a TypeScript namespace"), at);
			inScopeOf(frame, body, () => lowerStatements(frame, body.body));
			return FALLS;
		}
		default:
			lowerModuleStatement(frame, node);
			return FALLS;
	}
}

/** Declares variables; `adapt` says what the declared values become. */
export function lowerDeclaration(
	frame: Frame,
	node: VariableDeclaration,
	adapt = (value: Expr) => value,
): void {
	if (node.declare) return;
	const statement = spanOf(node);
	for (const { id, init } of node.declarations) {
		const name = isIdentifier(id) ? id.name : "";
		if (!init && node.kind === "var" && isAssigned(frame, id)) continue;
		const value: Expr = init
			? lowerExpression(frame, init, name)
			: { k: "undefined", at: spanOf(id) };
		declarePattern(frame, id, adapt(value), statement);
	}
}

/** `var x;` says nothing about a name that is assigned elsewhere. */
function isAssigned(frame: Frame, id: Node): boolean {
	const binding = isIdentifier(id) && frame.scope.find(id.name);
	return binding ? varies(binding) || binding.def !== undefined : false;
}

/** Gives every name of a declaring pattern its first value. */
export function declarePattern(
	frame: Frame,
	pattern: VariableDeclaration["declarations"][number]["id"],
	value: Expr,
	statement = frame.statement,
): void {
	destructure(frame, pattern, value, (target, part) => {
		const binding = isIdentifier(target) && frame.scope.find(target.name);
		if (!binding) return;
		noteHolder(frame.unit, binding, part);
		declare(frame, binding, part, statement);
	});
}

function lowerIf(frame: Frame, node: IfStatement): Outcome {
	const at = spanOf(node);
	const guard = lowerTest(frame, node.test);
	const before = snapshot(frame);
	const then = where(frame, guard, true, () =>
		lowerStatement(frame, node.consequent),
	);
	const afterThen = snapshot(frame);
	restore(frame, before);
	const { alternate } = node;
	const otherwise = alternate
		? where(frame, guard, false, () => lowerStatement(frame, alternate))
		: FALLS;
	const afterOtherwise = snapshot(frame);
	if (falls(then) && falls(otherwise))
		joinChoice(frame, guard.test, afterThen, afterOtherwise, at);
	else if (falls(then)) {
		restore(frame, afterThen);
		assume(frame, guard, true);
	} else if (falls(otherwise)) assume(frame, guard, false);
	return branch(guard.test, then, otherwise, at);
}
