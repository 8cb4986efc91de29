import type { Place } from "../../facts/place.js";
import type { CallExpr } from "../expr.js";
import type { Frame, Made, Scope, Thunk, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	just,
	placeOf,
	THROWS,
	unknown,
} from "./alternatives.js";
import { externalCall } from "./externals.js";
import { at, type Machine } from "./machine.js";
import { methodCall } from "./methods.js";
import { zustandCall } from "./stores.js";

/** Arguments of one call, not yet evaluated. */
export interface Arguments {
	readonly args: readonly (Thunk | Value)[];
	readonly named: Readonly<Record<string, Thunk | Value>>;
	/** A spread may supply more. */
	readonly openEnded: boolean;
}

export function argumentsOf(call: CallExpr, scope: Scope): Arguments {
	const spread = call.args.findIndex((a) => a.k === "spread");
	const plain = spread < 0 ? call.args : call.args.slice(0, spread);
	return {
		args: plain.map((expr) => ({ expr, scope })),
		named: Object.fromEntries(
			Object.entries(call.named ?? {}).map(([name, expr]) => [
				name,
				{ expr, scope },
			]),
		),
		openEnded: spread >= 0 || call.openEnded === true,
	};
}

export function evaluateCall(
	machine: Machine,
	call: CallExpr,
	scope: Scope,
): Alternatives {
	const here = at(scope, call);
	const given = argumentsOf(call, scope);
	const { callee } = call;
	if (callee.k === "member")
		return chain(machine.evaluate(callee.of, scope), (of) => {
			const known = methodCall(machine, of, callee.name, given, here);
			if (known) return known;
			return chain(machine.property(of, callee.name, at(scope, callee)), (fn) =>
				applyAt(machine, fn, given, { site: here, call, scope }),
			);
		});
	return chain(machine.evaluate(callee, scope), (fn) =>
		applyAt(machine, fn, given, { site: here, call, scope }),
	);
}

/** Applies a value that was found to be the callee. */
function applyAt(
	machine: Machine,
	fn: Value,
	given: Arguments,
	made: Made,
): Alternatives {
	switch (fn.v) {
		case "class":
			return just({
				v: "instance",
				file: fn.file,
				block: fn.block,
				cls: fn.cls,
				made,
			});
		case "external": {
			const framework = machine.world.given?.(fn.name);
			if (framework) return just(framework);
			return (
				machine.intrinsics.call?.(fn.name, made, machine) ??
				externalCall(machine, fn.name, given, made) ??
				just({ v: "made", by: fn.name, made })
			);
		}
		case "property":
			return (
				zustandCall(machine, fn, given, made) ??
				just({ v: "made", by: `${makerOf(fn.of)}.${fn.name}`, made })
			);
		case "made":
			return (
				zustandCall(machine, fn, given, made) ??
				just({ v: "made", by: `${fn.by}()`, made })
			);
		default:
			return apply(machine, fn, given, made.site);
	}
}

function makerOf(value: Value): string {
	if (value.v === "made") return `${value.by}()`;
	if (value.v === "property") return `${makerOf(value.of)}.${value.name}`;
	if (value.v === "external") return value.name;
	return `${value.v}#`;
}

/** Enters a function of this repository: its return value under these arguments. */
export function apply(
	machine: Machine,
	fn: Value,
	given: Arguments,
	here: Place,
): Alternatives {
	if (fn.v === "unknown") return just(fn);
	if (fn.v !== "function")
		return unknown(
			fn.v === "scalar" ? THROWS : `a ${fn.v} is called`,
			placeOf(fn).file ? placeOf(fn) : here,
		);
	const declared = machine.program.code(fn.file)[fn.block]?.functions[fn.fn];
	if (!declared) return unknown("the function is not declared", here);
	const frame: Frame = {
		file: fn.file,
		block: fn.block,
		fn: fn.fn,
		...given,
		...(fn.receiver && { receiver: fn.receiver }),
		...(fn.outer && { outer: fn.outer }),
	};
	return machine.deeper(here, () =>
		chain(
			just(
				{ v: "scalar", value: undefined, at: here },
				{
					at: { file: fn.file, span: declared.at },
					label: `${declared.name || "function"}()`,
				},
			),
			() =>
				machine.evaluate(declared.returns, {
					file: fn.file,
					block: fn.block,
					frame,
				}),
		),
	);
}
