import type { FunctionFact, Parameter } from "../../../facts/code.js";
import type { Evaluator, Program } from "../../../value/evaluator.js";
import type { CallExpr, Expr } from "../../../value/expr.js";
import type { Value } from "../../../value/value.js";

/** A function of the repository. */
export interface FunctionRef {
	readonly file: string;
	readonly block: number;
	readonly fn: number;
}

/** Types FastAPI reads from the query when nothing else is said. */
const SCALAR =
	/^(?:str|int|float|bool|bytes|Decimal|UUID|uuid\.UUID|datetime|datetime\.datetime|date)$/;

const DEEPEST = 3;

/**
 * Query parameters a FastAPI socket endpoint demands: parameters without
 * default that are neither path parameters nor anything FastAPI fills from
 * elsewhere, those of its `Depends(…)` included. Missing one is a 403 (F13).
 * Parameters of unknown types are left out.
 */
export function requiredQuery(
	program: Program,
	evaluator: Evaluator,
	endpoint: FunctionRef,
	pathParameters: readonly string[],
	depth = 0,
): readonly string[] {
	const fact = program.code(endpoint.file)[endpoint.block]?.functions[
		endpoint.fn
	];
	if (!fact || depth > DEEPEST) return [];
	const names: string[] = [];
	for (const parameter of fact.params) {
		if (pathParameters.includes(parameter.name) || parameter.rest) continue;
		const source = sourceOf(parameter, fact);
		if (source === "query") names.push(queryName(parameter));
		if (source === "dependency")
			for (const dependency of dependencies(
				program,
				parameter,
				endpoint,
				evaluator,
			))
				names.push(
					...requiredQuery(
						program,
						evaluator,
						dependency,
						pathParameters,
						depth + 1,
					),
				);
	}
	return [...new Set(names)];
}

/** What the parameters of an endpoint depend on, as functions of the repository. */
export function dependenciesOf(
	program: Program,
	fact: FunctionFact,
	endpoint: FunctionRef,
	evaluator: Evaluator,
): readonly FunctionRef[] {
	return fact.params.flatMap((parameter) =>
		sourceOf(parameter, fact) === "dependency"
			? dependencies(program, parameter, endpoint, evaluator)
			: [],
	);
}

/** The query name of a parameter that FastAPI fills from the query; undefined for one that has a default other than "nothing". */
export function queryNameOf(
	parameter: Parameter,
	fact: FunctionFact,
): string | undefined {
	return sourceOf(parameter, fact) === "query"
		? queryName(parameter)
		: optionalQueryName(parameter, fact);
}

/** The query name of a parameter that is empty where the client sends none: `token: str = None`, `token: str | None = Query(None)`. */
function optionalQueryName(
	parameter: Parameter,
	fact: FunctionFact,
): string | undefined {
	const given = parameter.default;
	if (!given || sourceOf(parameter, fact) !== "other") return undefined;
	const fallback =
		given.k === "call" && lastName(given.callee) === "Query"
			? (given.named?.default ?? given.args[0])
			: given;
	const scalar = (parameter.annotation ?? "str")
		.replace(/^(?:\w+\.)?Optional\[(.*)\]$/s, "$1")
		.replace(/\s*\|\s*None\b|\bNone\s*\|\s*/g, "")
		.trim();
	const isAbsent =
		(fallback?.k === "scalar" && fallback.value === null) ||
		(fallback?.k === "text" && fallback.value === "");
	return isAbsent && SCALAR.test(scalar) ? queryName(parameter) : undefined;
}

function sourceOf(
	parameter: Parameter,
	fact: FunctionFact,
): "query" | "dependency" | "other" {
	const annotation = (parameter.annotation ?? "").trim();
	const annotated = /^(?:\w+\.)?Annotated\[(.*)\]$/s.exec(annotation);
	const type = annotated
		? (annotated[1]?.split(",")[0] ?? "").trim()
		: annotation;
	const marker = annotated
		? /,\s*(?:\w+\.)*(\w+)\s*\(/s.exec(annotated[1] ?? "")?.[1]
		: undefined;
	const call = parameter.default?.k === "call" ? parameter.default : undefined;
	const role = call ? lastName(call.callee) : marker;
	if (role === "Depends" || role === "Security") return "dependency";
	if (role === "Query") {
		const first = call?.named?.default ?? call?.args[0];
		const given = call ? first : parameter.default;
		return (given === undefined || isEllipsis(given)) && !optional(type)
			? "query"
			: "other";
	}
	if (role !== undefined || parameter.default || optional(type)) return "other";
	if (SCALAR.test(type)) return "query";
	return annotation === "" &&
		fact.params.some((p) => /\bWebSocket$/.test(p.annotation ?? "")) &&
		fact.cls === undefined
		? "query"
		: "other";
}

/** `alias="x"` renames the parameter. */
function queryName(parameter: Parameter): string {
	const call = parameter.default?.k === "call" ? parameter.default : undefined;
	const alias = call?.named?.alias;
	if (alias?.k === "text") return alias.value;
	return (
		/alias\s*=\s*["']([^"']+)["']/.exec(parameter.annotation ?? "")?.[1] ??
		parameter.name
	);
}

function optional(type: string): boolean {
	return /\bOptional\[|\|\s*None\b|\bNone\s*\|/.test(type);
}

function isEllipsis(expr: Expr): boolean {
	return (
		(expr.k === "global" && /^(?:\.\.\.|Ellipsis)$/.test(expr.name)) ||
		(expr.k === "unknown" && /ellipsis|\.\.\./i.test(expr.reason))
	);
}

function dependencies(
	program: Program,
	parameter: Parameter,
	endpoint: FunctionRef,
	evaluator: Evaluator,
): readonly FunctionRef[] {
	const call =
		parameter.default?.k === "call"
			? parameter.default
			: markerOf(program, parameter, endpoint);
	const target = call?.named?.dependency ?? call?.args[0];
	if (!target) return [];
	return evaluator
		.evaluate(target, { file: endpoint.file, block: endpoint.block })
		.flatMap(({ value }) => functionOf(value));
}

/** The `Depends(…)` in a parameter's `Annotated[…]`: it stands before the next parameter. */
function markerOf(
	program: Program,
	parameter: Parameter,
	{ file, block, fn }: FunctionRef,
): CallExpr | undefined {
	const code = program.code(file)[block];
	const fact = code?.functions[fn];
	if (!code || !fact) return undefined;
	const next = fact.params[fact.params.indexOf(parameter) + 1];
	const end = next?.at[0] ?? fact.body[0] + 1;
	return code.calls.find(
		({ call }) =>
			call.at[0] > parameter.at[0] &&
			call.at[1] <= end &&
			/^(?:Depends|Security)$/.test(lastName(call.callee)),
	)?.call;
}

/** The function a value is, if it is one of this repository. */
export function functionOf(value: Value): readonly FunctionRef[] {
	return value.v === "function"
		? [{ file: value.file, block: value.block, fn: value.fn }]
		: [];
}

function lastName(callee: Expr): string {
	return callee.k === "member" ||
		callee.k === "import" ||
		callee.k === "ref" ||
		callee.k === "global"
		? callee.name
		: "";
}
