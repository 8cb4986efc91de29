import {
	type Alternatives,
	just,
	product,
	unknown,
} from "../../value/evaluate/alternatives.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { ObjectValue, Value } from "../../value/value.js";

/**
 * Vite's `mergeConfig(a, b)`: objects are merged key by key, lists are joined,
 * anything else of `b` wins unless it is null or undefined.
 */
export function mergeConfigs(
	evaluator: Evaluator,
	left: Alternatives,
	right: Alternatives,
): Alternatives {
	return product([left, right], ([a, b]) => {
		if (!a || !b)
			return unknown("nothing to merge", { file: "", span: [0, 0] });
		return just(merged(evaluator, a, b));
	});
}

function merged(evaluator: Evaluator, a: Value, b: Value): Value {
	if (b.v === "scalar" && (b.value === undefined || b.value === null)) return a;
	if (a.v === "array" && b.v === "array")
		return {
			...a,
			items: [...a.items, ...b.items],
			complete: a.complete && b.complete,
		};
	if (a.v === "object" && b.v === "object")
		return mergedObjects(evaluator, a, b);
	// An unknown half may hold anything: what is known stays, but is not all.
	if (a.v === "object" && b.v === "unknown") return { ...a, complete: false };
	if (a.v === "unknown" && b.v === "object") return { ...b, complete: false };
	return b;
}

function mergedObjects(
	evaluator: Evaluator,
	a: ObjectValue,
	b: ObjectValue,
): ObjectValue {
	const entries = new Map(a.entries);
	for (const [key, entry] of b.entries) {
		const before = a.entries.get(key);
		if (!before) {
			entries.set(key, entry);
			continue;
		}
		const [old, next] = [before, entry].map(({ value }) => {
			const all = evaluator.force(value);
			return all.length === 1 ? all[0]?.value : undefined;
		});
		if (old && next)
			entries.set(key, { ...entry, value: merged(evaluator, old, next) });
		else entries.set(key, entry);
	}
	return { ...a, entries, complete: a.complete && b.complete };
}
