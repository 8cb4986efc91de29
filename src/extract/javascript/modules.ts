import type {
	Directive,
	ExportDefaultDeclaration,
	ExportNamedDeclaration,
	Expression,
	ImportDeclaration,
	MemberExpression,
	Node,
	Statement,
	VariableDeclaration,
} from "oxc-parser";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { lowerExpression } from "./lower-expression.js";
import { lowerDeclaration, lowerStatement } from "./lower-statement.js";
import { destructure } from "./pattern.js";
import { varies } from "./scope.js";
import { bare, isIdentifier, spanOf, staticKey } from "./syntax.js";
import { exportedName } from "./targets.js";
import { unknown } from "./unit.js";
import { declare, readBinding } from "./versions.js";

/** Imports, exports and their TypeScript forms; anything else has no effect. */
export function lowerModuleStatement(
	frame: Frame,
	node: Statement | Directive,
): void {
	const { unit } = frame;
	switch (node.type) {
		case "ImportDeclaration":
			lowerImports(frame, node);
			return;
		case "ExportNamedDeclaration":
			lowerNamedExports(frame, node);
			return;
		case "ExportDefaultDeclaration":
			lowerDefaultExport(frame, node);
			return;
		case "ExportAllDeclaration": {
			const { exported, source } = node;
			if (node.exportKind === "type") return;
			addImport(frame, node, source, ["*"], false);
			if (!exported) {
				unit.starExports.push(source.value);
				return;
			}
			unit.exports[exportedName(exported)] = {
				k: "import",
				at: spanOf(exported),
				from: source.value,
				name: "*",
			};
			return;
		}
		case "TSExportAssignment":
			unit.commonjs = lowerExpression(frame, node.expression);
			return;
		case "TSImportEqualsDeclaration": {
			const { moduleReference: to } = node;
			if (to.type === "TSExternalModuleReference")
				addImport(
					frame,
					node,
					to.expression,
					["*"],
					node.importKind === "type",
				);
			return;
		}
		default:
			return;
	}
}

function addImport(
	{ unit }: Frame,
	node: Node,
	source: { value: string; start: number; end: number },
	names: readonly string[],
	typeOnly: boolean,
): void {
	unit.imports.push({
		from: source.value,
		at: spanOf(node),
		fromAt: spanOf(source),
		names,
		typeOnly,
		dynamic: false,
	});
}

function lowerImports(frame: Frame, node: ImportDeclaration): void {
	const { specifiers, source } = node;
	const names = specifiers.map((specifier) =>
		specifier.type === "ImportSpecifier"
			? exportedName(specifier.imported)
			: specifier.type === "ImportDefaultSpecifier"
				? "default"
				: "*",
	);
	const typeOnly =
		node.importKind === "type" ||
		(specifiers.length > 0 &&
			specifiers.every(
				(each) => "importKind" in each && each.importKind === "type",
			));
	addImport(frame, node, source, names, typeOnly);
	for (const { local } of specifiers) {
		const binding = frame.scope.find(local.name);
		if (binding?.origin && varies(binding))
			declare(frame, binding, { ...binding.origin, at: spanOf(local) });
	}
}

function lowerNamedExports(frame: Frame, node: ExportNamedDeclaration): void {
	const { declaration, source, specifiers } = node;
	if (node.exportKind === "type") return;
	if (declaration) {
		if (isProperty(frame, declaration))
			lowerDeclaration(frame, declaration, setByParent);
		else lowerStatement(frame, declaration);
		for (const { name, at } of declaredNames(frame, declaration))
			exportLocal(frame, name, name, at);
		return;
	}
	const values = specifiers.filter((each) => each.exportKind !== "type");
	if (source)
		addImport(
			frame,
			node,
			source,
			values.map((each) => exportedName(each.local)),
			specifiers.length > 0 && values.length === 0,
		);
	for (const { local, exported } of values) {
		const name = exportedName(local);
		const at = spanOf(local);
		if (source)
			frame.unit.exports[exportedName(exported)] = {
				k: "import",
				at,
				from: source.value,
				name,
			};
		else exportLocal(frame, exportedName(exported), name, at);
	}
}

/** Svelte 3 and 4: a component's `export let` is set from outside; what it is declared with is a default. */
function isProperty(frame: Frame, node: Node): node is VariableDeclaration {
	return (
		frame.unit.host.exportedLetIsProperty === true &&
		node.type === "VariableDeclaration" &&
		node.kind === "let"
	);
}

function setByParent(value: Expr): Expr {
	const { at } = value;
	const left = unknown(at, "a property that the parent component may set");
	return { k: "logic", at, op: "default", left, right: value };
}

/** Exports are live: they are read when the whole file has run. A namespace's own exports are not the file's. */
function exportLocal(
	frame: Frame,
	exported: string,
	local: string,
	at: Span,
): void {
	if (frame.scope === frame.unit.scopes.file)
		frame.unit.namedExports.push({ exported, local, at });
}

function declaredNames(
	frame: Frame,
	node: Node,
): { readonly name: string; readonly at: Span }[] {
	if (node.type === "VariableDeclaration") {
		const names: { name: string; at: Span }[] = [];
		const before = frame.unit.keyReads.length;
		for (const { id } of node.declarations)
			destructure(frame, id, unknown(spanOf(id), ""), (target) => {
				if (isIdentifier(target))
					names.push({ name: target.name, at: spanOf(target) });
			});
		frame.unit.keyReads.length = before;
		return names;
	}
	const id = "id" in node ? node.id : undefined;
	return id?.type === "Identifier" ? [{ name: id.name, at: spanOf(id) }] : [];
}

function lowerDefaultExport(
	frame: Frame,
	{ declaration }: ExportDefaultDeclaration,
): void {
	if (declaration.type === "TSInterfaceDeclaration") return;
	if (declaration.type === "TSDeclareFunction") return;
	if (
		(declaration.type === "FunctionDeclaration" ||
			declaration.type === "ClassDeclaration") &&
		declaration.id
	) {
		const { id } = declaration;
		lowerStatement(frame, declaration);
		exportLocal(frame, "default", id.name, spanOf(id));
		return;
	}
	frame.unit.exports.default = lowerExpression(frame, declaration, "default");
}

/** Reads the named exports where the file has run; names of types only are left out. */
export function settleExports(frame: Frame): void {
	const { unit } = frame;
	for (const { exported, local, at } of unit.namedExports) {
		const binding = frame.scope.find(local);
		if (!binding) continue;
		const value = readBinding(frame, binding, at);
		unit.exports[exported] = value;
	}
}

/** `module.exports = …`, `module.exports.x = …` and `exports.x = …`; false for any other target. */
export function assignExport(
	frame: Frame,
	target: MemberExpression,
	value: Expr,
): boolean {
	const name = staticKey(target.property, target.computed);
	const object = bare(target.object);
	if (name === undefined) return false;
	if (isGlobal(frame, object, "module") && name === "exports") {
		exportWhole(frame, value);
		return true;
	}
	if (!isGlobal(frame, object, "exports") && !isModuleExports(frame, object))
		return false;
	frame.unit.exports[name] = value;
	return true;
}

function exportWhole({ unit }: Frame, value: Expr): void {
	unit.commonjs = value;
	if (value.k !== "object") return;
	for (const entry of value.entries)
		if ("key" in entry && typeof entry.key === "string")
			unit.exports[entry.key] = entry.value;
}

function isModuleExports(frame: Frame, node: Expression): boolean {
	return (
		node.type === "MemberExpression" &&
		staticKey(node.property, node.computed) === "exports" &&
		isGlobal(frame, bare(node.object), "module")
	);
}

function isGlobal(frame: Frame, node: Expression, name: string): boolean {
	return isIdentifier(node) && node.name === name && !frame.scope.find(name);
}
