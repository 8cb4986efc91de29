import type { Place } from "../../facts/place.js";
import type { Evaluator } from "../evaluator.js";
import type { Condition, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	placeOf,
	scalar,
	under,
	union,
} from "./alternatives.js";
import type { Machine } from "./machine.js";
import { comesFromOutside, isThere, mayBeNothing } from "./presence.js";

/** Truth of a value, or the condition it hangs on. */
export function decide(
	machine: Evaluator,
	value: Value,
): {
	readonly truth: boolean | undefined;
	readonly atom?: string;
	readonly kind?: Condition["kind"];
	/** It is true only where something outside the repository supplies it. */
	readonly outside?: boolean;
} {
	switch (value.v) {
		case "text": {
			if (value.text.length === 0) return { truth: false };
			if (value.text.segments.some((s) => s.text)) return { truth: true };
			const hole = value.text.holes[0];
			if (!hole || hole.kind === "env") return { truth: true };
			if (
				hole.kind === "page" &&
				hole.name !== "port" &&
				hole.name !== "search" &&
				hole.name !== "hash"
			)
				return { truth: true };
			return {
				truth: undefined,
				atom: `${hole.kind} ${hole.name} set`,
				kind: hole.kind === "page" ? "page" : "choice",
			};
		}
		case "scalar":
			return { truth: Boolean(value.value) };
		case "array":
			return machine.world.runtime === "python" &&
				value.complete &&
				value.items.length === 0
				? { truth: false }
				: { truth: true };
		case "unknown":
		case "made":
		case "property": {
			const at = placeOf(value);
			return {
				truth: value.v === "made" && !mayBeNothing(value) ? true : undefined,
				atom: `truth of ${at.file}:${at.span[0]}`,
				kind: "choice",
				outside: comesFromOutside(value),
			};
		}
		case "external":
			// What is imported is there, and so are the platform's classes; any
			// other global, and what is in one, may be anything.
			return isThere(value.name)
				? { truth: true }
				: {
						truth: undefined,
						atom: `truth of ${value.name}`,
						kind: "choice",
						outside: true,
					};
		default:
			return { truth: true };
	}
}

/**
 * Continues with `then` where the value is true and with `otherwise` where it
 * is false; an undecided value gives both, each under its condition.
 */
export function branch(
	machine: Machine,
	test: Alternatives,
	at: Place,
	then: (value: Value) => Alternatives,
	otherwise: (value: Value) => Alternatives,
): Alternatives {
	return chain(test, (value) => {
		const { truth, atom, kind, outside } = decide(machine, value);
		if (truth !== undefined) return truth ? then(value) : otherwise(value);
		const condition = (is: boolean): Condition => ({
			atom: atom ?? `truth of ${at.file}:${at.span[0]}`,
			is: String(is),
			kind: kind ?? "choice",
			...(is && outside && { outside: true }),
			at,
		});
		return union(
			under(then(value), condition(true)),
			under(otherwise(value), condition(false)),
		);
	});
}

/** An undecided comparison: true and false, under one atom. */
export function undecided(
	atom: string,
	kind: Condition["kind"],
	at: Place,
): Alternatives {
	return union(
		under(scalar(true, at), { atom, is: "true", kind, at }),
		under(scalar(false, at), { atom, is: "false", kind, at }),
	);
}
