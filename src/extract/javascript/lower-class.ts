import type {
	AccessorProperty,
	Class,
	ClassElement,
	Expression,
	MethodDefinition,
	PropertyDefinition,
} from "oxc-parser";
import type { FieldFact } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { type Frame, inScopeOf, type Receiver, withReceiver } from "./frame.js";
import type { Guard } from "./guard.js";
import { lowerExpression } from "./lower-expression.js";
import { annotationOf, decorate, lowerFunction } from "./lower-function.js";
import { lowerStatements } from "./lower-statement.js";
import { isIdentifier, keySpan, spanOf, staticKey } from "./syntax.js";
import { declare } from "./versions.js";

/** A class written as an expression; `name` is what it is assigned to. */
export function classExpression(frame: Frame, node: Class, name: string): Expr {
	const cls = lowerClass(frame, node, node.id?.name ?? name);
	return { k: "class", at: spanOf(node), cls };
}

/** Lowers a class where it stands and gives its index. */
export function lowerClass(frame: Frame, node: Class, name: string): number {
	const { unit } = frame;
	const bases = node.superClass
		? [lowerExpression(frame, node.superClass)]
		: [];
	const cls =
		unit.classes.push({
			name,
			at: spanOf(node),
			bases,
			fields: [],
			methods: Object.create(null) as Record<string, number>,
		}) - 1;
	decorate(frame, node.decorators, { cls });
	inScopeOf(frame, node, () => {
		if (node.type === "ClassExpression" && node.id) {
			const itself = frame.scope.own(node.id.name);
			const at = spanOf(node);
			if (itself) declare(frame, itself, { k: "class", at, cls }, at);
		}
		for (const element of node.body.body) lowerElement(frame, element, cls);
	});
	unit.classes[cls]?.fields.sort((a, b) => a.at[0] - b.at[0]);
	return cls;
}

function lowerElement(frame: Frame, node: ClassElement, cls: number): void {
	switch (node.type) {
		case "MethodDefinition":
			lowerMethod(frame, node, cls);
			return;
		case "PropertyDefinition":
		case "AccessorProperty":
			lowerField(frame, node, cls);
			return;
		case "StaticBlock":
			withReceiver(frame, instance(cls, true), () => {
				inScopeOf(frame, node, () => lowerStatements(frame, node.body));
			});
			return;
		default:
			return;
	}
}

function instance(cls: number, isStatic: boolean): Receiver {
	return { k: "class", cls, static: isStatic };
}

function lowerMethod(frame: Frame, node: MethodDefinition, cls: number): void {
	if (!node.value.body) return;
	const key = memberName(frame, node.key, node.computed);
	const name =
		node.kind === "get" || node.kind === "set" ? `${node.kind} ${key}` : key;
	const isConstructor = node.kind === "constructor";
	const fn = lowerFunction(frame, node.value, {
		name,
		at: spanOf(node),
		receiver: instance(cls, node.static),
		cls,
		decorators: node.decorators,
		...(isConstructor && {
			prepare: (inside: Frame) => propertiesOfParameters(inside, node),
		}),
	});
	const methods = frame.unit.classes[cls]?.methods;
	if (methods) methods[name] ??= fn;
}

/** `constructor(private url: string)` assigns the parameter to the field of its name. */
function propertiesOfParameters(frame: Frame, node: MethodDefinition): void {
	for (const param of node.value.params) {
		if (param.type !== "TSParameterProperty") continue;
		const { parameter } = param;
		const target =
			parameter.type === "AssignmentPattern" ? parameter.left : parameter;
		if (!isIdentifier(target)) continue;
		const at = spanOf(target);
		const value = lowerExpression(frame, target);
		assignField(frame, target.name, at, value, annotationOf(frame, target));
	}
}

function lowerField(
	frame: Frame,
	node: PropertyDefinition | AccessorProperty,
	cls: number,
): void {
	decorate(frame, node.decorators, undefined);
	const name = memberName(frame, node.key, node.computed);
	withReceiver(frame, instance(cls, node.static), () => {
		const value = node.value && lowerExpression(frame, node.value, name);
		addField(frame, {
			name,
			at: keySpan(node.key),
			static: node.static,
			...(value && { value }),
			...annotationOf(frame, node),
		});
	});
}

function memberName(
	frame: Frame,
	key: MethodDefinition["key"],
	computed: boolean,
): string {
	const name = staticKey(key, computed);
	if (name === undefined && key.type !== "PrivateIdentifier")
		lowerExpression(frame, key as Expression);
	return name ?? "";
}

/** `this.name = value` in a method, or in an arrow function within one. */
export function assignField(
	frame: Frame,
	name: string,
	at: Span,
	value: Expr,
	more: { readonly annotation?: string; readonly change?: boolean } = {},
): void {
	const { receiver, fn } = frame;
	if (receiver.k !== "class") return;
	addField(frame, {
		name,
		at,
		value,
		static: receiver.static,
		...(fn === undefined ? {} : { fn }),
		...more,
	});
}

/** Under which guard a field was written. */
const writtenUnder = new WeakMap<FieldFact, Guard | undefined>();

/** The write whose value a field holds here for certain: the last one, if it stands in the same function and branch. */
export function heldBy(frame: Frame, name: string): FieldFact | undefined {
	const { receiver, unit, fn, guard } = frame;
	if (receiver.k !== "class") return undefined;
	const last = unit.classes[receiver.cls]?.fields.findLast(
		(field) => field.name === name,
	);
	return last && last.fn === fn && writtenUnder.get(last) === guard
		? last
		: undefined;
}

function addField({ unit, receiver, guard }: Frame, field: FieldFact): void {
	if (receiver.k !== "class") return;
	writtenUnder.set(field, guard);
	unit.classes[receiver.cls]?.fields.push(field);
}
