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
				truth:
					value.v === "made" && !isLookup(value) && !isQuestion(value)
						? true
						: undefined,
				atom: `truth of ${at.file}:${at.span[0]}`,
				kind: "choice",
				outside: comesFromOutside(value),
			};
		}
		case "external":
			// What is imported is there, and so are the platform's classes; any
			// other global, and what is in one, may be anything.
			return !value.name.startsWith("global#") ||
				PLATFORM.has(value.name.slice("global#".length))
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

/** Classes and namespaces that every runtime in use has; a global of a project's own may be spelt like one. */
const PLATFORM: ReadonlySet<string> = new Set([
	"Array",
	"Boolean",
	"Date",
	"Error",
	"Function",
	"JSON",
	"Map",
	"Math",
	"Number",
	"Object",
	"Promise",
	"Proxy",
	"Reflect",
	"RegExp",
	"Set",
	"String",
	"Symbol",
	"URL",
	"URLSearchParams",
	"WebSocket",
	"EventSource",
	"XMLHttpRequest",
	"AbortController",
	"Event",
	"EventTarget",
	"MessageEvent",
	"Headers",
	"Request",
	"Response",
	"FormData",
	"Blob",
	"TextDecoder",
	"TextEncoder",
]);

/** A call that looks something up may find nothing: `Cookies.get(…)`, `localStorage.getItem(…)`, `prompt()`. */
function isLookup({ by, made }: Extract<Value, { v: "made" }>): boolean {
	return (
		made.call.form === "call" &&
		/[.#](get|getItem|find|match|exec|prompt|pop|shift|at|item|getElementById|querySelector)$/.test(
			by,
		)
	);
}

/** A call whose name asks may be answered with no: `existsSync(…)`, `isDocker()`, `os.path.isfile(…)`. */
function isQuestion({ by, made }: Extract<Value, { v: "made" }>): boolean {
	return (
		made.call.form === "call" &&
		/[.#](is[A-Z_]\w*|is(file|dir)|has([A-Z_]\w*)?|exists(Sync)?|includes|startsWith|endsWith|test|some|every|(can|should|supports)[A-Z_]\w*|confirm)$/.test(
			by,
		)
	);
}

/** Packages that read the command line. */
const COMMAND_LINE =
	/^(ts-command-line-args|minimist|yargs|yargs-parser|commander|mri|arg|meow|cac|(node:)?util#parseArgs)\b/;

/** A part of what is looked up, typed in or given on the command line. */
function comesFromOutside(value: Value): boolean {
	if (value.v === "property") return comesFromOutside(value.of);
	return value.v === "made" && (isLookup(value) || COMMAND_LINE.test(value.by));
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
