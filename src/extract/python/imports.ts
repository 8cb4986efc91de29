import type { ImportFact } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { setVersion } from "./bindings.js";
import { type Reading, textOf } from "./reading.js";

/** `import a.b, c as d`: binds `a` to the package, `d` to the module itself. */
export function importModules(reading: Reading, node: SyntaxNode): void {
	for (const part of node.children) {
		const [module, alias] =
			part.type === "aliased_import" ? part.children : [part];
		if (!module) continue;
		const from = dotted(reading, module);
		addImport(reading, node, from, spanOf(module), ["*"]);
		if (alias) bindImport(reading, alias, from, "*");
		else {
			const [root = from] = from.split(".");
			bindName(reading, root, spanOf(module), root, "*");
		}
	}
}

/** `from .a import b as c`, `from a import *`. */
export function importFrom(reading: Reading, node: SyntaxNode): void {
	const [module, ...parts] = node.children;
	if (!module) return;
	const from = dotted(reading, module);
	const names: string[] = [];
	for (const part of parts) {
		if (part.type === "wildcard_import") {
			names.push("*");
			reading.starExports.push(from);
			continue;
		}
		const [imported, alias] =
			part.type === "aliased_import" ? part.children : [part, part];
		if (!imported || !alias) continue;
		const name = dotted(reading, imported);
		names.push(name);
		bindImport(reading, alias, from, name);
	}
	addImport(reading, node, from, spanOf(module), names);
}

function bindImport(
	reading: Reading,
	local: SyntaxNode,
	from: string,
	name: string,
): void {
	bindName(reading, textOf(reading, local), spanOf(local), from, name);
}

function bindName(
	reading: Reading,
	local: string,
	at: Span,
	from: string,
	name: string,
): void {
	setVersion(reading, local, {
		kind: "import",
		at,
		read: (use) => ({ k: "import", at: use, from, name }),
	});
}

function addImport(
	reading: Reading,
	statement: SyntaxNode,
	from: string,
	fromAt: Span,
	names: ImportFact["names"],
): void {
	reading.imports.push({
		from,
		at: spanOf(statement),
		fromAt,
		names,
		typeOnly: isForTypes(reading),
		dynamic: false,
	});
}

/** Under `if TYPE_CHECKING:`, which is false when the program runs. */
function isForTypes(reading: Reading): boolean {
	for (let test = reading.scope.tests; test; test = test.outer) {
		const { expr } = test;
		if ("name" in expr && expr.name === "TYPE_CHECKING") return true;
	}
	return false;
}

/** A dotted name as written, without the spaces that Python allows in it. */
function dotted(reading: Reading, node: SyntaxNode): string {
	return textOf(reading, node).replace(/\s+/g, "");
}
