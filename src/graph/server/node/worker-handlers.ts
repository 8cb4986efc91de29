import type { Code } from "../../../facts/code.js";
import type { Expr } from "../../../value/expr.js";
import { isSocketPair, type NodeCall } from "./calls.js";
import type { NodeHosts } from "./hosts.js";
import { callsInside, type FunctionValue } from "./inside.js";

/** `stub.fetch(request)`, where `stub` is what a namespace of durable objects gave (`env.ROOMS.get(id)`). */
export function isForward(callee: Expr, code: Code): boolean {
	return (
		callee.k === "member" && callee.name === "fetch" && isStub(callee.of, code)
	);
}

function isStub(expr: Expr, code: Code): boolean {
	if (expr.k === "ref") {
		const value = code.defs[expr.def]?.value;
		return value !== undefined && isStub(value, code);
	}
	return (
		expr.k === "call" &&
		expr.callee.k === "member" &&
		/^get(?:ByName|Stub)?$/.test(expr.callee.name)
	);
}

/** Whether a call is given a function that makes a socket of a Worker, or hands the request to a durable object. */
export function handlesWorkerSocket(hosts: NodeHosts, call: NodeCall): boolean {
	return handlersOf(call).some((handler) =>
		callsInside(hosts, handler).some(
			({ fact, code }) =>
				isSocketPair(fact.call.callee) || isForward(fact.call.callee, code),
		),
	);
}

function handlersOf({ made, evaluator }: NodeCall): readonly FunctionValue[] {
	return made.call.args.flatMap((arg) =>
		evaluator
			.evaluate(arg, made.scope)
			.flatMap(({ value }) => (value.v === "function" ? [value] : [])),
	);
}
