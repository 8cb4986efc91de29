import type { Span } from "../../facts/place.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { annotationOf } from "./annotation.js";
import {
	type Assignment,
	addField,
	assignName,
	changeCaptured,
	ownVersion,
} from "./bindings.js";
import { expression, plain } from "./expression.js";
import { MUTATING_METHODS } from "./names.js";
import { applied, operatorBetween } from "./operators.js";
import { type Reading, textOf, unknown } from "./reading.js";
import type { Version } from "./scope.js";

type Target = Omit<Assignment, "at">;

/** `a = b = value`, `name: annotation = value`, `name: annotation`. Returns the value for the targets left of it. */
export function assignmentStatement(
	reading: Reading,
	node: SyntaxNode,
	whole: SyntaxNode = node,
): Expr | undefined {
	const [target, second, third] = node.children;
	const type = second?.type === "type" ? second : undefined;
	const annotation = annotationOf(reading, type);
	const source = type ? third : second;
	const statement = spanOf(whole);
	if (!target) return undefined;
	if (!source) {
		declareField(reading, target, annotation);
		return undefined;
	}
	const value =
		source.type === "assignment"
			? assignmentStatement(reading, source, whole)
			: expression(reading, source);
	if (value) assignTarget(reading, target, value, { statement, annotation });
	return value;
}

/** `a += value`. */
export function augmentedAssignment(reading: Reading, node: SyntaxNode): void {
	const [target, source] = node.children;
	if (!target) return;
	const before = expression(reading, target);
	const added = plain(reading, source);
	const op = operatorBetween(reading, target, source).replace(/=$/, "");
	const value = applied(node, op, before, added);
	assignTarget(reading, target, value, { statement: spanOf(node) });
}

/** Gives `value` to a target: a name, a tuple of targets, an attribute or an item. */
export function assignTarget(
	reading: Reading,
	target: SyntaxNode,
	value: Expr,
	how: Target,
): void {
	const at = spanOf(target);
	switch (target.type) {
		case "identifier":
			assignName(reading, textOf(reading, target), value, { ...how, at });
			return;
		case "attribute":
		case "subscript":
			assignInside(reading, target, value, how);
			return;
		case "as_pattern_target":
		case "parenthesized_expression": {
			const [inner] = target.children;
			if (inner) assignTarget(reading, inner, value, how);
			return;
		}
		case "pattern_list":
		case "tuple_pattern":
		case "list_pattern":
		case "tuple":
		case "list":
		case "expression_list":
			unpack(reading, target, value, how);
			return;
		default:
			expression(reading, target);
	}
}

/** `a, b = value`: literal items one by one, anything else by index; nothing is known from a star on. */
function unpack(
	reading: Reading,
	targets: SyntaxNode,
	value: Expr,
	how: Target,
): void {
	const items = value.k === "array" ? value.items : [];
	const parts = targets.children;
	const matched =
		items.length === parts.length && !items.some((item) => item.k === "spread");
	const star = parts.findIndex(({ type }) => type.startsWith("list_splat"));
	parts.forEach((part, index) => {
		const at = spanOf(part);
		const item = matched ? items[index] : undefined;
		if (star >= 0 && index >= star) {
			const inner = part.type.startsWith("list_splat")
				? part.children[0]
				: part;
			const rest = unknown(at, "taken from the middle of a list");
			if (inner) assignTarget(reading, inner, rest, how);
			return;
		}
		const key: Expr = { k: "scalar", at, value: index };
		assignTarget(
			reading,
			part,
			item ?? { k: "index", at, of: value, key },
			how,
		);
	});
}

/** `name: annotation` in a class body declares a field; elsewhere it says nothing. */
function declareField(
	reading: Reading,
	target: SyntaxNode,
	annotation: string | undefined,
): void {
	const { scope } = reading;
	if (target.type !== "identifier" || scope.kind !== "class") return;
	const at = spanOf(target);
	addField(reading, scope.cls, textOf(reading, target), { at, annotation });
}

/** `xs.append(v)` as a statement: a new version of `xs`, or one more write of a captured list. */
export function changeInPlace(
	reading: Reading,
	node: SyntaxNode,
	call: CallExpr,
): void {
	const { callee } = call;
	const owner = node.children[0]?.children[0];
	if (callee.k !== "member" || !owner) return;
	if (!MUTATING_METHODS.has(callee.name)) return;
	const args = [...call.args];
	if (call.named) args.push(namedArguments(call));
	const after = (of: Expr): Expr => ({
		k: "after",
		at: call.at,
		of,
		method: callee.name,
		args,
	});
	const statement = spanOf(node);
	const path = pathTo(reading, owner, callee.of);
	if (!path) return;
	const version = ownVersion(reading, path.name);
	if (version) {
		if (!holdsList(version, callee.name)) return;
		replace(reading, path, after(callee.of), { statement });
	} else if (path.steps.length === 0) {
		const at = spanOf(owner);
		changeCaptured(reading, path.name, after, { at, statement });
	}
}

/** Calls named like a list's methods on instances, modules and injected objects (`session.add(user)`) change no list. */
function holdsList(version: Version, method: string): boolean {
	if (version.kind === "parameter") return /^(?:append|extend)$/.test(method);
	return version.kind === "definition" || version.kind === "join";
}

function namedArguments({ at, named = {} }: CallExpr): Expr {
	return {
		k: "object",
		at,
		entries: Object.entries(named).map(([key, value]) => ({
			key,
			keyAt: value.at,
			value,
			at: value.at,
		})),
	};
}

/** A chain of attributes and items that starts at a name. */
interface Path {
	readonly name: string;
	readonly at: Span;
	/** From the name outwards: what is stepped into, and the value stepped from. */
	readonly steps: readonly {
		readonly of: Expr;
		readonly into: string | Expr;
	}[];
}

/** `obj.attr = value`, `obj["key"] = value`: a field of `self`, or a new version of the object. */
function assignInside(
	reading: Reading,
	target: SyntaxNode,
	value: Expr,
	how: Target,
): void {
	const [object, name] = target.children;
	if (!object || !name) return;
	const of = plain(reading, object);
	const isAttribute = target.type === "attribute";
	const key = isAttribute ? undefined : expression(reading, name);
	if (of.k === "this" && isAttribute) {
		const { fn } = reading.scope;
		const { annotation } = how;
		const at = spanOf(name);
		addField(reading, of.cls, textOf(reading, name), {
			at,
			value,
			annotation,
			fn,
		});
		return;
	}
	const path = pathTo(reading, object, of);
	if (!path) return;
	const version = ownVersion(reading, path.name);
	if (!version || version.kind === "import" || version.kind === "receiver") {
		return;
	}
	const into = key?.k === "text" ? key.value : (key ?? textOf(reading, name));
	replace(reading, path, stored(of, into, value, spanOf(target)), how);
}

/** A new version of the name a path starts at, with `value` at the path's end. */
function replace(
	reading: Reading,
	{ name, at, steps }: Path,
	value: Expr,
	how: Target,
): void {
	const whole = steps.reduceRight(
		(inner, { of, into }) => stored(of, into, inner, inner.at),
		value,
	);
	assignName(reading, name, whole, { ...how, at });
}

function stored(of: Expr, into: string | Expr, value: Expr, at: Span): Expr {
	return typeof into === "string"
		? { k: "with", at, of, name: into, value }
		: { k: "after", at, of, method: "__setitem__", args: [into, value] };
}

/** The path that an object expression is; `lowered` is its value. */
function pathTo(
	reading: Reading,
	object: SyntaxNode,
	lowered: Expr,
): Path | undefined {
	const steps: { of: Expr; into: string | Expr }[] = [];
	let node: SyntaxNode | undefined = object;
	let value = lowered;
	while (node && node.type !== "identifier") {
		if (value.k === "member") steps.unshift({ of: value.of, into: value.name });
		else if (value.k === "index" && value.key.k === "text") {
			steps.unshift({ of: value.of, into: value.key.value });
		} else return undefined;
		value = value.of;
		node = node.children[0];
	}
	return node && { name: textOf(reading, node), at: spanOf(node), steps };
}
