import type { ClassFact, Code } from "../../facts/code.js";
import { type Place, place } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Made, Value } from "../../value/value.js";
import type { Server } from "../graph.js";
import { argument, identity, pythonName } from "../server/foreign.js";
import type { Projects } from "../server/project.js";
import { pythonCalls } from "../server/python/calls.js";
import { conjuncts, subexpressions } from "../server/subexpressions.js";
import type { HttpOnlyMiddleware } from "./http-only.js";
import { isType, truthOnSocket } from "./scope-tests.js";

const HTTP_RESPONSE =
	/^(?:fastapi|starlette)#(?:Response|JSONResponse|PlainTextResponse|HTMLResponse|RedirectResponse|ORJSONResponse|StreamingResponse)$/;

/**
 * Middleware of the repository that is put on an app with socket routes as
 * plain ASGI and does, on a socket too, what only an HTTP request allows (F3).
 * Classes with bases are left out: `BaseHTTPMiddleware` never sees sockets (F2).
 */
export function httpOnlyMiddleware(
	projects: Projects,
	servers: readonly Server[],
): readonly HttpOnlyMiddleware[] {
	const found: HttpOnlyMiddleware[] = [];
	for (const call of pythonCalls(projects, "add_middleware")) {
		const { made, evaluator } = call;
		const asked = argument(made, 0, "middleware_class");
		const cls = asked && evaluator.single(asked);
		if (made.call.callee.k !== "member" || cls?.v !== "class") continue;
		const apps = evaluator
			.evaluate(made.call.callee.of, made.scope)
			.flatMap(({ value }) =>
				value.v === "made" ? [identity(value.made)] : [],
			);
		const server = servers.find(
			(s) =>
				apps.includes(`${s.at.file}:${s.at.span[0]}`) &&
				s.routes.items.some((route) => route.protocol === "websocket"),
		);
		const fault = server && faultOf(cls, projects);
		if (server && fault) found.push({ server, addedAt: made.site, ...fault });
	}
	return found;
}

type Fault = Omit<HttpOnlyMiddleware, "server" | "addedAt">;

function faultOf(
	cls: Extract<Value, { v: "class" }>,
	projects: Projects,
): Fault | undefined {
	const code = projects.sources.program.code(cls.file)[cls.block];
	const declared = code?.classes[cls.cls];
	const fn = declared?.methods.__call__;
	if (!code || !declared || fn === undefined || declared.bases.length > 0)
		return undefined;
	const [scope, , send] = code.functions[fn]?.params ?? [];
	if (!scope || !send) return undefined;
	const isScope = (expr: Expr): boolean =>
		expr.k === "param" && expr.fn === fn && expr.index === 0;
	const { evaluator } = projects.of(cls.file);
	const faults: Fault[] = [];
	const blame = (at: Expr["at"], fault: Pick<Fault, "fault" | "key">) =>
		faults.push({ name: declared.name, at: place(cls.file, at), ...fault });
	for (const { call, fn: inside, guard } of code.calls) {
		if (inside !== fn || !happensOnSockets(guard, isScope, code)) continue;
		const key = httpKeyIn(call.args, isScope);
		if (key) blame(key.at, { fault: "scope", key: key.name });
		const [first] = call.args;
		if (!first || !isScope(first)) continue;
		const made: Made = {
			site: place(cls.file, call.at),
			call,
			scope: { file: cls.file, block: cls.block },
		};
		const what = evaluator.single({ expr: call.callee, scope: made.scope });
		if (what?.v === "external" && isRequestClass(what.name))
			blame(call.at, { fault: "request" });
		if (what?.v === "made" && HTTP_RESPONSE.test(pythonName(what.by)))
			blame(call.at, { fault: "response" });
	}
	for (const def of code.defs) {
		if (def.fn !== fn) continue;
		const key = httpKeyIn([def.value], isScope);
		// A definition keeps no tests of its own: it counts where no test stands anywhere.
		if (key && !asksForType(code, fn, isScope))
			blame(key.at, { fault: "scope", key: key.name });
	}
	const [first] = faults.sort((a, b) => a.at.span[0] - b.at.span[0]);
	return first && { ...first, ...passOn(declared, code, fn, cls.file) };
}

/** `self.app(scope, receive, send)`, by the names that the class has for them. */
function passOn(
	declared: ClassFact,
	code: Code,
	fn: number,
	file: string,
): Pick<Fault, "passOn"> {
	const own = code.functions[fn];
	const init = declared.methods.__init__;
	const kept = declared.fields.find(
		({ value, fn: inside }) =>
			inside === init &&
			value?.k === "param" &&
			value.fn === init &&
			value.index === 0,
	);
	const [scope] = own?.params ?? [];
	if (!own?.async || !kept || init === undefined || !scope) return {};
	const isSend = (expr: Expr): boolean =>
		expr.k === "param" && expr.fn === fn && expr.index === 2;
	const mayRefuse = code.calls.some(
		({ call: { callee, args }, fn: inside }) =>
			inside === fn &&
			(isSend(callee) ||
				("name" in callee && /(?:Exception|Error)$/.test(callee.name)) ||
				(args.some(isSend) &&
					!(callee.k === "member" && callee.name === kept.name))),
	);
	const given = own.params.map((param) => param.name).join(", ");
	return {
		passOn: {
			body: place(file, own.body),
			scope: scope.name,
			call: `self.${kept.name}(${given})`,
			mayRefuse,
		},
	};
}

function isRequestClass(name: string): boolean {
	return /^(?:fastapi|starlette)#Request$/.test(pythonName(name));
}

/** False where the tests around it keep sockets out, or cannot be told. */
function happensOnSockets(
	guard: Expr | undefined,
	isScope: (expr: Expr) => boolean,
	code: Code,
): boolean {
	return (guard ? conjuncts(guard) : []).every(
		(test) => truthOnSocket(test, isScope, code) === true,
	);
}

/** `scope["method"]`: sockets have no method (their scopes do have path, headers, client and query_string). */
function httpKeyIn(
	exprs: readonly Expr[],
	isScope: (expr: Expr) => boolean,
): { readonly name: string; readonly at: Place["span"] } | undefined {
	for (const expr of exprs)
		for (const part of subexpressions(expr))
			if (
				part.k === "index" &&
				part.key.k === "text" &&
				part.key.value === "method" &&
				isScope(part.of)
			)
				return { name: part.key.value, at: part.at };
	return undefined;
}

function asksForType(
	code: Code,
	fn: number,
	isScope: (expr: Expr) => boolean,
): boolean {
	const guards = [...code.calls, ...code.pauses].flatMap((each) =>
		each.fn === fn && each.guard ? [each.guard] : [],
	);
	return guards.some((guard) =>
		[...subexpressions(guard)].some((part) => isType(part, isScope, code)),
	);
}
