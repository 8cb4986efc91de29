import type { Place } from "../../facts/place.js";
import type { Expr, ObjectEntry } from "../expr.js";
import { Text } from "../text.js";
import type { ObjectValue, Scope, Thunk, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	just,
	product,
	scalar,
	textValue,
	through,
	under,
	union,
	unknown,
	writtenText,
} from "./alternatives.js";
import { evaluateCall } from "./calls.js";
import { elementsOf } from "./collections.js";
import { toText } from "./conversion.js";
import { globalValue } from "./globals.js";
import { at, codeOf, type Machine } from "./machine.js";
import { importedValue } from "./modules.js";
import { mutated, withProperty } from "./mutation.js";
import { binary, logic, negation, typeOf } from "./operators.js";
import { parameter, receiver } from "./parameters.js";
import { branch } from "./truth.js";

/** One step of evaluation, by the form of the expression. */
export function evaluateExpression(
	machine: Machine,
	expr: Expr,
	scope: Scope,
): Alternatives {
	const here = at(scope, expr);
	const value = (inner: Expr) => machine.evaluate(inner, scope);
	switch (expr.k) {
		case "text":
			return just(writtenText(expr.value, here));
		case "scalar":
			return scalar(expr.value, here);
		case "undefined":
			return scalar(undefined, here);
		case "regex":
			return just({
				v: "regex",
				source: expr.source,
				flags: expr.flags,
				at: here,
			});
		case "concat":
			return product(expr.parts.map(value), (values) =>
				just(textValue(Text.concat(...values.map((v) => toText(machine, v))))),
			);
		case "ref":
			return reference(machine, expr.def, expr.name, scope, here);
		case "import":
			return importedValue(machine, scope.file, expr.from, expr.name, here);
		case "global":
			return globalValue(machine, expr.name, here);
		case "param":
			return parameter(machine, expr, scope);
		case "this":
			return receiver(machine, expr.cls, scope, here);
		case "member":
			return chain(value(expr.of), (of) =>
				machine.property(of, expr.name, here),
			);
		case "index":
			return indexed(machine, value(expr.of), value(expr.key), here);
		case "object":
			return objectValue(machine, expr.entries, scope, here);
		case "array":
			return arrayValue(machine, expr.items, scope, here);
		case "spread":
			return value(expr.of);
		case "call":
			return evaluateCall(machine, expr, scope);
		case "fn":
			return just({
				v: "function",
				file: scope.file,
				block: scope.block,
				fn: expr.fn,
				...(scope.frame && { outer: scope.frame }),
				...(scope.frame?.receiver && { receiver: scope.frame.receiver }),
			});
		case "class":
			return just({
				v: "class",
				file: scope.file,
				block: scope.block,
				cls: expr.cls,
				...(scope.frame && { outer: scope.frame }),
			});
		case "choice":
			return branch(
				machine,
				value(expr.test),
				at(scope, expr.test),
				() => value(expr.then),
				() => value(expr.otherwise),
			);
		case "logic":
			return logic(machine, expr, scope);
		case "not":
			return negation(machine, value(expr.of), here);
		case "binary":
			return binary(machine, expr, scope);
		case "typeof":
			return typeOf(machine, expr.of, scope, here);
		case "with":
			return withProperty(
				machine,
				value(expr.of),
				expr.name,
				{ expr: expr.value, scope },
				here,
			);
		case "after":
			return mutated(machine, expr, scope, here);
		case "any":
			return oneOf(expr.of.map(value), here);
		case "element":
			return elementsOf(machine, value(expr.of), here);
		case "comprehension":
			return comprehension(machine, expr, scope, here);
		case "unknown":
			return unknown(expr.reason, here);
	}
}

function reference(
	machine: Machine,
	index: number,
	name: string,
	scope: Scope,
	here: Place,
): Alternatives {
	const definition = codeOf(machine, scope)?.defs[index];
	if (!definition) return unknown(`${name} has no definition`, here);
	return through(machine.evaluate(definition.value, scope), {
		at: { file: scope.file, span: definition.at },
		label: name,
	});
}

/** One of several values, undecided which; equal ones need no condition. */
function oneOf(options: readonly Alternatives[], here: Place): Alternatives {
	const [only] = options;
	if (!only) return unknown("it is never assigned", here);
	if (options.length === 1) return only;
	const atom = `which value at ${here.file}:${here.span[0]}`;
	return union(
		...options.map((option, i) =>
			under(option, { atom, is: String(i), kind: "choice", at: here }),
		),
	);
}

function indexed(
	machine: Machine,
	of: Alternatives,
	key: Alternatives,
	here: Place,
): Alternatives {
	return product([of, key], ([object, index]) => {
		const name =
			index?.v === "text"
				? index.text.value
				: index?.v === "scalar" && typeof index.value === "number"
					? String(index.value)
					: undefined;
		if (!object || name === undefined)
			return unknown("the key is computed at run time", here);
		return machine.property(object, name, here);
	});
}

function objectValue(
	machine: Machine,
	entries: readonly ObjectEntry[],
	scope: Scope,
	here: Place,
): Alternatives {
	const start: ObjectValue = {
		v: "object",
		entries: new Map(),
		complete: true,
		at: here,
	};
	return entries.reduce<Alternatives>(
		(objects, entry) =>
			chain(objects, (object) =>
				object.v === "object"
					? addEntry(machine, object, entry, scope)
					: just(object),
			),
		just(start),
	);
}

function addEntry(
	machine: Machine,
	object: ObjectValue,
	entry: ObjectEntry,
	scope: Scope,
): Alternatives {
	if ("spread" in entry)
		return chain(machine.evaluate(entry.spread, scope), (spread) =>
			just(merge(object, spread)),
		);
	const put = (key: string): Alternatives => {
		const entries = new Map(object.entries);
		entries.set(key, {
			value: { expr: entry.value, scope },
			keyAt: { file: scope.file, span: entry.keyAt },
			at: { file: scope.file, span: entry.at },
		});
		return just({ ...object, entries });
	};
	if (typeof entry.key === "string") return put(entry.key);
	return chain(machine.evaluate(entry.key, scope), (key) => {
		const name = key.v === "text" ? key.text.value : undefined;
		return name === undefined
			? just({ ...object, complete: false })
			: put(name);
	});
}

/** `{...object, ...spread}`: falsy spreads add nothing, unknown ones make it incomplete. */
export function merge(object: ObjectValue, spread: Value): ObjectValue {
	if (spread.v === "object")
		return {
			...object,
			entries: new Map([...object.entries, ...spread.entries]),
			complete: object.complete && spread.complete,
		};
	if (spread.v === "scalar") return object;
	return { ...object, complete: false };
}

function arrayValue(
	machine: Machine,
	items: readonly Expr[],
	scope: Scope,
	here: Place,
): Alternatives {
	const spreads = items.filter((item) => item.k === "spread");
	return product(
		spreads.map((spread) => machine.evaluate(spread, scope)),
		(spread) => {
			let complete = true;
			const all: (Thunk | Value)[] = [];
			for (const item of items) {
				if (item.k !== "spread") {
					all.push({ expr: item, scope });
					continue;
				}
				const value = spread[spreads.indexOf(item)];
				if (value?.v === "array") {
					all.push(...value.items);
					complete &&= value.complete;
				} else if (value?.v !== "scalar") complete = false;
			}
			return just({ v: "array", items: all, complete, at: here });
		},
	);
}

/** The results for all elements, as one array per combination of the other conditions. */
function comprehension(
	machine: Machine,
	expr: Extract<Expr, { k: "comprehension" }>,
	scope: Scope,
	here: Place,
): Alternatives {
	const eachElement = (atom: string) => atom.startsWith("element of ");
	return chain(machine.evaluate(expr.of, scope), (of) => {
		if (of.v === "array" && of.complete && of.items.length === 0)
			return just({ v: "array", items: [], complete: true, at: here });
		const results = machine.evaluate(expr.result, scope);
		const groups = new Map<
			string,
			{ items: Value[]; first: (typeof results)[number] }
		>();
		for (const result of results) {
			const rest = [...result.when.values()].filter(
				(c) => !eachElement(c.atom),
			);
			const key = rest
				.map((c) => `${c.atom}=${c.is}`)
				.sort()
				.join("&");
			const group = groups.get(key) ?? { items: [], first: result };
			group.items.push(result.value);
			groups.set(key, group);
		}
		return [...groups.values()].map(({ items, first }) => ({
			value: {
				v: "array" as const,
				items,
				complete:
					(of.v !== "array" || of.complete) &&
					items.every((i) => i.v !== "unknown"),
				at: here,
			},
			when: new Map([...first.when].filter(([atom]) => !eachElement(atom))),
			steps: first.steps,
		}));
	});
}
