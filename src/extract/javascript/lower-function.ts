import type { Decorator, Node, ParamPattern } from "oxc-parser";
import type { CallFact, FunctionFact, Parameter } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { type Frame, newFrame, type Receiver } from "./frame.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerStatements } from "./lower-statement.js";
import { returnedValue } from "./outcome.js";
import { destructure, withDefault } from "./pattern.js";
import { type FunctionLike, isIdentifier, spanOf } from "./syntax.js";
import { parameterPattern } from "./targets.js";
import { type Draft, unknown } from "./unit.js";
import { declare } from "./versions.js";

/** What a function's surroundings say about it. */
export interface Role {
	readonly name: string;
	/** The whole function, or the method around it. */
	readonly at: Span;
	/** What `this` is inside; arrow functions keep the one around them. */
	readonly receiver: Receiver;
	/** The class it is a method of. */
	readonly cls?: number;
	readonly decorators?: readonly Decorator[];
	/** Runs before the body, in the function: constructor parameters that make fields. */
	readonly prepare?: (frame: Frame) => void;
}

/** A function written as an expression; `name` is what it is assigned to. */
export function functionExpression(
	frame: Frame,
	node: FunctionLike,
	name: string,
): Expr {
	return functionValue(frame, node, {
		name: node.id?.name ?? name,
		at: spanOf(node),
		receiver:
			node.type === "ArrowFunctionExpression" ? frame.receiver : { k: "none" },
	});
}

export function functionValue(
	frame: Frame,
	node: FunctionLike,
	role: Role,
): Expr {
	return { k: "fn", at: role.at, fn: lowerFunction(frame, node, role) };
}

/** Lowers a function where it stands and gives its index. */
export function lowerFunction(
	outer: Frame,
	node: FunctionLike,
	role: Role,
): number {
	const { unit } = outer;
	const { at } = role;
	const params: Parameter[] = [];
	const fact: Draft<FunctionFact> = {
		name: role.name,
		at,
		body: bodySpan(node),
		params,
		returns: unknown(at, "the function is not read"),
		async: node.async,
		decorators: [],
		...(role.cls === undefined ? {} : { cls: role.cls }),
		...(outer.fn === undefined ? {} : { outer: outer.fn }),
		...(outer.guard && node.type !== "FunctionDeclaration"
			? { guard: outer.guard.test }
			: {}),
	};
	const fn = unit.functions.push(fact) - 1;
	decorate(outer, role.decorators ?? [], { fn });
	const home = unit.scopes.of.get(node);
	if (!home) return fn;
	const { receiver } = role;
	const frame = newFrame(unit, { home, span: at, fn, outer, receiver });
	nameItself(frame, node, fn);
	for (const param of node.params) {
		if (isReceiverType(param)) continue;
		params.push(lowerParameter(frame, param, fn, params.length));
	}
	role.prepare?.(frame);
	fact.returns = lowerBody(frame, node, fn);
	return fn;
}

function bodySpan({ body, start, end }: FunctionLike): Span {
	if (!body) return [start, end];
	return body.type === "BlockStatement"
		? [body.start + 1, body.end - 1]
		: spanOf(body);
}

function lowerBody(frame: Frame, node: FunctionLike, fn: number): Expr {
	const { body } = node;
	const at = spanOf(node);
	if (!body) return unknown(at, "the function has no body");
	if (body.type !== "BlockStatement") {
		frame.statement = spanOf(body);
		return lowerExpression(frame, body);
	}
	const outcome = lowerStatements(frame, body.body);
	const end: Expr = { k: "undefined", at: [body.end - 1, body.end] };
	const value = returnedValue(outcome, { unit: frame.unit, fn, end });
	if (node.generator) return unknown(at, "what a generator yields");
	return value ?? unknown(at, "the function always throws");
}

/** `const f = function g() {…}`: `g` is known inside only. */
function nameItself(frame: Frame, node: FunctionLike, fn: number): void {
	if (node.type !== "FunctionExpression" || !node.id) return;
	const binding = frame.home.own(node.id.name);
	const at = spanOf(node);
	if (binding && !binding.origin && binding.at[0] === node.id.start)
		declare(frame, binding, { k: "fn", at, fn }, at);
}

/** TypeScript's `this: T` pseudo-parameter. */
function isReceiverType(param: ParamPattern): boolean {
	return param.type === "Identifier" && param.name === "this";
}

function lowerParameter(
	frame: Frame,
	param: ParamPattern,
	fn: number,
	index: number,
): Parameter {
	const at = spanOf(param);
	const pattern = parameterPattern(param);
	const target = pattern.type === "AssignmentPattern" ? pattern.left : pattern;
	let value: Expr = { k: "param", at, fn, index };
	let fallback: Expr | undefined;
	if (pattern.type === "AssignmentPattern") {
		value = withDefault(frame, value, pattern);
		if (value.k === "logic") fallback = value.right;
	}
	bindParameter(frame, target, value, fn, index);
	if (param.type === "TSParameterProperty")
		decorate(frame, param.decorators, undefined);
	return {
		name: isIdentifier(target) ? target.name : "",
		at,
		...(fallback && { default: fallback }),
		...(param.type === "RestElement" && { rest: true }),
		...annotationOf(frame, param, target),
	};
}

/** A plain parameter is read as itself; one with a default or a pattern gets definitions. */
function bindParameter(
	frame: Frame,
	target: Node,
	value: Expr,
	fn: number,
	index: number,
): void {
	destructure(frame, target, value, (name, part) => {
		const binding = isIdentifier(name) ? frame.home.own(name.name) : undefined;
		if (!binding) return;
		if (part.k === "param") binding.origin = { k: "param", fn, index };
		if (part.k !== "param" || binding.writes > 0 || binding.changed)
			declare(frame, binding, part, spanOf(name));
	});
}

/** The text of a parameter's or field's type. */
export function annotationOf(
	{ unit }: Frame,
	...nodes: readonly Node[]
): { annotation?: string } {
	for (const node of nodes) {
		const type = "typeAnnotation" in node ? node.typeAnnotation : undefined;
		if (type?.type !== "TSTypeAnnotation") continue;
		const { start, end } = type.typeAnnotation;
		return { annotation: unit.text.slice(start, end) };
	}
	return {};
}

/** Lowers decorators in the frame around what they decorate; those that are calls say what that is. */
export function decorate(
	frame: Frame,
	decorators: readonly Decorator[],
	what: CallFact["decorates"],
): void {
	if (decorators.length === 0) return;
	const { unit } = frame;
	const calls = decorators.map(({ expression }) => {
		const value = lowerExpression(frame, expression);
		if (value.k !== "call") return undefined;
		const i = unit.calls.findLastIndex((fact) => fact.call === value);
		const fact = unit.calls[i];
		if (!fact || !what) return fact;
		const decorating = { ...fact, decorates: what };
		unit.calls[i] = decorating;
		return decorating;
	});
	if (what?.fn !== undefined) unit.decorations.push({ fn: what.fn, calls });
}
