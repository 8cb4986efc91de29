import type { Parameter } from "../../facts/code.js";
import type { Place } from "../../facts/place.js";
import type { Expr } from "../expr.js";
import type { Frame, Scope, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	just,
	RECURSION,
	scalar,
	through,
	under,
	union,
	unknown,
	without,
} from "./alternatives.js";
import { at, codeOf, type Machine } from "./machine.js";

/** A parameter's value: from the activation in force, else from every call site. */
export function parameter(
	machine: Machine,
	expr: Extract<Expr, { k: "param" }>,
	scope: Scope,
): Alternatives {
	const here = at(scope, expr);
	const fn = codeOf(machine, scope)?.functions[expr.fn];
	const declared = fn?.params[expr.index];
	if (!fn || !declared) return unknown("the parameter is not declared", here);
	const frame = frameOf(scope, expr.fn);
	if (frame) return bound(machine, frame, declared, expr.index, scope, here);

	const title = fn.name || "the function";
	const key = `param ${scope.file} ${scope.block} ${expr.fn} ${expr.index}`;
	return machine.once(key, here, () =>
		machine.deeper(here, () => {
			const { list, complete } = machine.activations(
				scope.file,
				scope.block,
				expr.fn,
			);
			if (list.length === 0 && complete)
				return withoutCaller(machine, declared, title, scope, here);
			const caller = (is: string, site: Place) =>
				({
					atom: `caller ${scope.file}#${scope.block}.${expr.fn}`,
					is,
					kind: "caller",
					at: site,
				}) as const;
			const given = list.map(({ frame: activation, site }) =>
				under(
					through(
						bound(machine, activation, declared, expr.index, scope, here),
						{ at: site, label: `call of ${title}()` },
					),
					caller(`${site.file}:${site.span[0]}`, site),
				),
			);
			const others = unknown(
				`${title}() is called at more places than are followed`,
				here,
			);
			// What a function hands on to itself is what it was given.
			const known = without(union(...given), RECURSION);
			return complete
				? known
				: union(known, under(others, caller("another", here)));
		}),
	);
}

export function frameOf(scope: Scope, fn: number): Frame | undefined {
	for (let frame = scope.frame; frame; frame = frame.outer)
		if (
			frame.file === scope.file &&
			frame.block === scope.block &&
			frame.fn === fn
		)
			return frame;
	return undefined;
}

function bound(
	machine: Machine,
	frame: Frame,
	declared: Parameter,
	index: number,
	scope: Scope,
	here: Place,
): Alternatives {
	if (declared.rest)
		return just({
			v: "array",
			items: frame.args.slice(index),
			complete: !frame.openEnded,
			at: here,
		});
	const given = Object.hasOwn(frame.named, declared.name)
		? frame.named[declared.name]
		: frame.args[index];
	if (given === undefined)
		return frame.openEnded
			? unknown(
					`${declared.name || "an argument"} may come from a spread`,
					here,
				)
			: fallback(machine, declared, { ...scope, frame }, here);
	return chain(machine.force(given), (value) =>
		value.v === "scalar" && value.value === undefined
			? fallback(machine, declared, { ...scope, frame }, here)
			: just(value),
	);
}

function fallback(
	machine: Machine,
	declared: Parameter,
	scope: Scope,
	here: Place,
): Alternatives {
	return declared.default
		? through(machine.evaluate(declared.default, scope), {
				at: { file: scope.file, span: declared.at },
				label: `default of ${declared.name || "the parameter"}`,
			})
		: scalar(undefined, here);
}

/** Nobody in the repository calls it: the argument is open, a default is possible. */
function withoutCaller(
	machine: Machine,
	declared: Parameter,
	title: string,
	scope: Scope,
	here: Place,
): Alternatives {
	const open = unknown(
		`no call of ${title}() that gives ${declared.name || "this argument"} was found`,
		here,
	);
	if (!declared.default) return open;
	const atom = `argument ${scope.file}:${declared.at[0]} given`;
	return union(
		under(open, { atom, is: "true", kind: "choice", outside: true, at: here }),
		under(fallback(machine, declared, scope, here), {
			atom,
			is: "false",
			kind: "choice",
			at: here,
		}),
	);
}

/**
 * `this`/`self`: the receiver in force, else an instance whose constructor
 * arguments are looked up at every construction site.
 */
export function receiver(
	machine: Machine,
	cls: number,
	scope: Scope,
	here: Place,
): Alternatives {
	for (let frame = scope.frame; frame; frame = frame.outer)
		if (frame.receiver) return just(frame.receiver);
	const code = codeOf(machine, scope);
	const declared = code?.classes[cls];
	if (!code || !declared) return unknown("its class is not known", here);
	const value: Value = {
		v: "instance",
		file: scope.file,
		block: scope.block,
		cls,
		made: {
			site: { file: scope.file, span: declared.at },
			call: {
				k: "call",
				at: declared.at,
				callee: { k: "class", at: declared.at, cls },
				args: [],
				openEnded: true,
				form: "new",
			},
			scope: { file: scope.file, block: scope.block },
		},
	};
	return just(value);
}
