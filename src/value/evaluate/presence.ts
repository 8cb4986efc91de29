import type { Value } from "../value.js";

type Made = Extract<Value, { v: "made" }>;

/*
 * Which foreign values are there for certain, and which may be missing, empty
 * or no: told by what they are called.
 */

/** Whether a value from outside, named as in `global#location`, is there: everything imported is, of globals those of the platform. */
export function isThere(name: string): boolean {
	return (
		!name.startsWith("global#") || PLATFORM.has(name.slice("global#".length))
	);
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

/** A call that may give nothing, or no. */
export function mayBeNothing(value: Made): boolean {
	return isLookup(value) || isQuestion(value);
}

/** A call that looks something up may find nothing: `Cookies.get(…)`, `localStorage.getItem(…)`, `prompt()`. */
function isLookup({ by, made }: Made): boolean {
	return (
		made.call.form === "call" &&
		/[.#](get|getItem|find|match|exec|prompt|pop|shift|at|item|getElementById|querySelector)$/.test(
			by,
		)
	);
}

/** A call whose name asks may be answered with no: `existsSync(…)`, `isDocker()`, `os.path.isfile(…)`. */
function isQuestion({ by, made }: Made): boolean {
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
export function comesFromOutside(value: Value): boolean {
	if (value.v === "property") return comesFromOutside(value.of);
	return value.v === "made" && (isLookup(value) || COMMAND_LINE.test(value.by));
}
