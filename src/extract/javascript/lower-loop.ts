import type {
	DoWhileStatement,
	ForInStatement,
	ForOfStatement,
	ForStatement,
	Statement,
	WhileStatement,
} from "oxc-parser";
import type { Expr } from "../../value/expr.js";
import {
	assume,
	type Frame,
	inScopeOf,
	keepingGuard,
	refTo,
	setVersion,
	snapshot,
} from "./frame.js";
import { assignTo } from "./lower-assignment.js";
import { recordPause } from "./lower-call.js";
import { lowerExpression } from "./lower-expression.js";
import { inExit } from "./lower-jump.js";
import { lowerTest } from "./lower-operator.js";
import {
	declarePattern,
	lowerDeclaration,
	lowerStatement,
} from "./lower-statement.js";
import { type Outcome, repeated } from "./outcome.js";
import type { Binding } from "./scope.js";
import { spanOf } from "./syntax.js";
import { define, unknown } from "./unit.js";
import { anyOf, joinAny } from "./versions.js";

export type Loop =
	| ForStatement
	| ForInStatement
	| ForOfStatement
	| WhileStatement
	| DoWhileStatement;

/** A name that the loop writes: before a turn it has the value before the loop or that of any turn. */
interface Carried {
	readonly binding: Binding;
	readonly before: number;
	readonly def: number;
}

export function lowerLoop(frame: Frame, node: Loop): Outcome {
	return inScopeOf(frame, node, () => {
		if (node.type === "ForStatement" && node.init) {
			if (node.init.type === "VariableDeclaration")
				lowerDeclaration(frame, node.init);
			else lowerExpression(frame, node.init);
		}
		const items = iterated(frame, node);
		return inExit(frame, "loop", ({ breaks, continues }) => {
			const carried = carryIn(frame, node);
			const { inLoop } = frame;
			frame.inLoop = true;
			const body = keepingGuard(frame, () => {
				if (items) bindItem(frame, node, items);
				if (node.type !== "DoWhileStatement") assumeTest(frame, node);
				const outcome = lowerStatement(frame, node.body as Statement);
				joinAny(frame, [snapshot(frame), ...continues], spanOf(node));
				if (node.type === "ForStatement" && node.update)
					lowerExpression(frame, node.update);
				if (node.type === "DoWhileStatement") lowerTest(frame, node.test);
				return outcome;
			});
			frame.inLoop = inLoop;
			carryOut(frame, node, carried);
			joinAny(frame, [snapshot(frame), ...breaks], spanOf(node));
			return repeated(body, spanOf(node));
		});
	});
}

function assumeTest(frame: Frame, node: Loop): void {
	if ("test" in node && node.test)
		assume(frame, lowerTest(frame, node.test), true);
}

function iterated(frame: Frame, node: Loop): Expr | undefined {
	if (node.type !== "ForOfStatement" && node.type !== "ForInStatement")
		return undefined;
	const of = lowerExpression(frame, node.right);
	const at = spanOf(node.left);
	if (node.type === "ForOfStatement" && node.await)
		recordPause(frame, spanOf(node.right), spanOf(node.right));
	return node.type === "ForOfStatement"
		? { k: "element", at, of }
		: unknown(at, "each key of an object");
}

function bindItem(frame: Frame, node: Loop, item: Expr): void {
	if (!("left" in node)) return;
	const { left } = node;
	if (left.type !== "VariableDeclaration") {
		assignTo(frame, left, item, left);
		return;
	}
	const declarator = left.declarations[0];
	if (declarator) declarePattern(frame, declarator.id, item, spanOf(left));
}

function carryIn(frame: Frame, node: Loop): Carried[] {
	const carried: Carried[] = [];
	for (const binding of frame.unit.scopes.writtenIn.get(node) ?? []) {
		if (binding.foreign) {
			setVersion(frame, binding, undefined);
			continue;
		}
		const before = frame.env.get(binding);
		if (before === undefined) continue;
		const def = define(frame.unit, {
			name: binding.name,
			at: binding.at,
			value: unknown(binding.at, "not yet known"),
			fn: frame.fn,
			statement: spanOf(node),
		});
		setVersion(frame, binding, def);
		carried.push({ binding, before, def });
	}
	return carried;
}

function carryOut(frame: Frame, node: Loop, carried: readonly Carried[]): void {
	for (const { binding, before, def } of carried) {
		const after = frame.env.get(binding);
		const versions =
			after === undefined || after === def ? [before] : [before, after];
		const definition = frame.unit.defs[def];
		if (definition)
			definition.value = anyOf(
				versions.map((version) => refTo(binding, version, binding.at)),
				binding.at,
			);
		if (node.type !== "DoWhileStatement") setVersion(frame, binding, def);
	}
}
