import type { SyntaxNode } from "../tree-sitter/syntax.js";

/** What a function, class or module body binds, as Python decides it: before anything runs. */
export interface ScopeNames {
	/** Names bound in the scope, without those it declares `global` or `nonlocal`. */
	readonly locals: ReadonlySet<string>;
	readonly globals: ReadonlySet<string>;
	readonly nonlocals: ReadonlySet<string>;
	/** Names that functions inside also write (`global x`) or change in place (`xs.append(…)`). */
	readonly shared: ReadonlySet<string>;
}

/** Methods that change a list, set or dictionary in place. */
export const MUTATING_METHODS: ReadonlySet<string> = new Set([
	"append",
	"extend",
	"insert",
	"add",
	"update",
	"remove",
	"discard",
	"clear",
	"pop",
	"setdefault",
	"appendleft",
	"reverse",
	"sort",
]);

interface Draft {
	readonly kind: "module" | "function" | "class";
	readonly outer: Draft | undefined;
	readonly locals: Set<string>;
	readonly globals: Set<string>;
	readonly nonlocals: Set<string>;
	readonly shared: Set<string>;
	/** Names whose contents this scope changes, wherever they are bound. */
	readonly mutated: Set<string>;
	/** Names that hold an import or an instance of a class: `app.add(…)` on them changes no list. */
	readonly opaque: Set<string>;
}

/** The names of every scope of a file, by the node that opens it (module, function or class). */
export function namesOfScopes(
	root: SyntaxNode,
	text: string,
): ReadonlyMap<SyntaxNode, ScopeNames> {
	const scopes = new Map<SyntaxNode, Draft>();
	const draft = (
		node: SyntaxNode,
		kind: Draft["kind"],
		outer: Draft | undefined,
	): Draft => {
		const scope: Draft = {
			kind,
			outer,
			locals: new Set(),
			globals: new Set(),
			nonlocals: new Set(),
			shared: new Set(),
			mutated: new Set(),
			opaque: new Set(),
		};
		scopes.set(node, scope);
		return scope;
	};

	const walk = (node: SyntaxNode, scope: Draft): void => {
		switch (node.type) {
			case "function_definition": {
				bindEach(node.children[0], text, scope.locals);
				const inner = draft(node, "function", scope);
				for (const child of node.children.slice(1)) {
					if (child.type === "parameters") bindEach(child, text, inner.locals);
					walk(child, child.type === "block" ? inner : scope);
				}
				return;
			}
			case "class_definition": {
				bindEach(node.children[0], text, scope.locals);
				const inner = draft(node, "class", scope);
				for (const child of node.children.slice(1)) {
					walk(child, child.type === "block" ? inner : scope);
				}
				return;
			}
			case "global_statement":
				bindEach(node, text, scope.globals);
				return;
			case "nonlocal_statement":
				bindEach(node, text, scope.nonlocals);
				return;
			case "import_statement":
			case "import_from_statement":
				for (const name of importedNames(node, text)) {
					scope.locals.add(name);
					scope.opaque.add(name);
				}
				return;
			case "assignment":
				if (makesInstance(node, text)) {
					bindEach(node.children[0], text, scope.opaque);
				}
				break;
			case "expression_statement": {
				const changed = mutatedName(node, text);
				if (changed !== undefined) scope.mutated.add(changed);
				break;
			}
		}
		const bound = bindingTarget(node);
		if (bound) bindEach(bound, text, scope.locals);
		for (const child of node.children) walk(child, scope);
	};

	const module = draft(root, "module", undefined);
	for (const child of root.children) walk(child, module);
	for (const scope of scopes.values()) {
		for (const name of scope.globals) scope.locals.delete(name);
		for (const name of scope.nonlocals) scope.locals.delete(name);
	}
	for (const scope of scopes.values()) shareOutwards(scope, module);
	return scopes;
}

/** Names that a piece of code assigns, imports or defines, not looking into functions and classes. */
export function assignedIn(node: SyntaxNode, text: string): Set<string> {
	const names = new Set<string>();
	const walk = (part: SyntaxNode): void => {
		const bound = bindingTarget(part);
		if (bound) bindEach(bound, text, names);
		switch (part.type) {
			case "function_definition":
			case "class_definition":
				bindEach(part.children[0], text, names);
				return;
			case "import_statement":
			case "import_from_statement":
				for (const name of importedNames(part, text)) names.add(name);
				return;
		}
		for (const child of part.children) walk(child);
	};
	walk(node);
	return names;
}

function shareOutwards(scope: Draft, module: Draft): void {
	if (scope === module) return;
	for (const name of scope.globals) module.shared.add(name);
	for (const name of scope.nonlocals) ownerOf(name, scope)?.shared.add(name);
	for (const name of scope.mutated) {
		if (scope.locals.has(name)) continue;
		const owner = ownerOf(name, scope);
		if (owner && !owner.opaque.has(name)) owner.shared.add(name);
	}
}

function ownerOf(name: string, inside: Draft): Draft | undefined {
	for (let scope = inside.outer; scope; scope = scope.outer) {
		if (scope.kind !== "class" && scope.locals.has(name)) return scope;
	}
	return undefined;
}

/** The part of a statement or expression that names are bound in. */
function bindingTarget(node: SyntaxNode): SyntaxNode | undefined {
	switch (node.type) {
		case "assignment":
		case "augmented_assignment":
		case "named_expression":
		case "for_statement":
			return node.children[0];
		case "as_pattern":
			return node.children.at(-1);
		case "splat_pattern":
			return node;
		case "case_pattern":
			return node.children[0]?.type === "dotted_name"
				? node.children[0]
				: undefined;
		default:
			return undefined;
	}
}

/** Adds the names of a target or parameter list. Attributes and items bind nothing. */
function bindEach(
	target: SyntaxNode | undefined,
	text: string,
	names: Set<string>,
): void {
	if (!target) return;
	switch (target.type) {
		case "identifier":
			names.add(text.slice(target.start, target.end));
			return;
		case "dotted_name": {
			const name = text.slice(target.start, target.end);
			if (!name.includes(".")) names.add(name);
			return;
		}
		case "default_parameter":
		case "typed_default_parameter":
		case "typed_parameter":
			bindEach(target.children[0], text, names);
			return;
		case "attribute":
		case "subscript":
		case "call":
			return;
	}
	for (const child of target.children) bindEach(child, text, names);
}

/** Local names that an import statement binds. */
function importedNames(node: SyntaxNode, text: string): readonly string[] {
	const parts =
		node.type === "import_from_statement"
			? node.children.slice(1)
			: node.children;
	return parts.flatMap((part) => {
		const name = part.type === "aliased_import" ? part.children[1] : part;
		if (!name || name.type === "wildcard_import") return [];
		return [text.slice(name.start, name.end).replace(/\..*/s, "").trim()];
	});
}

/** `app = FastAPI(…)`: by convention a capital makes an instance. */
function makesInstance(assignment: SyntaxNode, text: string): boolean {
	const value = assignment.children.at(-1);
	const callee = value?.type === "call" ? value.children[0] : undefined;
	const name = callee?.type === "attribute" ? callee.children.at(-1) : callee;
	return (
		name?.type === "identifier" &&
		/[A-Z]/.test(text[name.start] ?? "") &&
		value !== undefined
	);
}

/** `xs` in the statement `xs.append(v)`. */
function mutatedName(statement: SyntaxNode, text: string): string | undefined {
	const callee =
		statement.children[0]?.type === "call"
			? statement.children[0].children[0]
			: undefined;
	if (callee?.type !== "attribute") return undefined;
	const [of, method] = callee.children;
	return of?.type === "identifier" &&
		method &&
		MUTATING_METHODS.has(text.slice(method.start, method.end))
		? text.slice(of.start, of.end)
		: undefined;
}
