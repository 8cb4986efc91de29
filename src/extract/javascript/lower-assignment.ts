import type {
	AssignmentExpression,
	Expression,
	MemberExpression,
	Node,
	UpdateExpression,
} from "oxc-parser";
import type { Span } from "../../facts/place.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { assignField, heldBy } from "./lower-class.js";
import { lowerExpression } from "./lower-expression.js";
import { compound } from "./lower-operator.js";
import { assignExport } from "./modules.js";
import {
	isHandlerSlot,
	type MemberTarget,
	type Mutation,
	memberTarget,
} from "./mutation.js";
import { destructure } from "./pattern.js";
import type { Change } from "./scope.js";
import { isIdentifier, keySpan, spanOf, staticKey } from "./syntax.js";
import { anyOf, assign, change, fillSlot } from "./versions.js";

/** `target op right`; the value is that of the target afterwards. */
export function lowerAssignment(
	frame: Frame,
	node: AssignmentExpression,
): Expr {
	const { left, operator, right } = node;
	if (operator === "=") {
		const value = lowerExpression(frame, right, targetName(left));
		return assignTo(frame, left, value, node);
	}
	const before = isReadable(left)
		? lowerExpression(frame, left)
		: unknownTarget(left);
	const after = lowerExpression(frame, right, targetName(left));
	const value = compound(operator, before, after, spanOf(node));
	return assignTo(frame, left, value, node);
}

export function lowerUpdate(frame: Frame, node: UpdateExpression): Expr {
	const at = spanOf(node);
	const before = lowerExpression(frame, node.argument);
	const after: Expr = {
		k: "binary",
		at,
		op: node.operator === "++" ? "+" : "-",
		left: before,
		right: { k: "scalar", at, value: 1 },
	};
	const assigned = assignTo(frame, node.argument, after, node);
	return node.prefix ? assigned : before;
}

/** Assigns to a name, a member, or every target of a pattern. */
export function assignTo(
	frame: Frame,
	target: Node,
	value: Expr,
	by: { start: number; end: number },
): Expr {
	let result = value;
	destructure(frame, target, value, (place, part) => {
		if (isIdentifier(place)) {
			const binding = frame.scope.find(place.name);
			if (!binding || binding.writes === 0) return;
			const version = assign(frame, binding, part, spanOf(place));
			if (place === target) result = version;
		} else if (place.type === "MemberExpression")
			assignMember(frame, place, part, spanOf(by));
	});
	return result;
}

function assignMember(
	frame: Frame,
	target: MemberExpression,
	value: Expr,
	at: Span,
): void {
	const { object, property, computed } = target;
	if (assignExport(frame, target, value)) return;
	if (object.type === "ThisExpression") {
		const name = staticKey(property, computed);
		if (name !== undefined) assignField(frame, name, keySpan(property), value);
		return;
	}
	const path = memberTarget(target);
	if (!path) {
		lowerExpression(frame, object);
		return;
	}
	if (isIdentifier(path.root)) changeName(frame, path, value, at);
	else if (!isHandlerSlot(path))
		changeField(frame, path.root, changeOf(frame, path, value, at));
}

function changeName(
	frame: Frame,
	path: MemberTarget,
	value: Expr,
	at: Span,
): void {
	const binding = isIdentifier(path.root)
		? frame.scope.find(path.root.name)
		: undefined;
	const by = changeOf(frame, path, value, at);
	if (!binding?.changed) return;
	const record = isHandlerSlot(path) ? fillSlot : change;
	record(frame, binding, by, spanOf(path.root));
}

/** What assigning `value` at the end of the path makes of the root. */
function changeOf(
	frame: Frame,
	{ path }: MemberTarget,
	value: Expr,
	at: Span,
): Change {
	const [outer, inner] = path.map((member) => stepOf(frame, member, at));
	if (!outer) return () => value;
	return inner
		? (of) => outer.write(of, inner.write(outer.read(of), value))
		: (of) => outer.write(of, value);
}

/** One member of an assigned path. Its key is lowered once, however often the change is applied. */
interface Step {
	read(of: Expr): Expr;
	write(of: Expr, value: Expr): Expr;
}

/** `of.name = value` replaces a member; under a computed key it is only known that something changed. */
function stepOf(
	frame: Frame,
	{ property, computed }: MemberExpression,
	at: Span,
): Step {
	const nameAt = keySpan(property);
	const name = staticKey(property, computed);
	if (name !== undefined)
		return {
			read: (of) => ({ k: "member", at, of, name, nameAt }),
			write: (of, value) => ({ k: "with", at, of, name, value }),
		};
	const key: Expr =
		property.type === "PrivateIdentifier"
			? { k: "unknown", at: nameAt, reason: "a private key" }
			: lowerExpression(frame, property);
	return {
		read: (of) => ({ k: "index", at, of, key }),
		write: (of, value) => ({
			k: "after",
			at,
			of,
			method: "[]=",
			args: [key, value],
		}),
	};
}

/** `list.push(x)` makes a new version of `list`; `call` is that call. */
export function applyMutation(
	frame: Frame,
	{ receiver, method, certain }: Mutation,
	call: CallExpr,
): void {
	const { at } = call;
	const args = method === "Object.assign" ? call.args.slice(1) : call.args;
	const by: Change = (of) => ({ k: "after", at, of, method, args });
	if (isIdentifier(receiver)) {
		const binding = frame.scope.find(receiver.name);
		if (binding?.changed && (certain || binding.growable))
			change(frame, binding, by, spanOf(receiver));
	} else if (certain && receiver.type === "MemberExpression")
		changeField(frame, receiver, by);
}

/** `this.url.protocol = …`: one more value that the field may have. */
function changeField(frame: Frame, field: Expression, by: Change): void {
	if (field.type !== "MemberExpression") return;
	if (field.object.type !== "ThisExpression") return;
	const name = staticKey(field.property, field.computed);
	if (name === undefined) return;
	const held = heldBy(frame, name);
	const before = held?.value ?? lowerExpression(frame, field);
	assignField(
		frame,
		name,
		keySpan(field.property),
		anyOf([by(before)], before.at),
		{ change: held?.value ? held.change === true : true },
	);
}

function targetName(target: Node): string {
	if (isIdentifier(target)) return target.name;
	return target.type === "MemberExpression"
		? (staticKey(target.property, target.computed) ?? "")
		: "";
}

function isReadable(
	target: AssignmentExpression["left"],
): target is Exclude<
	AssignmentExpression["left"],
	{ type: "ArrayPattern" } | { type: "ObjectPattern" }
> {
	return target.type !== "ArrayPattern" && target.type !== "ObjectPattern";
}

function unknownTarget(target: Node): Expr {
	return { k: "unknown", at: spanOf(target), reason: "assigns to a pattern" };
}
