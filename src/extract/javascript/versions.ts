import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Env } from "./env.js";
import { type Frame, refTo, restore, setVersion } from "./frame.js";
import { type Binding, type Change, varies } from "./scope.js";
import { define, type Unit, unknown } from "./unit.js";

/** The value of the identifier `name` here: a version, an import, a parameter, or a global. */
export function readName(frame: Frame, name: string, at: Span): Expr {
	const binding = frame.scope.find(name);
	if (binding) return readBinding(frame, binding, at);
	if (name === "undefined") return { k: "undefined", at };
	if (name === "arguments" && frame.fn !== undefined)
		return unknown(at, "`arguments` is not followed");
	return { k: "global", at, name };
}

/** The value of `binding` here. One that never varies has a single definition; else see `versionAt`. */
export function readBinding(frame: Frame, binding: Binding, at: Span): Expr {
	binding.read = true;
	if (!varies(binding)) return declared(frame.unit, binding, at);
	const version = versionAt(frame, binding);
	if (version !== undefined) return refTo(binding, version, at);
	if (binding.home === frame.home && binding.hoisted && !binding.foreign)
		return { k: "undefined", at };
	return refTo(binding, sharedDefinition(frame.unit, binding), at);
}

/**
 * A name that only its own function writes is known at each point of that
 * function, and inside closures made after the last write. One that another
 * function writes is known only right after a write in the same function.
 */
function versionAt(frame: Frame, binding: Binding): number | undefined {
	if (binding.home === frame.home)
		return binding.foreign ? undefined : frame.env.get(binding);
	const here = frame.env.get(binding);
	if (here !== undefined || binding.foreign) return here;
	let closure = frame;
	while (closure.outer && closure.outer.home !== binding.home)
		closure = closure.outer;
	return binding.lastWrite <= closure.start
		? closure.outer?.env.get(binding)
		: undefined;
}

function declared(unit: Unit, binding: Binding, at: Span): Expr {
	return binding.origin
		? { ...binding.origin, at }
		: refTo(binding, declaredDefinition(unit, binding), at);
}

/** The definition of the declared value, made on first use: functions read names that are declared below them. */
function declaredDefinition(unit: Unit, binding: Binding): number {
	binding.def ??= define(unit, {
		name: binding.name,
		at: binding.at,
		value: unknown(
			binding.at,
			`\`${binding.name}\` has no value that is known`,
		),
		statement: binding.at,
	});
	return binding.def;
}

function sharedDefinition(unit: Unit, binding: Binding): number {
	if (binding.shared === undefined) {
		binding.shared = define(unit, {
			name: binding.name,
			at: binding.at,
			value: unknown(binding.at, "not yet known"),
			statement: binding.at,
		});
		unit.shared.push(binding);
	}
	return binding.shared;
}

/** A declaration gives `binding` its first value. */
export function declare(
	frame: Frame,
	binding: Binding,
	value: Expr,
	statement: Span = frame.statement,
): void {
	const def = declaredDefinition(frame.unit, binding);
	const definition = frame.unit.defs[def];
	if (!definition) return;
	definition.value = value;
	definition.statement = statement;
	if (frame.fn !== undefined) definition.fn = frame.fn;
	if (!varies(binding)) return;
	setVersion(frame, binding, def);
	binding.values.push(refTo(binding, def, binding.at));
}

/** An assignment gives `binding` another value; the result is a reference to it. */
export function assign(
	frame: Frame,
	binding: Binding,
	value: Expr,
	at: Span,
): Expr {
	const def = newVersion(frame, binding, value, at);
	binding.values.push(refTo(binding, def, at));
	return refTo(binding, def, at);
}

/** A member assignment or mutating call changes what `binding` holds. */
export function change(
	frame: Frame,
	binding: Binding,
	change: Change,
	at: Span,
): void {
	if (binding.callable) return;
	newVersion(frame, binding, change(readBinding(frame, binding, at)), at);
	binding.changes.push(change);
}

/** Like `change`, for what leaves other readers' view of the value as it is. */
export function fillSlot(
	frame: Frame,
	binding: Binding,
	change: Change,
	at: Span,
): void {
	if (binding.callable) return;
	newVersion(frame, binding, change(readBinding(frame, binding, at)), at);
}

function newVersion(
	frame: Frame,
	binding: Binding,
	value: Expr,
	at: Span,
): number {
	const def = define(frame.unit, {
		name: binding.name,
		at,
		value,
		fn: frame.fn,
		statement: frame.statement,
	});
	setVersion(frame, binding, def);
	return def;
}

/** After two ways met: `make` says how the two versions of a name become one value. */
export function join(
	frame: Frame,
	one: Env,
	other: Env,
	at: Span,
	make: (one: Expr, other: Expr) => Expr,
): void {
	restore(frame, one);
	if (one === other) return;
	for (const binding of one.differing(other)) {
		const left = one.get(binding);
		const right = other.get(binding);
		if (left === right) continue;
		if (left === undefined || right === undefined) {
			if (!binding.hoisted || binding.home !== frame.home) {
				setVersion(frame, binding, undefined);
				continue;
			}
		}
		const value = make(
			left === undefined ? { k: "undefined", at } : refTo(binding, left, at),
			right === undefined ? { k: "undefined", at } : refTo(binding, right, at),
		);
		const def = define(frame.unit, {
			name: binding.name,
			at: binding.at,
			value,
			fn: frame.fn,
			statement: at,
		});
		setVersion(frame, binding, def);
	}
}

/** `join` when nothing tells which way was taken. */
export function joinAny(frame: Frame, envs: readonly Env[], at: Span): void {
	const [first, ...rest] = envs;
	if (!first) return;
	restore(frame, first);
	for (const env of rest)
		join(frame, frame.env, env, at, (one, other) => anyOf([one, other], at));
}

/** One of `values`; a single one stands for itself. */
export function anyOf(values: readonly Expr[], at: Span): Expr {
	const distinct = [
		...new Map(
			values
				.flatMap((value) => (value.k === "any" ? value.of : [value]))
				.map((value) => [value.k === "ref" ? value.def : value, value]),
		).values(),
	];
	return distinct.length === 1 && distinct[0]
		? distinct[0]
		: { k: "any", at, of: distinct };
}

/** Gives every `shared` definition its value: all that is assigned, without an empty first value, and all changes made to it. */
export function settleShared(unit: Unit): void {
	for (const binding of unit.shared) {
		const definition =
			binding.shared === undefined ? undefined : unit.defs[binding.shared];
		if (!definition) continue;
		const base = assignedValue(unit, binding);
		definition.value = anyOf(
			[base, ...binding.changes.map((change) => change(base))],
			binding.at,
		);
	}
}

function assignedValue(unit: Unit, binding: Binding): Expr {
	if (binding.origin && binding.values.length === 0)
		return { ...binding.origin, at: binding.at };
	const [first, ...rest] = binding.values;
	if (!first)
		return unknown(binding.at, `\`${binding.name}\` is never assigned`);
	const values =
		rest.length > 0 && isEmpty(unit, first) ? rest : [first, ...rest];
	if (values.length === 1 || binding.changes.length === 0)
		return anyOf(values, binding.at);
	const def = define(unit, {
		name: binding.name,
		at: binding.at,
		value: anyOf(values, binding.at),
		statement: binding.at,
	});
	return refTo(binding, def, binding.at);
}

function isEmpty(unit: Unit, value: Expr): boolean {
	const assigned = value.k === "ref" ? unit.defs[value.def]?.value : value;
	return (
		assigned?.k === "undefined" ||
		(assigned?.k === "scalar" && assigned.value === null)
	);
}
