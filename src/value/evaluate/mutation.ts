import type { Place } from "../../facts/place.js";
import type { Expr } from "../expr.js";
import { Text } from "../text.js";
import type { Scope, Thunk, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	computed,
	just,
	unknown,
} from "./alternatives.js";
import { hole, toText } from "./conversion.js";
import type { Machine } from "./machine.js";
import { assignPart } from "./url-parts.js";

/** `of` after `of.name = value`. */
export function withProperty(
	machine: Machine,
	of: Alternatives,
	name: string,
	value: Thunk,
	here: Place,
): Alternatives {
	return chain(of, (target) => {
		switch (target.v) {
			case "object": {
				const entries = new Map(target.entries);
				entries.set(name, { value, keyAt: here, at: here });
				return just({ ...target, entries });
			}
			case "url":
				return chain(machine.force(value), (part) => {
					const parts = assignPart(
						target.parts,
						name,
						toText(machine, part),
						here,
					);
					return parts
						? just({ ...target, parts })
						: unknown(`${name} of a URL is not followed`, here);
				});
			case "made":
				return just({
					...target,
					assigned: new Map(target.assigned).set(name, value),
				});
			case "unknown":
				// The rest of an address that is not known stays so.
				if (URL_PARTS.has(name)) return just(target);
				return just({
					v: "object",
					entries: new Map([[name, { value, keyAt: here, at: here }]]),
					complete: false,
					at: here,
				});
			default:
				return just(target);
		}
	});
}

const URL_PARTS = new Set([
	"protocol",
	"host",
	"hostname",
	"port",
	"pathname",
	"search",
	"hash",
]);

/** `of` after a mutating method ran on it. */
export function mutated(
	machine: Machine,
	expr: Extract<Expr, { k: "after" }>,
	scope: Scope,
	here: Place,
): Alternatives {
	return chain(machine.evaluate(expr.of, scope), (target): Alternatives => {
		if (target.v === "url" && expr.method.startsWith("searchParams."))
			return just(withQuery(machine, target, expr.args, scope, here));
		if (target.v === "object")
			return expr.method === "[]="
				? underKey(machine, target, expr.args, scope, here)
				: just({ ...target, complete: false });
		if (target.v !== "array") return just(target);
		const args = expr.args.map((a): Thunk => ({ expr: a, scope }));
		switch (expr.method) {
			case "push":
			case "append":
			case "add":
				return just({ ...target, items: [...target.items, ...args] });
			case "unshift":
				return just({ ...target, items: [...args, ...target.items] });
			case "insert":
				return just({ ...target, items: [...target.items, ...args.slice(1)] });
			case "extend": {
				const [more] = args;
				return more
					? chain(machine.force(more), (list) =>
							list.v === "array"
								? just({
										...target,
										items: [...target.items, ...list.items],
										complete: target.complete && list.complete,
									})
								: just({ ...target, complete: false }),
						)
					: just(target);
			}
			default:
				return just({ ...target, complete: false });
		}
	});
}

/** `of[key] = value`: the entry of that name, or, under a key that is not known, nothing that was there for certain. */
function underKey(
	machine: Machine,
	target: Extract<Value, { v: "object" }>,
	[key, value]: readonly Expr[],
	scope: Scope,
	here: Place,
): Alternatives {
	if (!key || !value) return just({ ...target, complete: false });
	return chain(machine.evaluate(key, scope), (name) =>
		name.v === "text" && name.text.value !== undefined
			? withProperty(
					machine,
					just(target),
					name.text.value,
					{ expr: value, scope },
					here,
				)
			: just({ ...target, entries: new Map(), complete: false }),
	);
}

function withQuery(
	machine: Machine,
	target: Extract<Value, { v: "url" }>,
	args: readonly Expr[],
	scope: Scope,
	here: Place,
): Value {
	const [name, value] = args.map((a) => {
		const only = machine.single({ expr: a, scope });
		return only ? toText(machine, only) : hole("?", "a query parameter", here);
	});
	const sign = target.parts.search.length === 0 ? "?" : "&";
	const join = (text: string) => Text.of(text, computed(here));
	return {
		...target,
		parts: {
			...target.parts,
			search: Text.concat(
				target.parts.search,
				join(sign),
				name ?? Text.empty,
				join("="),
				value ?? Text.empty,
			),
		},
	};
}
