import type { Code, FunctionFact } from "../../facts/code.js";
import { type Place, place } from "../../facts/place.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Value } from "../../value/value.js";
import type { Server } from "../graph.js";
import { calleeName, pythonName } from "../server/foreign.js";
import type { Projects } from "../server/project.js";
import type { FunctionRef } from "../server/python/required-query.js";
import { newestFastapi } from "./fastapi-version.js";
import type { RequestDependency } from "./http-only.js";

const DEEPEST = 4;

const SECURITY =
	/^fastapi#(?:HTTPBearer|HTTPBasic|HTTPDigest|OAuth2PasswordBearer|OAuth2AuthorizationCodeBearer|OpenIdConnect|APIKeyHeader|APIKeyQuery|APIKeyCookie)$/;

const METHOD_OF_INSTANCES = "__call__";

/**
 * Dependencies of socket endpoints that cannot be filled without an HTTP
 * request: functions with a parameter `request: Request` (F5), and FastAPI's
 * security classes (F4), through dependencies of dependencies.
 */
export function requestDependencies(
	projects: Projects,
	servers: readonly Server[],
): readonly RequestDependency[] {
	const { program } = projects.sources;
	const found = new Map<string, RequestDependency>();
	for (const server of servers)
		for (const route of server.routes.items) {
			if (!route.endpoint) continue;
			const { evaluator } = projects.of(route.endpoint.file);
			for (const [at, value] of dependenciesOf(route.endpoint, evaluator))
				for (const need of needsOf(value, evaluator, 0)) {
					const key = `${at.file}:${at.span[0]}`;
					if (found.has(key)) continue;
					const newest = newestFastapi(projects.sources, server.root);
					found.set(key, {
						server,
						route,
						at,
						...need,
						...(newest && { newestFastapi: newest }),
					});
				}
		}
	return [...found.values()];

	/** What `Depends(…)` of a function's parameters name, each with its place. */
	function dependenciesOf(
		{ file, block, fn }: FunctionRef,
		evaluator: Evaluator,
	): readonly (readonly [Place, Value])[] {
		const code = program.code(file)[block];
		const fact = code?.functions[fn];
		const [first] = fact?.params ?? [];
		if (!code || !fact || !first) return [];
		return code.calls.flatMap(({ call }) => {
			const inHeader =
				call.at[0] > first.at[0] && call.at[1] <= fact.body[0] + 1;
			if (!inHeader || !/^(?:Depends|Security)$/.test(calleeName(call)))
				return [];
			const target = call.named?.dependency ?? call.args[0];
			const only =
				target && evaluator.single({ expr: target, scope: { file, block } });
			return only ? [[place(file, call.at), only] as const] : [];
		});
	}

	function needsOf(
		value: Value,
		evaluator: Evaluator,
		depth: number,
	): readonly Pick<RequestDependency, "needs" | "name" | "statedAt">[] {
		if (depth > DEEPEST) return [];
		if (value.v === "made") {
			const name = pythonName(value.by);
			return SECURITY.test(name)
				? [
						{
							needs: "security-class",
							name: name.replace("fastapi#", ""),
							statedAt: value.made.site,
						},
					]
				: [];
		}
		const fn = functionBehind(value);
		const code = fn && program.code(fn.file)[fn.block];
		const fact = fn && code?.functions[fn.fn];
		if (!fn || !code || !fact) return [];
		const request = fact.params.find((param) => isRequest(param, code));
		if (request)
			return [
				{
					needs: "request",
					name: nameOf(fact, code),
					statedAt: place(fn.file, request.at),
				},
			];
		return dependenciesOf(fn, evaluator).flatMap(([, inner]) =>
			needsOf(inner, evaluator, depth + 1),
		);
	}

	/** A function, or what calling an instance of a class runs. */
	function functionBehind(value: Value): FunctionRef | undefined {
		if (value.v === "function")
			return { file: value.file, block: value.block, fn: value.fn };
		if (value.v !== "instance") return undefined;
		const methods = program.code(value.file)[value.block]?.classes[value.cls]
			?.methods;
		const fn = methods?.[METHOD_OF_INSTANCES];
		return fn === undefined
			? undefined
			: { file: value.file, block: value.block, fn };
	}
}

function nameOf(fact: FunctionFact, code: Code): string {
	const cls = fact.cls === undefined ? undefined : code.classes[fact.cls];
	return cls?.name ?? fact.name;
}

/** `request: Request` of FastAPI or Starlette without a default: nothing fills it on a socket. */
function isRequest(
	{ annotation, default: given }: FunctionFact["params"][number],
	code: Code,
): boolean {
	if (annotation?.trim() !== "Request" || given) return false;
	return code.imports.some(
		({ from, names }) =>
			/^(?:fastapi|starlette)(?:\.|$)/.test(from) && names.includes("Request"),
	);
}
