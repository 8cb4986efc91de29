import type {
	HandedRouter,
	RegisteredRoute,
	ServerFunction,
	ServerGap,
} from "../../facts/server-source.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { FRAMEWORKS } from "./frameworks.js";
import { registrationOf } from "./registration.js";
import {
	below,
	fieldRouters,
	parameterRouters,
	RouterScope,
} from "./routers.js";
import {
	forwards,
	isSocketHandler,
	rewritesPaths,
	upgrades,
	upgradesBare,
} from "./sockets.js";
import {
	assignedIn,
	callOf,
	type GoCall,
	type GoFile,
	nodesIn,
	textOf,
} from "./syntax.js";

/** What a file registers, and which of its functions open sockets. */
export interface Registrations {
	readonly routes: readonly RegisteredRoute[];
	readonly functions: readonly ServerFunction[];
	readonly handed: readonly HandedRouter[];
	readonly gaps: readonly ServerGap[];
}

/** Reads a whole file; routers are known by name, in source order. */
export function registrationsIn(file: GoFile): Registrations {
	const walk = new Walk(file);
	const fields = fieldRouters(file);
	walk.visit(file.root, { routers: fields, fn: newFunction(""), loop: false });
	return {
		routes: walk.routes,
		functions: walk.functions.map(({ name, upgrades, calls }) => ({
			name,
			upgrades,
			calls: [...calls],
		})),
		handed: walk.handed,
		gaps: walk.gaps,
	};
}

interface OpenFunction {
	readonly name: string;
	upgrades: boolean;
	readonly calls: Set<string>;
}

interface Surroundings {
	readonly routers: RouterScope;
	readonly fn: OpenFunction;
	readonly loop: boolean;
}

function newFunction(name: string): OpenFunction {
	return { name, upgrades: false, calls: new Set() };
}

/** One pass over a file, in source order: routers are known before they are used. */
class Walk {
	readonly routes: RegisteredRoute[] = [];
	readonly functions: OpenFunction[] = [];
	readonly handed: HandedRouter[] = [];
	readonly gaps: ServerGap[] = [];

	constructor(readonly file: GoFile) {}

	visit(node: SyntaxNode, at: Surroundings): void {
		switch (node.type) {
			case "function_declaration":
			case "method_declaration":
				this.#function(node, at);
				return;
			case "func_literal":
				this.#inside(node, {
					...at,
					routers: new RouterScope(this.file, at.routers),
				});
				return;
			case "for_statement":
				this.#inside(node, { ...at, loop: true });
				return;
			case "call_expression":
				this.#call(node, at);
				return;
			case "composite_literal":
				if (isSocketHandler(this.file, node)) at.fn.upgrades = true;
				this.#inside(node, at);
				return;
			default:
				this.#assignments(node, at);
		}
	}

	#inside(node: SyntaxNode, at: Surroundings): void {
		for (const child of node.children) this.visit(child, at);
	}

	#function(node: SyntaxNode, at: Surroundings): void {
		const lists = node.children.filter((c) => c.type === "parameter_list");
		const isMethod = node.type === "method_declaration";
		const name = node.children.find((c) =>
			/^(?:field_)?identifier$/.test(c.type),
		);
		const own = name ? textOf(this.file, name) : "";
		// A type that serves is named by its type where it is registered.
		const known =
			isMethod && own === "ServeHTTP" ? this.#typeOf(lists[0]) : own;
		const routers = new RouterScope(this.file, at.routers);
		const parameters = lists[isMethod ? 1 : 0];
		for (const [key, router] of parameterRouters(this.file, own, parameters))
			routers.set(key, router);
		const fn = newFunction(known);
		this.functions.push(fn);
		const body = childOfType(node, "block");
		if (body) this.#inside(body, { routers, fn, loop: false });
	}

	#typeOf(receiver: SyntaxNode | undefined): string {
		for (const node of receiver ? nodesIn(receiver) : [])
			if (node.type === "type_identifier") return textOf(this.file, node);
		return "ServeHTTP";
	}

	#assignments(node: SyntaxNode, at: Surroundings): void {
		const assigned = assignedIn(node);
		for (const [target, value] of assigned) {
			const router = at.routers.of(value);
			if (router) at.routers.set(textOf(this.file, target), router);
			if (value.type !== "func_literal") continue;
			const fn = newFunction(textOf(this.file, target));
			this.functions.push(fn);
			this.visit(value, { ...at, fn });
		}
		for (const child of node.children)
			if (child.type !== "expression_list" || assigned.length === 0)
				this.visit(child, at);
			else
				for (const value of child.children)
					if (value.type !== "func_literal") this.visit(value, at);
	}

	#call(node: SyntaxNode, at: Surroundings): void {
		const call = callOf(this.file, node);
		if (!call) {
			this.#inside(node, at);
			return;
		}
		if (this.#nested(call, at)) return;
		const handlers = this.#registered(call, at);
		if (call.of) this.visit(call.of, at);
		for (const arg of call.args)
			if (!handlers.includes(arg)) this.visit(arg, at);
		at.fn.calls.add(call.name);
		if (upgrades(this.file, call)) at.fn.upgrades = true;
		this.#oddities(call, at);
		if (handlers.length === 0) this.#hand(call, at);
	}

	/** chi's and fiber's `r.Route("/p", func(r chi.Router) { … })`. */
	#nested(call: GoCall, at: Surroundings): boolean {
		const router = at.routers.of(call.of);
		if (!router?.framework.nested.test(call.name)) return false;
		const body = call.args.at(-1);
		if (!body) return false;
		const inner =
			call.args.length > 1 ? below(this.file, router, call.args[0]) : router;
		if (body.type !== "func_literal") {
			this.handed.push({
				fn: textOf(this.file, body).replace(/^.*\./s, ""),
				index: 0,
				parts: inner.parts,
				base: inner.base,
			});
			return true;
		}
		const routers = new RouterScope(this.file, at.routers);
		const parameters = childOfType(body, "parameter_list");
		for (const parameter of parameters?.children ?? []) {
			const [name] = parameter.children;
			if (name) routers.set(textOf(this.file, name), inner);
		}
		const block = childOfType(body, "block");
		if (block) this.#inside(block, { ...at, routers });
		return true;
	}

	/** Notes a registration; returns its handler expressions, which belong to the route and not to the function around it. */
	#registered(call: GoCall, at: Surroundings): readonly SyntaxNode[] {
		const found = registrationOf(this.file, call, at.routers);
		if (!found) return [];
		const { router, path, handlers, style } = found;
		const inline = newFunction("");
		for (const handler of handlers) this.visit(handler, { ...at, fn: inline });
		const names = new Set(inline.calls);
		for (const handler of handlers)
			for (const node of nodesIn(handler))
				if (/^(?:field_|type_)?identifier$/.test(node.type))
					names.add(textOf(this.file, node));
		this.routes.push({
			at: path ? spanOf(path) : spanOf(call.node),
			parts: at.loop ? undefined : found.parts,
			base: router?.base ?? { kind: "unknown" },
			style,
			handlers: [...names],
			socket: inline.upgrades,
			framework: router?.framework.name ?? "net/http",
		});
		return handlers;
	}

	#oddities(call: GoCall, at: Surroundings): void {
		const gap = (reason: string) =>
			this.gaps.push({ at: spanOf(call.node), reason });
		if (upgradesBare(call)) gap("it upgrades connections without a router");
		if (rewritesPaths(call, textOf(this.file, call.node)))
			gap("its middleware rewrites paths");
		if (forwards(call)) gap("it forwards requests to another server");
		if (call.name === "Mount" && at.routers.of(call.of))
			gap("a router is mounted below a prefix");
		if (
			call.name === "StripPrefix" &&
			call.from === "net/http" &&
			!/FileServer/.test(textOf(this.file, call.node))
		)
			gap("a handler stands below a prefix that is stripped");
	}

	/** `setupRoutes(router)`: the function's routes stand where this router does. */
	#hand(call: GoCall, at: Surroundings): void {
		if (
			call.from !== undefined &&
			FRAMEWORKS.some((f) => f.package.test(call.from ?? ""))
		)
			return;
		call.args.forEach((arg, index) => {
			const router = at.routers.of(arg);
			if (router && !router.matching)
				this.handed.push({
					fn: call.name,
					index,
					parts: at.loop ? undefined : router.parts,
					base: router.base,
				});
		});
	}
}
