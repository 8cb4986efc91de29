import type {
	Argument,
	CallExpression,
	NewExpression,
	TaggedTemplateExpression,
} from "oxc-parser";
import type { CallFact } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import { type Frame, forgetForeign } from "./frame.js";
import { noteProvidedFor } from "./key-reads.js";
import { applyMutation } from "./lower-assignment.js";
import {
	lowerExpression,
	lowerItem,
	lowerTemplate,
} from "./lower-expression.js";
import { mutationOf } from "./mutation.js";
import { bare, isIdentifier, isString, spanOf } from "./syntax.js";

/** Records a call where the frame stands. */
export function recordCall(
	frame: Frame,
	call: CallExpr,
	decorates?: NonNullable<CallFact["decorates"]>,
): CallFact {
	const fact: CallFact = {
		call,
		...(frame.fn === undefined ? {} : { fn: frame.fn }),
		...(frame.guard && { guard: frame.guard.test }),
		...(frame.inLoop && { inLoop: true }),
		...(decorates && { decorates }),
	};
	frame.unit.calls.push(fact);
	return fact;
}

/** Records that the function waits for `of` where the frame stands. */
export function recordPause(frame: Frame, at: Span, of: Span): void {
	frame.unit.pauses.push({
		at,
		of,
		...(frame.fn === undefined ? {} : { fn: frame.fn }),
		...(frame.guard && { guard: frame.guard.test }),
		...(frame.inLoop && { inLoop: true }),
	});
}

export function lowerCall(frame: Frame, node: CallExpression): Expr {
	const required = lowerRequire(frame, node);
	if (required) return required;
	if (node.callee.type === "Super") return lowerSuperCall(frame, node);
	const call: CallExpr = {
		k: "call",
		at: spanOf(node),
		callee: lowerExpression(frame, node.callee),
		args: lowerArguments(frame, node.arguments),
		form: "call",
	};
	if (takesDefault(node)) noteProvidedFor(frame.unit, call.args[0] ?? call);
	recordCall(frame, call);
	const mutation = mutationOf(node);
	if (mutation) applyMutation(frame, mutation, call);
	if (runsOwnCode(call.callee)) forgetForeign(frame);
	return call;
}

/** `parsePort(value, DEFAULT_PORT)`, `envOr(value, "x")`: by its name it reads a value, and has another for it. The second argument of the language's own is a radix. */
function takesDefault({ callee, arguments: args }: CallExpression): boolean {
	const [, second, ...more] = args;
	return (
		isIdentifier(callee) &&
		/^(?:parse|read|get|to|as|env|num|int|bool|str|coerce|normali[sz]e|with|or)(?:[A-Z_]|$)|(?:Or|Default)$/.test(
			callee.name,
		) &&
		!/^parse(?:Int|Float)$/.test(callee.name) &&
		more.length === 0 &&
		(second?.type === "Literal" || second?.type === "Identifier")
	);
}

function runsOwnCode(callee: Expr): boolean {
	return callee.k === "ref" || callee.k === "fn" || callee.k === "param";
}

export function lowerNew(frame: Frame, node: NewExpression): Expr {
	const call: CallExpr = {
		k: "call",
		at: spanOf(node),
		callee: lowerExpression(frame, node.callee),
		args: lowerArguments(frame, node.arguments),
		form: "new",
	};
	recordCall(frame, call);
	return call;
}

/** `super(…)` constructs the base class. */
function lowerSuperCall(frame: Frame, node: CallExpression): Expr {
	const { receiver, unit } = frame;
	const at = spanOf(node);
	const base =
		receiver.k === "class" ? unit.classes[receiver.cls]?.bases[0] : undefined;
	const call: CallExpr = {
		k: "call",
		at,
		callee: base ?? { k: "unknown", at, reason: "the base class" },
		args: lowerArguments(frame, node.arguments),
		form: "new",
	};
	recordCall(frame, call);
	return call;
}

export function lowerTaggedTemplate(
	frame: Frame,
	node: TaggedTemplateExpression,
): Expr {
	const call: CallExpr = {
		k: "call",
		at: spanOf(node),
		callee: lowerExpression(frame, node.tag),
		args: [lowerTemplate(frame, node.quasi)],
		form: "call",
	};
	recordCall(frame, call);
	return call;
}

function lowerArguments(frame: Frame, args: readonly Argument[]): Expr[] {
	return args.map((argument) => lowerItem(frame, argument));
}

/** CommonJS `require("x")` is an import, unless the file declares its own `require`. */
function lowerRequire(frame: Frame, node: CallExpression): Expr | undefined {
	const callee = bare(node.callee);
	const [from, more] = node.arguments;
	if (
		!isIdentifier(callee) ||
		callee.name !== "require" ||
		more ||
		!isString(from) ||
		frame.scope.find("require")
	)
		return undefined;
	const at = spanOf(node);
	frame.unit.imports.push({
		from: from.value,
		at,
		fromAt: spanOf(from),
		names: ["*"],
		typeOnly: false,
		dynamic: false,
	});
	return { k: "import", at, from: from.value, name: "*" };
}
