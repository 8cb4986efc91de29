import type { CallExpr } from "../../../value/expr.js";
import type { Thunk } from "../../../value/value.js";
import { textsOf } from "../answers.js";
import { argument, calleeName } from "../foreign.js";
import { starlettePattern } from "../route-pattern.js";
import { type PythonCall, pythonCalls, receiverMade } from "./calls.js";
import {
	openingOf,
	type PlainHost,
	type PlainHosts,
	plainRoute,
} from "./plain-host.js";
import { type FunctionRef, functionOf } from "./required-query.js";

const AIOHTTP_PORT = 8080;

/** aiohttp apps: GET routes whose handler makes a `WebSocketResponse`. */
export function readAiohttp(hosts: PlainHosts): void {
	for (const { made, evaluator } of pythonCalls(hosts.projects, "Application"))
		for (const { value } of evaluator.evaluate(made.call, made.scope))
			hosts.hostOf(value);
	for (const call of pythonCalls(hosts.projects, "add_get"))
		addRoute(hosts, call, hosts.given(call.evaluator, appOf(call)));
	for (const call of pythonCalls(hosts.projects, "get"))
		if (isRouteDefinition(call.made.call) || isOfRouteTable(call))
			addRoute(hosts, call, hosts.onlyOf(call.project));
	for (const { made, evaluator } of pythonCalls(hosts.projects, "run_app")) {
		const host = hosts.given(evaluator, argument(made, 0, "app"));
		const port = argument(made, -1, "port");
		host?.openings.push(
			openingOf(made, evaluator, port, AIOHTTP_PORT, "ssl_context"),
		);
	}
}

/** `app` of `app.router.add_get(…)`. */
function appOf({ made }: PythonCall): Thunk | undefined {
	const { callee } = made.call;
	const router = callee.k === "member" ? callee.of : undefined;
	return router?.k === "member"
		? { expr: router.of, scope: made.scope }
		: undefined;
}

/** `web.get("/path", handler)`: told by its shape, since `get` is everybody's name. */
function isRouteDefinition({ callee, args }: CallExpr): boolean {
	return (
		args.length > 1 &&
		callee.k === "member" &&
		callee.of.k === "import" &&
		callee.of.from === "aiohttp" &&
		callee.of.name === "web"
	);
}

/** `@routes.get("/path")` of a `RouteTableDef()`. */
function isOfRouteTable(call: PythonCall): boolean {
	return (
		call.decorated !== undefined &&
		receiverMade(call, /^aiohttp#RouteTableDef$/) !== undefined
	);
}

function addRoute(
	hosts: PlainHosts,
	{ made, evaluator, decorated }: PythonCall,
	host: PlainHost | undefined,
): void {
	const path = argument(made, 0, "path");
	const handler = argument(made, 1, "handler");
	if (!host || !path || !(handler || decorated)) return;
	const functions = decorated
		? [decorated]
		: handler
			? evaluator.force(handler).flatMap((a) => functionOf(a.value))
			: [];
	const known = functions.length > 0;
	if (known && !functions.some((f) => answersSockets(hosts, f))) return;
	const texts = textsOf(evaluator, path);
	if (!known || texts.open)
		host.gaps.push("a handler of its routes is not followed");
	else
		for (const { value, at } of texts.known)
			host.routes.push(plainRoute(value, at, starlettePattern(value)));
}

function answersSockets(
	hosts: PlainHosts,
	{ file, block, fn }: FunctionRef,
): boolean {
	const code = hosts.projects.sources.program.code(file)[block];
	return (
		code?.calls.some(
			(c) => c.fn === fn && calleeName(c.call) === "WebSocketResponse",
		) ?? false
	);
}
