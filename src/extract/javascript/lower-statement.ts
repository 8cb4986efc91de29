import type {
	Directive,
	ExpressionStatement,
	IfStatement,
	Statement,
	TryStatement,
	TSEnumDeclaration,
	VariableDeclaration,
} from "oxc-parser";
import type { Expr, ObjectEntry } from "../../value/expr.js";
import {
	assume,
	type Env,
	type Exit,
	type Frame,
	inScopeOf,
	keepingGuard,
	restore,
	snapshot,
	where,
} from "./frame.js";
import { applyMutation } from "./lower-assignment.js";
import { lowerClass } from "./lower-class.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerFunction } from "./lower-function.js";
import { lowerLoop } from "./lower-loop.js";
import { joinChoice, lowerTest } from "./lower-operator.js";
import { lowerSwitch } from "./lower-switch.js";
import { lowerModuleStatement } from "./modules.js";
import { mutationOf } from "./mutation.js";
import {
	BREAKS,
	branch,
	either,
	FALLS,
	falls,
	LEAVES,
	type Outcome,
	sequence,
} from "./outcome.js";
import { destructure } from "./pattern.js";
import {
	isIdentifier,
	isString,
	keySpan,
	spanOf,
	staticKey,
} from "./syntax.js";
import { MAX_DEPTH, unknown } from "./unit.js";
import { declare, joinAny } from "./versions.js";

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
			return lowerExpressionStatement(frame, node);
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

function lowerExpressionStatement(
	frame: Frame,
	node: ExpressionStatement | Directive,
): Outcome {
	const value = lowerExpression(frame, node.expression);
	const mutation = mutationOf(node.expression);
	if (mutation) applyMutation(frame, mutation, value);
	return FALLS;
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
		if (!init && node.kind === "var") continue;
		const value: Expr = init
			? lowerExpression(frame, init, name)
			: { k: "undefined", at: spanOf(id) };
		declarePattern(frame, id, adapt(value), statement);
	}
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
		if (binding) declare(frame, binding, part, statement);
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

/** Only an unlabelled `break` of a switch goes on right after it; every other jump gives no value. */
function lowerJump(
	frame: Frame,
	type: "BreakStatement" | "ContinueStatement",
	label: string | undefined,
): Outcome {
	const isBreak = type === "BreakStatement";
	const exit = frame.exits.findLast((each) =>
		label === undefined
			? each.kind === "loop" || (isBreak && each.kind === "switch")
			: each.label === label,
	);
	if (!exit) return LEAVES;
	(isBreak ? exit.breaks : exit.continues).push(snapshot(frame));
	return exit.kind === "switch" && label === undefined ? BREAKS : LEAVES;
}

/** Runs `body` inside something that `break` leaves; gives the exit with the versions that left through it. */
export function inExit<T>(
	frame: Frame,
	kind: Exit["kind"],
	body: (exit: Exit) => T,
): T {
	const { exits, label } = frame;
	const exit: Exit = { kind, label, breaks: [], continues: [] };
	frame.exits = [...exits, exit];
	frame.label = undefined;
	const result = body(exit);
	frame.exits = exits;
	return result;
}

function lowerLabeled(frame: Frame, label: string, body: Statement): Outcome {
	frame.label = label;
	if (/^(?:For|While|DoWhile|Switch)/.test(body.type)) {
		const outcome = lowerStatement(frame, body);
		frame.label = undefined;
		return outcome;
	}
	return inExit(frame, "block", ({ breaks }) => {
		const outcome = keepingGuard(frame, () => lowerStatement(frame, body));
		if (breaks.length === 0) return outcome;
		joinAny(frame, [...breaks, snapshot(frame)], spanOf(body));
		return either([outcome, FALLS], spanOf(body));
	});
}

/** The handler starts from any point of the block; what follows comes after either. */
function lowerTry(frame: Frame, node: TryStatement): Outcome {
	const at = spanOf(node);
	const before = snapshot(frame);
	const block = keepingGuard(frame, () => lowerStatement(frame, node.block));
	const ways: { readonly outcome: Outcome; readonly env: Env }[] = [
		{ outcome: block, env: snapshot(frame) },
	];
	const { handler } = node;
	if (handler) {
		joinAny(frame, [before, snapshot(frame)], at);
		const outcome = keepingGuard(frame, () =>
			inScopeOf(frame, handler, () => {
				if (handler.param)
					declarePattern(
						frame,
						handler.param,
						unknown(spanOf(handler.param), "a caught error"),
					);
				return lowerStatement(frame, handler.body);
			}),
		);
		ways.push({ outcome, env: snapshot(frame) });
	}
	const open = ways.filter((way) => falls(way.outcome));
	const reached = open.length > 0 ? open : ways;
	joinAny(
		frame,
		reached.map((way) => way.env),
		at,
	);
	const outcome = either(
		ways.map((way) => way.outcome),
		at,
	);
	return node.finalizer
		? sequence([outcome, lowerStatement(frame, node.finalizer)])
		: outcome;
}

/** An enum is an object of its members; those without a value count up. */
function lowerEnum(frame: Frame, node: TSEnumDeclaration): void {
	const binding = frame.scope.find(node.id.name);
	if (node.declare || !binding) return;
	let next: number | undefined = 0;
	const entries = node.body.members.map((member): ObjectEntry => {
		const at = spanOf(member);
		const name = isString(member.id)
			? member.id.value
			: (staticKey(member.id, false) ?? "");
		const value: Expr = member.initializer
			? lowerExpression(frame, member.initializer)
			: next === undefined
				? unknown(at, "follows a computed member")
				: { k: "scalar", at, value: next };
		next =
			value.k === "scalar" && typeof value.value === "number"
				? value.value + 1
				: undefined;
		return { key: name, keyAt: keySpan(member.id), value, at };
	});
	const at = spanOf(node);
	declare(frame, binding, { k: "object", at, entries }, at);
}
