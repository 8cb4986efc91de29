import type { Literal } from "../../facts/server-source.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";

/** One Go file while it is read. */
export interface GoFile {
	readonly text: string;
	readonly root: SyntaxNode;
	/** Name in the file → import path. */
	readonly imports: ReadonlyMap<string, string>;
	/** Name → everything it is defined as or assigned, in the whole file. */
	readonly values: ReadonlyMap<string, readonly SyntaxNode[]>;
}

/** Indexes what a file imports and what its names are given. */
export function openFile(text: string, root: SyntaxNode): GoFile {
	return {
		text,
		root,
		imports: importsIn(root, text),
		values: valuesIn(root, text),
	};
}

/** The node as written. */
export function textOf(
	file: { readonly text: string },
	node: SyntaxNode,
): string {
	return file.text.slice(node.start, node.end);
}

/** The node and all below it, in source order. */
export function* nodesIn(node: SyntaxNode): Generator<SyntaxNode> {
	const left = [node];
	for (let next = left.pop(); next; next = left.pop()) {
		yield next;
		for (let i = next.children.length - 1; i >= 0; i--) {
			const child = next.children[i];
			if (child) left.push(child);
		}
	}
}

/** A string literal without escapes. */
export function literalOf(
	file: { readonly text: string },
	node: SyntaxNode | undefined,
): Literal | undefined {
	if (!node || !/^(?:interpreted|raw)_string_literal$/.test(node.type))
		return undefined;
	const value = textOf(file, node).slice(1, -1);
	return node.type === "interpreted_string_literal" && value.includes("\\")
		? undefined
		: { value, at: spanOf(node) };
}

/**
 * A text made of literals and of constants of this file that are one literal,
 * in order; undefined when a part is anything else.
 */
export function literalsOf(
	file: GoFile,
	node: SyntaxNode | undefined,
	depth = 0,
): readonly Literal[] | undefined {
	if (!node || depth > 8) return undefined;
	const literal = literalOf(file, node);
	if (literal) return [literal];
	if (node.type === "identifier") {
		const values = file.values.get(textOf(file, node)) ?? [];
		const [only] = values;
		return values.length === 1 ? literalsOf(file, only, depth + 1) : undefined;
	}
	const [left, right] = node.children;
	if (node.type !== "binary_expression" || !left || !right) return undefined;
	if (file.text.slice(left.end, right.start).trim() !== "+") return undefined;
	const first = literalsOf(file, left, depth + 1);
	const second = literalsOf(file, right, depth + 1);
	return first && second && [...first, ...second];
}

/** A call, taken apart. */
export interface GoCall {
	readonly node: SyntaxNode;
	/** Last written name of the callee. */
	readonly name: string;
	/** What the method or package function is selected from. */
	readonly of: SyntaxNode | undefined;
	/** Import path, when `of` is a package. */
	readonly from: string | undefined;
	readonly args: readonly SyntaxNode[];
}

/** Takes a call apart; undefined for other nodes and for callees that are neither a name nor selected. */
export function callOf(file: GoFile, node: SyntaxNode): GoCall | undefined {
	if (node.type !== "call_expression") return undefined;
	const [callee] = node.children;
	const args = childOfType(node, "argument_list")?.children ?? [];
	if (callee?.type === "identifier")
		return {
			node,
			name: textOf(file, callee),
			of: undefined,
			from: undefined,
			args,
		};
	if (callee?.type !== "selector_expression") return undefined;
	const [of, field] = callee.children;
	if (!of || !field) return undefined;
	const from =
		of.type === "identifier" ? file.imports.get(textOf(file, of)) : undefined;
	return { node, name: textOf(file, field), of, from, args };
}

/** `Name: value` pairs of a composite literal. */
export function fieldsOf(
	file: GoFile,
	composite: SyntaxNode,
): ReadonlyMap<string, SyntaxNode> {
	const found = new Map<string, SyntaxNode>();
	const body = childOfType(composite, "literal_value");
	for (const element of body?.children ?? []) {
		const [key, value] = element.children;
		const inner = value?.children[0];
		if (element.type === "keyed_element" && key && inner)
			found.set(textOf(file, key), inner);
	}
	return found;
}

/** Import path and name of a qualified type (`http.Server`); undefined for any other. */
export function typeName(
	file: GoFile,
	type: SyntaxNode | undefined,
): { readonly from: string; readonly name: string } | undefined {
	if (!type) return undefined;
	if (type.type === "pointer_type") return typeName(file, type.children[0]);
	const [scope, name] = type.children;
	if (type.type !== "qualified_type" || !scope || !name) return undefined;
	const from = file.imports.get(textOf(file, scope));
	return from === undefined ? undefined : { from, name: textOf(file, name) };
}

function importsIn(
	root: SyntaxNode,
	text: string,
): ReadonlyMap<string, string> {
	const found = new Map<string, string>();
	for (const declaration of root.children)
		if (declaration.type === "import_declaration")
			for (const node of nodesIn(declaration)) {
				if (node.type !== "import_spec") continue;
				const path = literalOf({ text }, node.children.at(-1))?.value;
				if (path === undefined) continue;
				const alias = childOfType(node, "package_identifier");
				found.set(
					alias ? text.slice(alias.start, alias.end) : packageName(path),
					path,
				);
			}
	return found;
}

/** By convention the last element, without a major version (`echo/v4`, `yaml.v3`) and `go-` before it. */
function packageName(path: string): string {
	const parts = path.split("/");
	const last = parts.at(-1) ?? "";
	const name = /^v\d+$/.test(last) ? (parts.at(-2) ?? "") : last;
	return name.replace(/\.v\d+$/, "").replace(/^go-/, "");
}

function valuesIn(
	root: SyntaxNode,
	text: string,
): ReadonlyMap<string, readonly SyntaxNode[]> {
	const found = new Map<string, SyntaxNode[]>();
	const add = (name: SyntaxNode, value: SyntaxNode) => {
		const key = text.slice(name.start, name.end);
		const known = found.get(key);
		if (known) known.push(value);
		else found.set(key, [value]);
	};
	for (const node of nodesIn(root))
		for (const [name, value] of assignedIn(node)) add(name, value);
	return found;
}

/** Targets and values of a declaration or assignment; a call that gives several values counts for each. */
export function assignedIn(
	node: SyntaxNode,
): readonly (readonly [target: SyntaxNode, value: SyntaxNode])[] {
	const lists = node.children.filter((c) => c.type === "expression_list");
	const values = lists.at(-1)?.children ?? [];
	let targets: readonly SyntaxNode[] = [];
	if (/^(?:short_var_declaration|assignment_statement)$/.test(node.type))
		targets = lists[0]?.children ?? [];
	else if (/^(?:var|const)_spec$/.test(node.type) && lists.length === 1)
		targets = node.children.filter((c) => c.type === "identifier");
	const [first] = values;
	return targets.flatMap((target, i) => {
		const value = values[i] ?? (values.length === 1 ? first : undefined);
		return value ? [[target, value] as const] : [];
	});
}
