import type { CallFact, Code } from "../../facts/code.js";
import { covers } from "../../facts/place.js";
import type { CallSite, Calls, ClassSite } from "../evaluator.js";
import type { CallExpr, Expr } from "../expr.js";
import { apartFromResult } from "../own-result.js";
import type { Frame, Scope, Value } from "../value.js";
import { argumentsOf } from "./calls.js";
import { baseOf, constructorOf, isSame, MOST_BASES } from "./construction.js";
import type { Activation, Activations, Machine } from "./machine.js";

/** Call sites followed per function at most (DESIGN §4). */
const MOST_CALL_SITES = 64;
/** Calls of the right name verified at most. */
const MOST_CANDIDATES = 4 * MOST_CALL_SITES;

/** Methods of lists whose callback gets each element. */
const EACH_ELEMENT = new Set([
	"map",
	"forEach",
	"filter",
	"some",
	"every",
	"flatMap",
	"find",
]);

/**
 * The activations of a function: its call sites found by name, each verified
 * by evaluating the callee; or, for a callback, the list it runs over.
 */
export function activationsOf(
	machine: Machine,
	file: string,
	block: number,
	fn: number,
): Activations {
	const code = machine.program.code(file)[block];
	const declared = code?.functions[fn];
	if (!code || !declared) return { list: [], complete: true };
	const scope = { file, block };
	const use = callbackUse(code, fn);
	if (use?.callee.k === "member" && EACH_ELEMENT.has(use.callee.name))
		return {
			list: [elementActivation(use, use.callee.of, scope, fn)],
			complete: true,
		};
	const inPlace = code.calls.find(({ call }) => maybeFunction(call.callee, fn));
	if (inPlace)
		return {
			list: [
				{
					site: { file, span: inPlace.call.at },
					frame: { ...scope, fn, ...argumentsOf(inPlace.call, scope) },
				},
			],
			complete: true,
		};

	const isConstructor =
		declared.cls !== undefined &&
		(declared.name === "constructor" || declared.name === "__init__");
	const names = isConstructor
		? classNames(code, declared.cls ?? 0)
		: functionNames(code, fn, use);
	const calls =
		isConstructor && !isExported(code, declared.cls ?? 0)
			? [constructedHere(machine, file)]
			: [...names].map((name) =>
					name === "default"
						? machine.program.callsOfDefault(file)
						: machine.program.callsNamed(name, file),
				);
	if (isConstructor && declared.cls !== undefined)
		calls.push(...heirsConstructed(machine, { ...scope, cls: declared.cls }));
	const sites = calls.flatMap((c) => c.sites);
	const list: Activation[] = [];
	for (const site of sites.slice(0, MOST_CANDIDATES)) {
		if (list.length >= MOST_CALL_SITES) break;
		const frame = verified(machine, site, {
			file,
			block,
			fn,
			cls: isConstructor ? declared.cls : undefined,
		});
		if (frame)
			list.push({ frame, site: { file: site.file, span: site.fact.call.at } });
	}
	return {
		list,
		complete:
			list.length < MOST_CALL_SITES &&
			sites.length <= MOST_CANDIDATES &&
			calls.every((c) => c.complete),
	};
}

/** The call that a function literal is an argument of. */
function callbackUse(code: Code, fn: number): CallExpr | undefined {
	return code.calls.find(({ call }) =>
		call.args.some((a) => a.k === "fn" && a.fn === fn),
	)?.call;
}

/** A class that is not exported is constructed in its own file only. */
function isExported(code: Code, cls: number): boolean {
	const is = isClass(code, cls);
	return (
		code.language === "python" ||
		is(code.commonjs) ||
		Object.values(code.exports).some(is)
	);
}

/** Constructions of the classes that inherit a constructor. */
function heirsConstructed(
	machine: Machine,
	base: ClassSite,
	depth = 0,
): readonly Calls[] {
	const name = machine.program.code(base.file)[base.block]?.classes[base.cls]
		?.name;
	if (!name || depth >= MOST_BASES) return [];
	return machine.program
		.classesExtending(name, base.file)
		.filter((heir) => inheritsFrom(machine, heir, base))
		.flatMap((heir) => {
			const code = machine.program.code(heir.file)[heir.block];
			const names = code ? [...classNames(code, heir.cls)] : [];
			return [
				...names.map((n) => machine.program.callsNamed(n, heir.file)),
				...heirsConstructed(machine, heir, depth + 1),
			];
		});
}

function inheritsFrom(
	machine: Machine,
	heir: ClassSite,
	base: ClassSite,
): boolean {
	const parent = baseOf(machine, heir);
	return (
		constructorOf(machine, heir) === undefined &&
		parent !== undefined &&
		isSame(parent, base)
	);
}

function constructedHere(machine: Machine, file: string): Calls {
	const sites = machine.program
		.code(file)
		.flatMap(({ calls }, block) =>
			calls
				.filter(({ call }) => call.form === "new")
				.map((fact) => ({ file, block, fact })),
		);
	return { sites, complete: true };
}

/** `(() => …)()`, `(given ?? (() => …))()`. */
function maybeFunction(callee: Expr, fn: number): boolean {
	if (callee.k === "fn") return callee.fn === fn;
	if (callee.k === "logic")
		return maybeFunction(callee.left, fn) || maybeFunction(callee.right, fn);
	return (
		callee.k === "choice" &&
		(maybeFunction(callee.then, fn) || maybeFunction(callee.otherwise, fn))
	);
}

function elementActivation(
	use: CallExpr,
	of: Expr,
	scope: Scope,
	fn: number,
): Activation {
	return {
		site: { file: scope.file, span: use.at },
		frame: {
			...scope,
			fn,
			args: [{ expr: { k: "element", at: of.at, of }, scope }],
			named: {},
			openEnded: true,
		},
	};
}

/** Names under which a function may be called: its own, those of definitions that wrap it, and its exports'. */
function functionNames(
	code: Code,
	fn: number,
	use: CallExpr | undefined,
): ReadonlySet<string> {
	const own = code.functions[fn]?.name;
	const names = new Set<string>(own ? [own] : []);
	for (const def of code.defs)
		if (
			(def.value.k === "fn" && def.value.fn === fn) ||
			(use && def.value === use)
		)
			names.add(def.name);
	const is = (expr: Expr | undefined): boolean =>
		expr !== undefined &&
		((expr.k === "fn" && expr.fn === fn) ||
			expr === use ||
			(expr.k === "ref" && is(code.defs[expr.def]?.value)) ||
			(expr.k === "call" && expr.args.some((a) => a !== expr && is(a))));
	addExportNames(code, is, names);
	return names;
}

function classNames(code: Code, cls: number): ReadonlySet<string> {
	const own = code.classes[cls]?.name;
	const names = new Set<string>(own ? [own] : []);
	const is = isClass(code, cls);
	for (const def of code.defs) if (is(def.value)) names.add(def.name);
	addExportNames(code, is, names);
	return names;
}

function isClass(code: Code, cls: number) {
	const is = (expr: Expr | undefined): boolean =>
		expr !== undefined &&
		((expr.k === "class" && expr.cls === cls) ||
			(expr.k === "ref" && is(code.defs[expr.def]?.value)));
	return is;
}

/** Export names, `default` among them. */
function addExportNames(
	code: Code,
	is: (expr: Expr | undefined) => boolean,
	names: Set<string>,
): void {
	for (const [name, value] of Object.entries(code.exports))
		if (is(value)) names.add(name);
}

/** The function whose calls are looked for. */
interface Sought {
	readonly file: string;
	readonly block: number;
	readonly fn: number;
	readonly cls: number | undefined;
}

/** True for a call that this world never makes. What the call or the function itself makes is not there yet. */
function isNeverMade(
	machine: Machine,
	{ call, guard }: CallFact,
	scope: Scope,
	{ file, block, fn }: Sought,
): boolean {
	if (!guard || machine.truth(guard, scope) !== false) return false;
	const body = machine.program.code(file)[block]?.functions[fn]?.body;
	const before = apartFromResult(
		guard,
		machine,
		scope,
		(made) =>
			(made.file === scope.file && covers(made.span, call.at)) ||
			(body !== undefined && made.file === file && covers(body, made.span)),
	);
	return machine.truth(before, scope) === false;
}

function verified(
	machine: Machine,
	site: CallSite,
	sought: Sought,
): Frame | undefined {
	const scope = { file: site.file, block: site.block };
	// A call that this world never makes says nothing about the parameters.
	if (isNeverMade(machine, site.fact, scope, sought)) return undefined;
	const callee = machine
		.callee(site)
		.find((value) => isSought(machine, value, sought));
	if (!callee) return undefined;
	return {
		file: sought.file,
		block: sought.block,
		fn: sought.fn,
		...argumentsOf(site.fact.call, scope),
		...(callee.v === "function" &&
			callee.receiver && { receiver: callee.receiver }),
		...(callee.v === "function" && callee.outer && { outer: callee.outer }),
	};
}

function isSought(machine: Machine, value: Value, sought: Sought): boolean {
	if (sought.cls === undefined)
		return (
			value.v === "function" &&
			value.file === sought.file &&
			value.block === sought.block &&
			value.fn === sought.fn
		);
	let cls: ClassSite | undefined = value.v === "class" ? value : undefined;
	for (let depth = 0; cls && depth < MOST_BASES; depth++) {
		if (isSame(cls, { ...sought, cls: sought.cls })) return true;
		cls =
			constructorOf(machine, cls) === undefined
				? baseOf(machine, cls)
				: undefined;
	}
	return false;
}
