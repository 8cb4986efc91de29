import type { ClassFact, FieldFact } from "../../facts/code.js";
import type { Place } from "../../facts/place.js";
import type { ClassSite } from "../evaluator.js";
import type { Frame, Scope, Value } from "../value.js";
import {
	type Alternatives,
	just,
	RECURSION,
	through,
	under,
	union,
	unknown,
	without,
} from "./alternatives.js";
import { SET_LATER } from "./boxes.js";
import { apply } from "./calls.js";
import { constructionOf, constructorOf } from "./construction.js";
import type { Machine } from "./machine.js";

type Instance = Extract<Value, { v: "instance" }>;
type Class = Extract<Value, { v: "class" }>;

/** A field, method or getter of an object made by a class of this repository. */
export function instanceMember(
	machine: Machine,
	of: Instance,
	name: string,
	here: Place,
): Alternatives {
	const owner = ownerOf(machine, of, name);
	if (!owner) return unknown(`${name} is not a member of its class`, here);
	const { cls, declared } = owner;
	const method = methodOf(declared, name);
	if (method !== undefined)
		return just({
			v: "function",
			file: cls.file,
			block: cls.block,
			fn: method,
			receiver: of,
		});
	const getter = methodOf(declared, `get ${name}`);
	if (getter !== undefined)
		return apply(
			machine,
			{
				v: "function",
				file: cls.file,
				block: cls.block,
				fn: getter,
				receiver: of,
			},
			{ args: [], named: {}, openEnded: false },
			here,
		);
	return fieldValue(machine, of, cls, declared, name, here);
}

export function classMember(
	machine: Machine,
	of: Class,
	name: string,
	here: Place,
): Alternatives {
	const owner = ownerOf(machine, of, name);
	if (!owner) return just({ v: "property", of, name, at: here });
	const { cls, declared } = owner;
	const method = methodOf(declared, name);
	if (method !== undefined)
		return just({
			v: "function",
			file: cls.file,
			block: cls.block,
			fn: method,
			receiver: of,
		});
	const field = declared.fields.findLast(
		(f) => f.name === name && f.fn === undefined && f.value,
	);
	return field?.value
		? machine.evaluate(field.value, { file: cls.file, block: cls.block })
		: unknown(`${name} is set at run time`, here);
}

interface Owner {
	readonly cls: ClassSite;
	readonly declared: ClassFact;
}

function methodOf(declared: ClassFact, name: string): number | undefined {
	return Object.hasOwn(declared.methods, name)
		? declared.methods[name]
		: undefined;
}

/** The class that declares a member: the value's own, else the first base that does. */
function ownerOf(
	machine: Machine,
	of: Instance | Class,
	name: string,
	depth = 0,
): Owner | undefined {
	const declared = machine.program.code(of.file)[of.block]?.classes[of.cls];
	if (!declared || depth > 5) return undefined;
	if (
		methodOf(declared, name) !== undefined ||
		methodOf(declared, `get ${name}`) !== undefined ||
		declared.fields.some((f) => f.name === name)
	)
		return { cls: of, declared };
	for (const base of declared.bases) {
		const value = machine.single({
			expr: base,
			scope: { file: of.file, block: of.block },
		});
		const found =
			value?.v === "class"
				? ownerOf(machine, value, name, depth + 1)
				: undefined;
		if (found) return found;
	}
	return undefined;
}

/**
 * The values a field may hold. Writes in the constructor see the construction
 * arguments; writes in other methods make it one of several. A declaration
 * without meaning (`url = ""`, `null`) counts only when nothing else writes it.
 */
function fieldValue(
	machine: Machine,
	of: Instance,
	cls: ClassSite,
	declared: ClassFact,
	name: string,
	here: Place,
): Alternatives {
	const writes = declared.fields.filter((f) => f.name === name && f.value);
	const initializer = constructorOf(machine, cls);
	const initial = writes.findLast(
		(f) => f.fn === undefined || f.fn === initializer,
	);
	const later = writes.filter(
		(f) => f.fn !== undefined && f.fn !== initializer,
	);
	const used =
		initial && (later.length === 0 || !isBlank(initial))
			? [initial, ...later]
			: later;
	if (used.length === 0) return unknown(`${name} is set at run time`, here);
	const label = `field ${name}`;
	const depth = of.reading?.get(name) ?? 0;
	if (depth >= DEEPEST_READING) return unknown(RECURSION, here);
	// What it held before a write is a choice of its own.
	const atom = `field ${cls.file}:${declared.at[0]}.${name}${" before".repeat(depth)}`;
	const reader: Instance = {
		...of,
		reading: new Map(of.reading).set(name, depth + 1),
	};
	const all = union(
		...used.map((field, i) => {
			// What a change sees is no other change.
			if (field.change && depth > 0 && used.some((f) => !f.change)) return [];
			const value = through(
				machine.evaluate(
					field.value ?? { k: "undefined", at: field.at },
					fieldScope(machine, reader, cls, field, initializer),
				),
				{ at: { file: cls.file, span: field.at }, label },
			);
			return used.length === 1
				? value
				: under(value, { atom, is: String(i), kind: "choice", at: here });
		}),
	);
	const settled = depth === 0 ? all : without(all, RECURSION);
	// A box that starts empty is filled by the other writes.
	return without(settled, SET_LATER);
}

/** How often the writes of a field are followed into what they read of the field itself. */
const DEEPEST_READING = 2;

function isBlank(field: FieldFact): boolean {
	const value = field.value;
	return (
		value?.k === "undefined" ||
		(value?.k === "scalar" && value.value === null) ||
		(value?.k === "text" && value.value === "")
	);
}

function fieldScope(
	machine: Machine,
	of: Instance,
	cls: ClassSite,
	field: FieldFact,
	initializer: number | undefined,
): Scope {
	const scope = { file: cls.file, block: cls.block };
	const inConstructor = field.fn === undefined || field.fn === initializer;
	// Other arguments are looked up at the call sites; the receiver stays known.
	const frame: Frame = (inConstructor && constructionOf(machine, of, cls)) || {
		...scope,
		fn: NO_FUNCTION,
		args: [],
		named: {},
		openEnded: true,
		receiver: of,
	};
	return { ...scope, frame };
}

/** Index of no function: a frame that only carries a receiver. */
const NO_FUNCTION = -1;
