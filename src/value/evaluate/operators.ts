import type { Place } from "../../facts/place.js";
import type { Expr } from "../expr.js";
import { Text } from "../text.js";
import type { Scope, Value } from "../value.js";
import {
	type Alternatives,
	chain,
	just,
	product,
	scalar,
	textValue,
	through,
	writtenText,
} from "./alternatives.js";
import { equality, membership } from "./comparison.js";
import { toNumber, toText } from "./conversion.js";
import { at, codeOf, type Machine } from "./machine.js";
import { spelled } from "./spelling.js";
import { branch } from "./truth.js";

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
					return equality(left, right, here);
				case "!=":
					return negation(machine, equality(left, right, here), here);
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
