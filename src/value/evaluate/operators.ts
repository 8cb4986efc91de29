import type { Place } from "../../facts/place.js";
import type { Expr } from "../expr.js";
import { Text } from "../text.js";
import type { Scope, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	computed,
	just,
	product,
	scalar,
	textValue,
	through,
	writtenText,
} from "./alternatives.js";
import { toNumber, toText } from "./conversion.js";
import { at, codeOf, type Machine } from "./machine.js";
import { spelled } from "./spelling.js";
import { branch, undecided } from "./truth.js";

/** Label of the step that a comparison of `location.protocol` without its colon leaves. */
export const MISSING_COLON = "protocol compared without colon";

/** `||`, `&&`, `??`; where one of several texts is chosen, the trail names them all. */
export function logic(
	machine: Machine,
	expr: Extract<Expr, { k: "logic" }>,
	scope: Scope,
): Alternatives {
	const chosen = operand(machine, expr, scope);
	if (expr.op !== "||" && expr.op !== "??") return chosen;
	if (!chosen.some(({ value }) => value.v === "text" || value.v === "url"))
		return chosen;
	return through(chosen, {
		// The operator: the operands have steps of their own.
		at: { file: scope.file, span: [expr.left.at[1], expr.right.at[0]] },
		label: spelled(expr, codeOf(machine, scope)),
	});
}

function operand(
	machine: Machine,
	expr: Extract<Expr, { k: "logic" }>,
	scope: Scope,
): Alternatives {
	const left = machine.evaluate(expr.left, scope);
	// A parameter brings its own default.
	if (expr.op === "default" && expr.left.k === "param") return left;
	const right = () => machine.evaluate(expr.right, scope);
	const keep = (value: Value) => just(value);
	switch (expr.op) {
		case "||":
			return branch(machine, left, at(scope, expr.left), keep, right);
		case "&&":
			return branch(machine, left, at(scope, expr.left), right, keep);
		case "??":
		case "default":
			return chain(left, (value) => {
				if (value.v === "scalar")
					return value.value === undefined ||
						(value.value === null && expr.op === "??")
						? right()
						: just(value);
				if (value.v !== "unknown" && value.v !== "property") return just(value);
				return branch(machine, just(value), at(scope, expr.left), keep, right);
			});
	}
}

export function negation(
	machine: Machine,
	of: Alternatives,
	here: Place,
): Alternatives {
	return branch(
		machine,
		of,
		here,
		() => scalar(false, here),
		() => scalar(true, here),
	);
}

export function typeOf(
	machine: Machine,
	of: Expr,
	scope: Scope,
	here: Place,
): Alternatives {
	return chain(machine.evaluate(of, scope), (value) => {
		const name = typeName(value);
		return name === undefined
			? just({ v: "unknown", reason: "its type is not known", at: here })
			: just(writtenText(name, here));
	});
}

function typeName(value: Value): string | undefined {
	switch (value.v) {
		case "text":
			return "string";
		case "scalar":
			return value.value === null ? "object" : typeof value.value;
		case "function":
		case "class":
			return "function";
		case "unknown":
		case "property":
			return undefined;
		default:
			return "object";
	}
}

export function binary(
	machine: Machine,
	expr: Extract<Expr, { k: "binary" }>,
	scope: Scope,
): Alternatives {
	const here = at(scope, expr);
	return product(
		[machine.evaluate(expr.left, scope), machine.evaluate(expr.right, scope)],
		([left, right]) => {
			if (!left || !right) return scalar(undefined, here);
			switch (expr.op) {
				case "+":
					return sum(machine, left, right, here);
				case "==":
					return equality(machine, left, right, here);
				case "!=":
					return negation(machine, equality(machine, left, right, here), here);
				case "in":
					return membership(machine, left, right, here);
				default:
					return arithmetic(expr.op, left, right, here);
			}
		},
	);
}

function sum(
	machine: Machine,
	left: Value,
	right: Value,
	here: Place,
): Alternatives {
	if (left.v === "array" && right.v === "array")
		return just({
			v: "array",
			items: [...left.items, ...right.items],
			complete: left.complete && right.complete,
			at: here,
		});
	if (left.v === "scalar" && right.v === "scalar") {
		const [a, b] = [toNumber(left), toNumber(right)];
		if (a !== undefined && b !== undefined) return scalar(a + b, here);
	}
	if (left.v === "array" || right.v === "array")
		return just({
			v: "unknown",
			reason: "a list is joined with something unknown",
			at: here,
		});
	return just(
		textValue(Text.concat(toText(machine, left), toText(machine, right))),
	);
}

function arithmetic(
	op: string,
	left: Value,
	right: Value,
	here: Place,
): Alternatives {
	const [a, b] = [toNumber(left), toNumber(right)];
	if (a === undefined || b === undefined)
		return just({ v: "unknown", reason: "a number is not known", at: here });
	switch (op) {
		case "-":
			return scalar(a - b, here);
		case "*":
			return scalar(a * b, here);
		case "/":
			return scalar(a / b, here);
		case "%":
			return scalar(a % b, here);
		case "<":
			return scalar(a < b, here);
		case ">":
			return scalar(a > b, here);
		case "<=":
			return scalar(a <= b, here);
		default:
			return scalar(a >= b, here);
	}
}

const LOOPBACK_NAMES = new Set([
	"localhost",
	"127.0.0.1",
	"[::1]",
	"::1",
	"0.0.0.0",
]);

/** `==`/`===`: loose forms differ only where types differ, which URL code does not rely on. */
export function equality(
	machine: Machine,
	left: Value,
	right: Value,
	here: Place,
): Alternatives {
	if (left.v === "scalar" && right.v === "scalar")
		return scalar(
			left.value === right.value ||
				(isNothing(left.value) && isNothing(right.value)),
			here,
		);
	if (left.v === "text" && right.v === "text")
		return sameText(machine, left.text, right.text, here);
	const [text, other] = left.v === "text" ? [left, right] : [right, left];
	if (text.v === "text" && other.v === "scalar") {
		const number = toNumber(text);
		if (typeof other.value === "number" && number !== undefined)
			return scalar(number === other.value, here);
		return scalar(false, here);
	}
	const [nothing, object] = left.v === "scalar" ? [left, right] : [right, left];
	if (
		nothing.v === "scalar" &&
		isNothing(nothing.value) &&
		object.v !== "unknown" &&
		object.v !== "property" &&
		object.v !== "external"
	)
		return scalar(false, here);
	const blurred = [left, right].find((v) => v.v === "unknown");
	return undecided(
		`comparison ${blurred?.v === "unknown" ? `with ${blurred.at.file}:${blurred.at.span[0]} ` : ""}at ${here.file}:${here.span[0]}`,
		"choice",
		here,
	);
}

function isNothing(value: unknown): boolean {
	return value === undefined || value === null;
}

function sameText(
	machine: Machine,
	left: Text,
	right: Text,
	here: Place,
): Alternatives {
	const [page, written] = fromPage(left) ? [left, right] : [right, left];
	if (
		fromPage(page) &&
		page.segments.some(
			(s) => s.origin.kind === "page" && s.origin.part === "protocol",
		) &&
		/^(https?|wss?)$/.test(written.flat)
	)
		return just(
			{ v: "scalar", value: false, at: here },
			{ at: here, label: MISSING_COLON },
		);
	if (left.known && right.known) return scalar(left.flat === right.flat, here);
	const hole = page.holes[0];
	if (hole?.kind === "page" && written.known) {
		const host = written.flat.split(":")[0] ?? "";
		// A deployed page is not served from the visitor's own loopback; only
		// `production` leaves the page's host open.
		if (
			(hole.name === "hostname" || hole.name === "host") &&
			LOOPBACK_NAMES.has(host)
		)
			return scalar(false, here);
		return undecided(`page ${hole.name} is ${written.flat}`, "page", here);
	}
	void machine;
	return undecided(
		`${left.toString()} is ${right.toString()}`,
		left.holes.concat(right.holes).every((h) => h.kind === "env")
			? "env"
			: "choice",
		here,
	);
}

function fromPage(text: Text): boolean {
	return (
		text.segments.length > 0 &&
		text.segments.every((s) => s.origin.kind === "page")
	);
}

function membership(
	machine: Machine,
	item: Value,
	container: Value,
	here: Place,
): Alternatives {
	if (
		container.v === "object" &&
		container.complete &&
		item.v === "text" &&
		item.text.known
	)
		return scalar(container.entries.has(item.text.flat), here);
	if (
		container.v === "text" &&
		item.v === "text" &&
		container.text.known &&
		item.text.known
	)
		return scalar(container.text.flat.includes(item.text.flat), here);
	if (container.v !== "array")
		return undecided(
			`membership at ${here.file}:${here.span[0]}`,
			"choice",
			here,
		);
	return containsItem(machine, container.items, item, container.complete, here);
}

/** Whether a list holds a text; decided only when every item is. */
export function containsItem(
	machine: Machine,
	items: Extract<Value, { v: "array" }>["items"],
	item: Value,
	complete: boolean,
	here: Place,
): Alternatives {
	const sought = item.v === "text" ? item.text : undefined;
	const texts = items.map((i) => {
		const only = machine.single(i);
		return only?.v === "text" ? only.text.value : undefined;
	});
	if (sought?.known && texts.includes(sought.flat)) return scalar(true, here);
	if (sought?.known && complete && texts.every((t) => t !== undefined))
		return scalar(false, here);
	const hole = sought?.holes[0];
	if (
		hole?.kind === "page" &&
		hole.name !== "port" &&
		texts.every(
			(t) => t !== undefined && LOOPBACK_NAMES.has(t.split(":")[0] ?? ""),
		)
	)
		return scalar(false, here);
	return undecided(
		`membership at ${here.file}:${here.span[0]}`,
		"choice",
		here,
	);
}

/** Text of an operation's own making. */
export function made(text: string, here: Place): Text {
	return Text.of(text, computed(here));
}
