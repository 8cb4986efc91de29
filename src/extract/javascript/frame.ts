import type { Node } from "oxc-parser";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { Env } from "./env.js";
import { and, type Guard, negate } from "./guard.js";
import type { Binding, Scope } from "./scope.js";
import type { Unit } from "./unit.js";

/** What `this` is: an instance of a class (or the class itself, in static members), an object literal, or nothing known. */
export type Receiver =
	| { readonly k: "class"; readonly cls: number; readonly static: boolean }
	| { readonly k: "object" }
	| { readonly k: "none" };

/** A loop or switch that `break` and `continue` leave, with the versions they leave it with. */
export interface Exit {
	readonly kind: "loop" | "switch" | "block";
	readonly label: string | undefined;
	readonly breaks: Env[];
	readonly continues: Env[];
}

/** One function (or the file's top level) while its statements are lowered in order. */
export interface Frame {
	readonly unit: Unit;
	/** Scope of the function itself. */
	readonly home: Scope;
	/** Index of the function; absent at the top level. */
	readonly fn: number | undefined;
	readonly outer: Frame | undefined;
	/** Offset where the function stands: what it captures has the versions of that point. */
	readonly start: number;
	/** Changes only where a class body stands in the function. */
	receiver: Receiver;
	/** The innermost block. */
	scope: Scope;
	/** Current versions; laid over, never changed, while `ownsEnv` is false. */
	env: Env;
	ownsEnv: boolean;
	/** Names that other functions write too and that had a version here. */
	readonly foreign: Set<Binding>;
	guard: Guard | undefined;
	inLoop: boolean;
	exits: readonly Exit[];
	/** The label that the next loop carries. */
	label: string | undefined;
	/** The statement being lowered. */
	statement: Span;
}

export function newFrame(
	unit: Unit,
	at: {
		home: Scope;
		span: Span;
		fn?: number;
		outer?: Frame;
		receiver: Receiver;
	},
): Frame {
	return {
		unit,
		home: at.home,
		fn: at.fn,
		outer: at.outer,
		start: at.span[0],
		receiver: at.receiver,
		scope: at.home,
		env: new Env(),
		ownsEnv: true,
		foreign: new Set(),
		guard: undefined,
		inLoop: false,
		exits: [],
		label: undefined,
		statement: at.span,
	};
}

/** Runs `body` in the scope that `node` opens, if any. */
export function inScopeOf<T>(frame: Frame, node: Node, body: () => T): T {
	const outer = frame.scope;
	frame.scope = frame.unit.scopes.of.get(node) ?? outer;
	const result = body();
	frame.scope = outer;
	return result;
}

/** Runs `body` where `this` is `receiver`: the initialisers of a class. */
export function withReceiver<T>(
	frame: Frame,
	receiver: Receiver,
	body: () => T,
): T {
	const outer = frame.receiver;
	frame.receiver = receiver;
	const result = body();
	frame.receiver = outer;
	return result;
}

/** Runs `body` where `test` holds (or does not); the guard before is restored. */
export function where<T>(
	frame: Frame,
	test: Guard,
	holds: boolean,
	body: () => T,
): T {
	return keepingGuard(frame, () => {
		assume(frame, test, holds);
		return body();
	});
}

/** Runs `body`; what it finds out by leaving early does not hold after it. */
export function keepingGuard<T>(frame: Frame, body: () => T): T {
	const { guard } = frame;
	const result = body();
	frame.guard = guard;
	return result;
}

/** From here on `test` is known to hold (or not to). */
export function assume(frame: Frame, test: Guard, holds: boolean): void {
	frame.guard = and(frame.guard, holds ? test : negate(test));
}

/** The current versions, safe from later writes. */
export function snapshot(frame: Frame): Env {
	frame.ownsEnv = false;
	return frame.env;
}

export function restore(frame: Frame, env: Env): void {
	frame.env = env;
	frame.ownsEnv = false;
}

/** Gives `binding` a new current version, or none (`undefined`): then it is read as any of its values. */
export function setVersion(
	frame: Frame,
	binding: Binding,
	def: number | undefined,
): void {
	if (def === undefined && frame.env.get(binding) === undefined) return;
	if (!frame.ownsEnv) frame.env = new Env(frame.env);
	frame.ownsEnv = true;
	frame.env.set(binding, def);
	if (binding.foreign) frame.foreign.add(binding);
}

/** A call of a local function may run any other function of the file: names that several write lose their version. */
export function forgetForeign(frame: Frame): void {
	for (const binding of frame.foreign) setVersion(frame, binding, undefined);
}

export function refTo(binding: Binding, def: number, at: Span): Expr {
	return { k: "ref", at, def, name: binding.name };
}
