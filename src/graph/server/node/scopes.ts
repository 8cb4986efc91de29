import type { Evaluator } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import type { Scope, Step, Value } from "../../../value/value.js";
import { textsOf } from "../answers.js";
import { foreignName, identity } from "../foreign.js";
import { frameworkOf } from "./frameworks.js";
import type { NodeHost, NodeHosts } from "./hosts.js";

/** Chained calls and mounts inside each other at most. */
const DEEPEST = 40;

/** Something routes are declared on: an app, or the parameter that a plugin function is given. */
export interface RouterScope {
	readonly id: string;
	/** What the chain has put before its paths (`.basePath("/api")`). */
	readonly prefix: string;
}

/** A host that a scope's routes end up on, and the prefix they have there. */
export interface End {
	readonly host: NodeHost;
	readonly prefix: string;
	readonly via: readonly Step[];
}

interface Mount {
	readonly parent: RouterScope;
	readonly prefix: string;
	readonly step: Step;
}

/** How apps, sub-apps and plugin functions hang together. */
export class RouterScopes {
	readonly #mounts = new Map<string, Mount[]>();
	readonly #gaps: { readonly scope: RouterScope; readonly reason: string }[] =
		[];

	constructor(readonly hosts: NodeHosts) {}

	/** Puts what `child` declares below `parent`. */
	mount(child: string, parent: RouterScope, prefix: string, step: Step): void {
		const known = this.#mounts.get(child) ?? [];
		known.push({ parent, prefix, step });
		this.#mounts.set(child, known);
	}

	/** Whether something else serves what an app declares. */
	isMounted(id: string): boolean {
		return this.#mounts.has(id);
	}

	/** Notes why not all routes below a scope are known; told to the hosts once all mounts are read. */
	leaveOpen(scope: RouterScope, reason: string): void {
		this.#gaps.push({ scope, reason });
	}

	/** Tells the hosts what was left open. */
	tellGaps(): void {
		for (const { scope, reason } of this.#gaps)
			for (const { host } of this.ends(scope)) host.gaps.push(reason);
	}

	/** Where the routes of a scope end up; nowhere for a plugin that nothing registers. */
	ends(scope: RouterScope, depth = 0): readonly End[] {
		const mounts = this.#mounts.get(scope.id);
		if (!mounts) {
			const host = this.hosts.hosts.get(scope.id);
			return host ? [{ host, prefix: scope.prefix, via: [] }] : [];
		}
		if (depth > DEEPEST) return [];
		return mounts.flatMap((mount) =>
			this.ends(mount.parent, depth + 1).map((above) => ({
				host: above.host,
				prefix: joined(joined(above.prefix, mount.prefix), scope.prefix),
				via: [...above.via, mount.step],
			})),
		);
	}
}

/** `/api` and `/ws` are `/api/ws`; a slash between them is not doubled. */
export function joined(prefix: string, path: string): string {
	if (prefix === "")
		return path === "" || path.startsWith("/") ? path : `/${path}`;
	if (path === "" || path === "/") return prefix;
	return `${prefix.replace(/\/+$/, "")}/${path.replace(/^\/+/, "")}`;
}

/** The scopes that an expression before a dot may be. */
export function scopesOf(
	expr: Expr,
	scope: Scope,
	evaluator: Evaluator,
): readonly RouterScope[] {
	const found = evaluator
		.evaluate(expr, scope)
		.flatMap(({ value }) => scopesOfValue(value, evaluator));
	if (found.length > 0) return unique(found);
	if (expr.k === "param" && expr.index === 0)
		return [{ id: functionId(scope.file, scope.block, expr.fn), prefix: "" }];
	// A chain that starts at such a parameter: `(app) => app.ws(…).ws(…)`.
	return expr.k === "call" && expr.callee.k === "member"
		? scopesOf(expr.callee.of, scope, evaluator)
		: [];
}

/** The scopes that a value may be: an app, a chain on one, a plugin function. */
export function scopesOfValue(
	value: Value,
	evaluator: Evaluator,
	depth = 0,
): readonly RouterScope[] {
	if (value.v === "function")
		return [{ id: functionId(value.file, value.block, value.fn), prefix: "" }];
	if (value.v !== "made" || depth > DEEPEST) return [];
	const name = foreignName(value.by);
	const { made } = value;
	if (frameworkOf(name)) {
		const own = prefixOption(made.call.args[0], made.scope, evaluator);
		return [{ id: identity(made), prefix: own }];
	}
	const { callee, args } = made.call;
	if (callee.k !== "member") return [];
	const below = /\.basePath$/.test(name)
		? firstText(args[0], made.scope, evaluator)
		: "";
	return evaluator
		.evaluate(callee.of, made.scope)
		.flatMap((of) => scopesOfValue(of.value, evaluator, depth + 1))
		.map((of) => ({ ...of, prefix: joined(of.prefix, below) }));
}

/** `new Elysia({ prefix: "/api" })`. */
function prefixOption(
	options: Expr | undefined,
	scope: Scope,
	evaluator: Evaluator,
): string {
	const value = options && evaluator.single({ expr: options, scope });
	const prefix =
		value?.v === "object" ? value.entries.get("prefix") : undefined;
	const texts = prefix && textsOf(evaluator, prefix.value);
	return texts?.known[0]?.value ?? "";
}

function firstText(
	expr: Expr | undefined,
	scope: Scope,
	evaluator: Evaluator,
): string {
	return expr
		? (textsOf(evaluator, { expr, scope }).known[0]?.value ?? "")
		: "";
}

function functionId(file: string, block: number, fn: number): string {
	return `function ${file}:${block}:${fn}`;
}

function unique(scopes: readonly RouterScope[]): readonly RouterScope[] {
	return [...new Map(scopes.map((s) => [`${s.id} ${s.prefix}`, s])).values()];
}
