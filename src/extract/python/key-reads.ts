import type { Span } from "../../facts/place.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import type { Reading } from "./reading.js";
import { guardOf } from "./tests.js";

/** How many of the tests around a read are looked at. */
const MAX_STEPS = 32;

const ALL_CAPS = /^[A-Z][A-Z0-9_]+$/;

/** `settings.X`: any member in capitals; the graph decides which are settings. */
export function noteMemberRead(
	reading: Reading,
	expr: Expr & { k: "member" },
): Expr {
	if (ALL_CAPS.test(expr.name)) note(reading, expr, expr.name, expr.nameAt);
	return expr;
}

/** `os.environ["X"]`. */
export function noteItemRead(
	reading: Reading,
	expr: Expr & { k: "index" },
): Expr {
	const { of, key } = expr;
	if (isEnviron(of) && key.k === "text" && ALL_CAPS.test(key.value)) {
		note(reading, expr, key.value, insideQuotes(reading, key));
	}
	return expr;
}

/** `os.getenv("X", default)`, `os.environ.get("X")`, `env("X")`, `env.str("X")`, `config("X", default=…)`. */
export function noteCallRead(reading: Reading, expr: CallExpr): void {
	const [key, byPosition] = expr.args;
	if (key?.k !== "text" || !ALL_CAPS.test(key.value)) return;
	if (!readsEnvironment(expr.callee)) return;
	const otherwise = byPosition ?? expr.named?.default;
	const at = insideQuotes(reading, key);
	note(reading, expr, key.value, at, otherwise);
}

/** `if X:` after `X = os.getenv("X")`: the missing value is provided for. */
export function noteTestedName(reading: Reading, expr: Expr): Expr {
	if (reading.use !== "value" && expr.k === "ref") {
		const read = reading.readsOfDefs.get(expr.def);
		if (read?.use === "value") read.use = "fallback";
	}
	return expr;
}

/** `os.environ.get("X") or right`. */
export function noteOtherwise(reading: Reading, left: Expr, right: Expr): void {
	const read = reading.keyReads.findLast(({ expr }) => expr === left);
	if (read && !read.otherwise) read.otherwise = right;
}

function note(
	reading: Reading,
	expr: Expr,
	key: string,
	keyAt: Span,
	otherwise?: Expr,
): void {
	const { fn, tests } = reading.scope;
	const guard = guardOf(tests);
	const guarded = otherwise !== undefined || isTestedFor(reading, key);
	reading.keyReads.push({
		expr,
		key,
		keyAt,
		use: reading.use === "value" && guarded ? "fallback" : reading.use,
		...(otherwise && { otherwise }),
		...(fn === undefined ? {} : { fn }),
		...(guard ? { guard } : {}),
	});
}

/** Whether a test that holds here mentions the key: `if "X" in os.environ:`, `if not settings.X: raise`. */
function isTestedFor(reading: Reading, key: string): boolean {
	let test = reading.scope.tests;
	for (let step = 0; test && step < MAX_STEPS; step++, test = test.outer) {
		if (reading.text.slice(...test.expr.at).includes(key)) return true;
	}
	return false;
}

function isEnviron(of: Expr): boolean {
	return "name" in of && of.name === "environ";
}

function readsEnvironment(callee: Expr): boolean {
	if (!("name" in callee)) return false;
	const { name } = callee;
	if (name === "getenv") return true;
	if (callee.k !== "member") return name === "env" || name === "config";
	if ("name" in callee.of && callee.of.name === "env") return true;
	return /^(?:get|pop|setdefault)$/.test(name) && isEnviron(callee.of);
}

/** The key's own place, without prefix and quotes. */
function insideQuotes(reading: Reading, key: Expr & { k: "text" }): Span {
	const [start, end] = key.at;
	const offset = reading.text.slice(start, end).indexOf(key.value);
	return offset < 0
		? key.at
		: [start + offset, start + offset + key.value.length];
}
