import type { Literal, RouterBase } from "../../facts/server-source.js";
import { childOfType, type SyntaxNode } from "../tree-sitter/syntax.js";
import { type Framework, frameworkOf, routerType } from "./frameworks.js";
import {
	assignedIn,
	callOf,
	fieldsOf,
	type GoCall,
	type GoFile,
	literalsOf,
	nodesIn,
	textOf,
} from "./syntax.js";

/** A router, as far as this file shows where it stands. */
export interface Router {
	readonly framework: Framework;
	readonly base: RouterBase;
	/** Literal prefixes; undefined when one is not literal. */
	readonly parts: readonly Literal[] | undefined;
	/** gorilla/mux: a route whose path is given and whose handler is not yet. */
	readonly matching?: "path" | "prefix";
}

/** Routers by the text that names them (`r`, `s.router`), inner scopes over outer ones. */
export class RouterScope {
	readonly #own = new Map<string, Router>();

	constructor(
		readonly file: GoFile,
		readonly outer?: RouterScope,
	) {}

	set(name: string, router: Router): void {
		this.#own.set(name, router);
	}

	get(name: string): Router | undefined {
		return this.#own.get(name) ?? this.outer?.get(name);
	}

	/** The router an expression is; undefined when it is none that is known. */
	of(node: SyntaxNode | undefined): Router | undefined {
		if (!node) return undefined;
		if (node.type === "identifier") return this.get(textOf(this.file, node));
		if (node.type === "selector_expression") {
			const text = textOf(this.file, node);
			return this.get(text) ?? this.get(text.replace(/^.*\./, "."));
		}
		const call = callOf(this.file, node);
		return call && this.ofCall(call);
	}

	ofCall(call: GoCall): Router | undefined {
		const made = madeBy(call);
		if (made) return made;
		const router = call.from === undefined ? this.of(call.of) : undefined;
		if (!router) return undefined;
		const { framework } = router;
		if (framework.groups.test(call.name))
			return below(this.file, router, call.args[0]);
		if (framework.name === "gorilla/mux" && /^Path(?:Prefix)?$/.test(call.name))
			return {
				...below(this.file, router, call.args[0]),
				matching: call.name === "Path" ? "path" : "prefix",
			};
		if (call.name === "Subrouter") {
			const { matching: _, ...sub } = router;
			return sub;
		}
		return framework.same.test(call.name) ? router : undefined;
	}
}

/** The router one literal further down. */
export function below(
	file: GoFile,
	router: Router,
	prefix: SyntaxNode | undefined,
): Router {
	const parts = literalsOf(file, prefix);
	return {
		...router,
		parts: router.parts && parts && [...router.parts, ...parts],
	};
}

function madeBy({ from, name }: GoCall): Router | undefined {
	const framework = frameworkOf(from);
	return framework?.make.test(name)
		? { framework, base: { kind: "root" }, parts: [] }
		: undefined;
}

/** The routers among a function's parameters, by name. */
export function parameterRouters(
	file: GoFile,
	fn: string,
	list: SyntaxNode | undefined,
): readonly (readonly [name: string, router: Router])[] {
	const found: (readonly [string, Router])[] = [];
	let index = 0;
	for (const parameter of list?.children ?? []) {
		const names = parameter.children.filter((c) => c.type === "identifier");
		const type = routerType(file, parameter.children.at(-1));
		for (const name of names) {
			if (type)
				found.push([
					textOf(file, name),
					{
						framework: type.framework,
						base: type.root
							? { kind: "root" }
							: { kind: "parameter", fn, index },
						parts: [],
					},
				]);
			index++;
		}
		if (names.length === 0) index++;
	}
	return found;
}

/**
 * Routers in struct fields, under `.field`: declared with a type that is never
 * below a prefix, or given a new router in this file.
 */
export function fieldRouters(file: GoFile): RouterScope {
	const scope = new RouterScope(file);
	for (const node of nodesIn(file.root)) {
		if (node.type === "field_declaration") {
			const type = routerType(
				file,
				node.children.find((c) => /_type$/.test(c.type)),
			);
			const name = childOfType(node, "field_identifier");
			if (type?.root && name)
				scope.set(`.${textOf(file, name)}`, {
					framework: type.framework,
					base: { kind: "root" },
					parts: [],
				});
		}
		for (const [target, value] of assignedIn(node)) {
			const router = scope.of(value);
			if (router && target.type === "selector_expression")
				scope.set(textOf(file, target).replace(/^.*\./, "."), router);
		}
		if (node.type === "composite_literal")
			for (const [name, value] of fieldsOf(file, node)) {
				const router = scope.of(value);
				if (router) scope.set(`.${name}`, router);
			}
	}
	return scope;
}
