import type { Code } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";
import type { OriginList, Server } from "../graph.js";
import { refusesBy } from "./origin-consequence.js";
import { readOrigins } from "./origin-entries.js";
import { type Project, type Projects, serverCode } from "./project.js";
import { conjuncts, subexpressions } from "./subexpressions.js";

/** A test of a handshake's Origin header that the application makes itself. */
export interface OriginCheck {
	readonly file: string;
	/** Root of the project the file belongs to. */
	readonly root: string;
	list(server: Server | undefined): OriginList;
}

/**
 * Hand-written Origin checks in files that handle sockets: `origin not in
 * allowed`, `allowed.includes(req.headers.origin)` (C3). A second kind of test
 * in the same file (a prefix, a pattern) makes the list incomplete.
 */
export function originChecks(projects: Projects): readonly OriginCheck[] {
	return (["python", "node"] as const).flatMap((runtime) =>
		serverCode(projects.sources, runtime).flatMap(({ file, code }) =>
			handlesSockets(code) ? checksOf(projects.of(file), file, code) : [],
		),
	);
}

function handlesSockets(code: Code): boolean {
	return (
		code.imports.some(
			(i) =>
				/^(?:ws|socket\.io|express-ws|@nestjs\/websockets)$/.test(i.from) ||
				i.names.some((n) => /^WebSocket/.test(n)),
		) ||
		code.calls.some(
			({ call }) =>
				call.callee.k === "member" && call.callee.name === "websocket",
		)
	);
}

interface Test {
	/** The list that the origin is looked up in. */
	readonly list: Expr;
	/** The whole look-up. */
	readonly lookUp: Expr;
	readonly guards: readonly Expr[];
}

function checksOf(
	project: Project,
	file: string,
	code: Code,
): readonly OriginCheck[] {
	const tests = new Map<number, Test>();
	let otherTests = false;
	for (const { expr, guard } of readable(code))
		for (const part of subexpressions(expr)) {
			const list = listTested(part, code);
			if (list)
				tests.set(list.at[0], {
					list,
					lookUp: part,
					guards: guard ? conjuncts(guard) : [],
				});
			else otherTests ||= testsOtherwise(part, code);
		}
	return [...tests.values()].flatMap(({ list, lookUp, guards }) => {
		const scope = { file, block: 0 };
		const { evaluator } = project;
		const switches = guards.filter(
			(g) =>
				(mentionsSetting(g) || isFree(g, code)) &&
				![...subexpressions(g)].some((e) => listTested(e, code)),
		);
		if (switches.some((g) => evaluator.truth(g, scope) === false)) return [];
		const conditional = switches.some(
			(g) => evaluator.truth(g, scope) === undefined,
		);
		const read = readOrigins(project, { expr: list, scope });
		if (read.entries.items.length === 0 && !read.entries.complete) return [];
		const entries =
			otherTests || conditional
				? {
						...read.entries,
						complete: false,
						reason: conditional
							? "the check depends on a setting"
							: "the origin is also tested in another way",
					}
				: read.entries;
		return [
			{
				file,
				root: project.root,
				list: (server) => ({
					kind: "origin-check" as const,
					server,
					at: { file, span: list.at },
					entries,
					shape: read.shape,
					credentials: { value: undefined },
					library: "own" as const,
					refuses: refusesBy(lookUp, code),
					...(read.home && { home: read.home }),
				}),
			},
		];
	});
}

/** Expressions a check may be written in: guards, assigned values, returns. */
function readable(
	code: Code,
): readonly { readonly expr: Expr; readonly guard?: Expr }[] {
	const seen = new Set<string>();
	const guards = code.calls.flatMap(({ guard }) => {
		const key = guard && `${guard.at[0]}:${guard.at[1]}`;
		if (!guard || key === undefined || seen.has(key)) return [];
		seen.add(key);
		return [{ expr: guard, guard }];
	});
	return [
		...code.defs.map((d) => ({ expr: d.value })),
		...code.functions.map((f) => ({ expr: f.returns })),
		...guards,
	];
}

/** `origin in list`, `list.includes(origin)`, `list.indexOf(origin)`, `set.has(origin)`. */
function listTested(expr: Expr, code: Code): Expr | undefined {
	if (expr.k === "binary" && expr.op === "in")
		return isOrigin(expr.left, code) ? expr.right : undefined;
	if (expr.k !== "call" || expr.callee.k !== "member") return undefined;
	const [asked] = expr.args;
	return asked &&
		/^(?:includes|indexOf|has)$/.test(expr.callee.name) &&
		isOrigin(asked, code)
		? expr.callee.of
		: undefined;
}

function testsOtherwise(expr: Expr, code: Code): boolean {
	if (expr.k !== "call" || expr.callee.k !== "member") return false;
	const { name, of } = expr.callee;
	if (
		/^(?:starts_?with|ends_?with|includes|match|search|find)$/i.test(name) &&
		isOrigin(of, code)
	)
		return true;
	return (
		/^(?:test|match|fullmatch|fnmatch|search)$/.test(name) &&
		expr.args.some((a) => isOrigin(a, code))
	);
}

/** The Origin header of a handshake, however it got its name. */
function isOrigin(expr: Expr, code: Code, depth = 0): boolean {
	if (depth > 5) return false;
	const same = (inner: Expr) => isOrigin(inner, code, depth + 1);
	switch (expr.k) {
		case "call": {
			if (expr.callee.k !== "member") return false;
			const [key] = expr.args;
			if (expr.callee.name === "get")
				return key?.k === "text" && /^origin$/i.test(key.value);
			return (
				/^(?:lower|strip|rstrip|trim|toLowerCase|replace|decode|toString)$/.test(
					expr.callee.name,
				) && same(expr.callee.of)
			);
		}
		case "index":
			return expr.key.k === "text" && /^origin$/i.test(expr.key.value);
		case "member":
			return (
				expr.name === "origin" &&
				(expr.of.k === "param" ||
					(expr.of.k === "member" &&
						/^(?:headers|handshake)$/.test(expr.of.name)))
			);
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value !== undefined && same(value);
		}
		case "logic":
			return same(expr.left);
		case "choice":
			return same(expr.then) || same(expr.otherwise);
		case "param": {
			const fn = code.functions[expr.fn];
			const isCorsCallback =
				expr.index === 0 &&
				fn?.params.length === 2 &&
				fn.cls === undefined &&
				code.language === "javascript";
			return (
				/origin/i.test(fn?.params[expr.index]?.name ?? "") && !isCorsCallback
			);
		}
		default:
			return false;
	}
}

/** Whether a condition asks a function (`is_dev_mode()`) and nothing of the handshake. */
function isFree(expr: Expr, code: Code, depth = 0): boolean {
	const parts = [...subexpressions(expr)];
	return (
		depth < 5 &&
		(depth > 0 || parts.some((e) => e.k === "call" && e.args.length === 0)) &&
		parts.every((e) => {
			const value = e.k === "ref" ? code.defs[e.def]?.value : undefined;
			return e.k !== "param" && (!value || isFree(value, code, depth + 1));
		})
	);
}

/** Whether a condition reads a setting or env key (`settings.ENVIRONMENT`, `process.env.NODE_ENV`). */
function mentionsSetting(expr: Expr): boolean {
	return [...subexpressions(expr)].some(
		(e) =>
			(e.k === "member" && /^[A-Z][A-Z0-9_]+$/.test(e.name)) ||
			(e.k === "index" &&
				e.key.k === "text" &&
				/^[A-Z][A-Z0-9_]+$/.test(e.key.value)),
	);
}
