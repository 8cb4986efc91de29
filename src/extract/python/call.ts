import type { CallFact } from "../../facts/code.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { comprehension } from "./comprehension.js";
import { element, plain } from "./expression.js";
import { braceFormat } from "./format.js";
import { noteCallRead } from "./key-reads.js";
import { type Reading, recordCall, textOf } from "./reading.js";

/** The arguments of a call or the bases of a class. */
export interface Arguments {
	readonly args: readonly Expr[];
	readonly named: Readonly<Record<string, Expr>>;
	readonly openEnded: boolean;
}

/** A call; `"…".format(…)` with a literal template becomes the text it makes. */
export function call(reading: Reading, node: SyntaxNode): Expr {
	const [target, list] = node.children;
	const callee = plain(reading, target);
	const given = argumentsOf(reading, list);
	const template =
		callee.k === "member" && callee.name === "format" && callee.of;
	const formatted =
		template && template.k === "text" && !given.openEnded
			? braceFormat(spanOf(node), template, given.args, given.named)
			: undefined;
	return formatted ?? recorded(reading, node, callee, given);
}

/** `@app.get("/")`: the call that a decorator makes. */
export function decoratorCall(
	reading: Reading,
	node: SyntaxNode,
	decorates: NonNullable<CallFact["decorates"]>,
): CallExpr {
	const [target, list] = node.children;
	const callee = plain(reading, target);
	return recorded(reading, node, callee, argumentsOf(reading, list), decorates);
}

function recorded(
	reading: Reading,
	node: SyntaxNode,
	callee: Expr,
	{ args, named, openEnded }: Arguments,
	decorates?: CallFact["decorates"],
): CallExpr {
	const expr: CallExpr = {
		k: "call",
		at: spanOf(node),
		callee,
		args,
		...(Object.keys(named).length > 0 ? { named } : {}),
		...(openEnded ? { openEnded } : {}),
		form: "call",
	};
	recordCall(reading, expr, decorates);
	noteDynamicImport(reading, node, expr);
	noteCallRead(reading, expr);
	return expr;
}

/** Positional, keyword and starred arguments. */
export function argumentsOf(
	reading: Reading,
	list: SyntaxNode | undefined,
): Arguments {
	if (!list) return { args: [], named: {}, openEnded: false };
	if (list.type === "generator_expression") {
		const args = [comprehension(reading, list)];
		return { args, named: {}, openEnded: false };
	}
	const args: Expr[] = [];
	const named: [string, Expr][] = [];
	let openEnded = false;
	for (const item of list.children) {
		const [first, second] = item.children;
		if (item.type === "keyword_argument" && first) {
			named.push([textOf(reading, first), plain(reading, second)]);
		} else if (item.type === "dictionary_splat") {
			openEnded = !spreadNamed(plain(reading, first), named) || openEnded;
		} else {
			args.push(element(reading, item));
		}
	}
	return { args, named: Object.fromEntries(named), openEnded };
}

/** `**{"a": 1}` names its arguments; anything else leaves them open. */
function spreadNamed(of: Expr, named: [string, Expr][]): boolean {
	if (of.k !== "object") return false;
	let complete = true;
	for (const entry of of.entries) {
		if ("key" in entry && typeof entry.key === "string") {
			named.push([entry.key, entry.value]);
		} else complete = false;
	}
	return complete;
}

function noteDynamicImport(
	reading: Reading,
	node: SyntaxNode,
	{ callee, args }: CallExpr,
): void {
	const name = "name" in callee ? callee.name : "";
	const [specifier] = args;
	if (name !== "import_module" && name !== "__import__") return;
	if (specifier?.k !== "text") return;
	reading.imports.push({
		from: specifier.value,
		at: spanOf(node),
		fromAt: specifier.at,
		names: ["*"],
		typeOnly: false,
		dynamic: true,
	});
}
