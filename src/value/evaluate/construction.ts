import type { ClassSite } from "../evaluator.js";
import type { Frame, Scope, Value } from "../value.js";
import { type Arguments, argumentsOf } from "./calls.js";
import type { Machine } from "./machine.js";

type Instance = Extract<Value, { v: "instance" }>;

/** Classes between an instance's own and the one that declares a member, at most. */
export const MOST_BASES = 5;

/**
 * The activation of a class's constructor when an instance was made: the
 * arguments of `new` where it is the instance's own class, else what the
 * classes in between hand to `super(…)`. Undefined when they are not known.
 */
export function constructionOf(
	machine: Machine,
	of: Instance,
	cls: ClassSite,
): Frame | undefined {
	if (of.made.call.openEnded) return undefined;
	let here: ClassSite = of;
	let given: Arguments = argumentsOf(of.made.call, of.made.scope);
	for (let depth = 0; depth < MOST_BASES; depth++) {
		const fn = constructorOf(machine, here);
		const frame: Frame | undefined =
			fn === undefined
				? undefined
				: { file: here.file, block: here.block, fn, ...given, receiver: of };
		if (isSame(here, cls)) return frame;
		if (frame) {
			const handed = handedOn(machine, here, frame);
			if (!handed) return undefined;
			given = handed;
		}
		const base = baseOf(machine, here);
		if (!base) return undefined;
		here = base;
	}
	return undefined;
}

/** Index of the constructor that a class declares itself; without one, its base's gets the arguments as they are. */
export function constructorOf(
	machine: Machine,
	{ file, block, cls }: ClassSite,
): number | undefined {
	const methods =
		machine.program.code(file)[block]?.classes[cls]?.methods ?? {};
	const name = ["constructor", "__init__"].find((n) =>
		Object.hasOwn(methods, n),
	);
	return name === undefined ? undefined : methods[name];
}

/** The class of this repository that a class extends. */
export function baseOf(
	machine: Machine,
	{ file, block, cls }: ClassSite,
): ClassSite | undefined {
	const [base] = machine.program.code(file)[block]?.classes[cls]?.bases ?? [];
	const value = base && machine.single({ expr: base, scope: { file, block } });
	return value?.v === "class" ? value : undefined;
}

/** Arguments of the `super(…)` that a constructor makes: a construction of its class's base. */
function handedOn(
	machine: Machine,
	{ file, block, cls }: ClassSite,
	frame: Frame,
): Arguments | undefined {
	const code = machine.program.code(file)[block];
	const [base] = code?.classes[cls]?.bases ?? [];
	const made = code?.calls.find(
		({ call, fn }) => fn === frame.fn && call.callee === base,
	);
	const scope: Scope = { file, block, frame };
	return made && argumentsOf(made.call, scope);
}

export function isSame(one: ClassSite, other: ClassSite): boolean {
	return (
		one.file === other.file &&
		one.block === other.block &&
		one.cls === other.cls
	);
}
