import type { Code, Parameter } from "../../../facts/code.js";
import type { Evaluator, Program } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import type { CheckedQuery } from "../../graph.js";
import { conjuncts } from "../subexpressions.js";
import {
	dependenciesOf,
	type FunctionRef,
	queryNameOf,
} from "./required-query.js";

/** Calls that refuse a socket. */
const REFUSING =
	/^(?:close|deny|WebSocketException|HTTPException|WebSocketDisconnect)$/;

const DEEPEST = 3;

/**
 * Query parameters that an endpoint reads itself and refuses to do without:
 * `websocket.query_params.get("token")`, or an optional parameter, with a
 * `close()` or a raised error where it is missing.
 */
export function checkedQuery(
	program: Program,
	evaluator: Evaluator,
	endpoint: FunctionRef,
	pathParameters: readonly string[],
	depth = 0,
): readonly CheckedQuery[] {
	const code = program.code(endpoint.file)[endpoint.block];
	const fact = code?.functions[endpoint.fn];
	if (!code || !fact || depth > DEEPEST) return [];
	const found = new Map<string, CheckedQuery>();
	for (const { call, fn, guard } of code.calls) {
		if (fn !== endpoint.fn || !guard || !isRefusal(call.callee)) continue;
		const tests = conjuncts(guard);
		const asked = tests.map((test) => missing(test, code));
		for (const [i, names] of asked.entries()) {
			const instead = asked
				.filter((_, other) => other !== i)
				.flatMap((others) => others.map((o) => o.name));
			for (const { name, at, sure } of names) {
				if (pathParameters.includes(name)) continue;
				const always = sure && tests.length === 1;
				if (always || !found.has(name))
					found.set(name, {
						value: name,
						at: { file: endpoint.file, span: at },
						steps: [],
						always,
						...(instead.length > 0 && { instead }),
					});
			}
		}
	}
	for (const name of doneWithout(code, endpoint.fn)) found.delete(name);
	for (const dependency of dependenciesOf(program, fact, endpoint, evaluator))
		for (const asked of checkedQuery(
			program,
			evaluator,
			dependency,
			pathParameters,
			depth + 1,
		))
			if (!found.has(asked.value)) found.set(asked.value, asked);
	return [...found.values()];
}

/** Parameters in whose absence the endpoint goes on: it accepts, or waits for a message that brings the value. */
function* doneWithout(code: Code, endpoint: number): Iterable<string> {
	for (const { call, fn, guard } of code.calls) {
		const { callee } = call;
		if (fn !== endpoint || !guard || callee.k !== "member") continue;
		if (!/^(?:accept|connect|receive(?:_\w+)?|iter_\w+)$/.test(callee.name))
			continue;
		for (const test of conjuncts(guard))
			for (const { name } of missing(test, code)) yield name;
	}
}

/** Whether a call refuses a socket. */
export function isRefusal(callee: Expr): boolean {
	return (
		(callee.k === "member" || callee.k === "import") &&
		REFUSING.test(callee.name)
	);
}

interface Missing {
	readonly name: string;
	readonly at: Expr["at"];
	/** Nothing but the missing parameter makes the test true. */
	readonly sure: boolean;
}

/** The parameters whose absence makes a test true. */
function missing(test: Expr, code: Code): readonly Missing[] {
	const asked = (expr: Expr, sure: boolean): readonly Missing[] => {
		const name = askedFor(expr, code);
		return name === undefined ? [] : [{ name, at: test.at, sure }];
	};
	switch (test.k) {
		case "ref": {
			const value = code.defs[test.def]?.value;
			return value && value.k !== "ref" ? missing(value, code) : [];
		}
		case "not":
			if (test.of.k === "binary" && test.of.op === "in")
				return asked(test.of.left, true);
			return asked(test.of, true);
		case "logic":
			return test.op === "||"
				? [...missing(test.left, code), ...missing(test.right, code)]
				: [];
		case "binary":
			if (test.op === "==")
				return isEmpty(test.right) ? asked(test.left, true) : [];
			// What it is compared with may be unset as well.
			if (test.op === "!=" && !isEmpty(test.right) && !isEmpty(test.left))
				return [
					...asked(test.left, test.right.k === "text"),
					...asked(test.right, test.left.k === "text"),
				];
			return [];
		default:
			return [];
	}
}

/** The query parameter that an expression is the plain value of. */
export function askedFor(
	expr: Expr,
	code: Code,
	depth = 0,
): string | undefined {
	if (depth > 4) return undefined;
	const same = (inner: Expr) => askedFor(inner, code, depth + 1);
	switch (expr.k) {
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value && same(value);
		}
		case "logic":
			return expr.op === "||" && isEmpty(expr.right)
				? same(expr.left)
				: undefined;
		case "call": {
			const [key, otherwise] = expr.args;
			return expr.callee.k === "member" &&
				expr.callee.name === "get" &&
				isQuery(expr.callee.of, code) &&
				key?.k === "text" &&
				(!otherwise || isEmpty(otherwise))
				? key.value
				: undefined;
		}
		case "param": {
			const fact = code.functions[expr.fn];
			const parameter: Parameter | undefined = fact?.params[expr.index];
			return fact && parameter && queryNameOf(parameter, fact);
		}
		default:
			return undefined;
	}
}

function isQuery(expr: Expr, code: Code): boolean {
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return value !== undefined && value.k !== "ref" && isQuery(value, code);
	}
	return expr.k === "member" && expr.name === "query_params";
}

function isEmpty(expr: Expr): boolean {
	return (
		expr.k === "undefined" ||
		(expr.k === "scalar" && expr.value === null) ||
		(expr.k === "text" && expr.value === "")
	);
}
