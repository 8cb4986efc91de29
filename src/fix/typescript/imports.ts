import type { ImportDeclaration } from "ts-morph";
import type { TextEdit } from "../edit.js";
import { nextLine } from "../layout/lines.js";
import { quoted, quoteMarkOf } from "./quotes.js";
import type { Script } from "./script.js";

export interface NamedImport {
	readonly from: string;
	readonly name: string;
}

/** Imports that the script lacks: into an import of the same module where there is one, else below the last import. */
export function addImports(
	script: Script,
	wanted: readonly NamedImport[],
): TextEdit[] {
	const declarations = script.file.getImportDeclarations();
	const edits: TextEdit[] = [];
	const missing = new Map<string, Set<string>>();
	for (const { from, name } of wanted) {
		const ofModule = declarations.filter(
			(d) => d.getModuleSpecifierValue() === from && !d.isTypeOnly(),
		);
		if (ofModule.some((d) => names(d).includes(name))) continue;
		const names_ = missing.get(from) ?? new Set();
		missing.set(from, names_.add(name));
	}
	const lines: string[] = [];
	for (const [from, set] of missing) {
		const home = declarations.find(
			(d) =>
				d.getModuleSpecifierValue() === from &&
				!d.isTypeOnly() &&
				names(d).length > 0,
		);
		const last = home?.getNamedImports().at(-1);
		const list = [...set].join(", ");
		if (last)
			edits.push({
				start: last.getEnd(),
				end: last.getEnd(),
				text: `, ${list}`,
			});
		else lines.push(importLine(script, from, list));
	}
	return lines.length === 0
		? edits
		: [...edits, newLines(script, declarations, lines)];
}

function names(declaration: ImportDeclaration): string[] {
	return declaration
		.getNamedImports()
		.filter((named) => !named.isTypeOnly())
		.map((named) => named.getName());
}

function importLine({ source }: Script, from: string, list: string): string {
	const end = usesSemicolons(source.text) ? ";" : "";
	return `import { ${list} } from ${quoted(from, quoteMarkOf(source.text))}${end}`;
}

function usesSemicolons(text: string): boolean {
	return !/^\s*(?:import|export|const|let)\b.*[^;{,([\s]\s*$/m.test(text);
}

/** Below the last import, else above the first statement that is no directive (`"use client"`), else where the script begins. */
function newLines(
	{ file, source, body, morph }: Script,
	declarations: readonly ImportDeclaration[],
	lines: readonly string[],
): TextEdit {
	const { eol, text } = source;
	const above = declarations.at(-1)?.getEnd();
	const first = file
		.getStatements()
		.find(
			(s) =>
				!(
					morph.Node.isExpressionStatement(s) &&
					morph.Node.isStringLiteral(s.getExpression())
				),
		);
	const at =
		above !== undefined
			? nextLine(text, above)
			: (first?.getStart(true) ?? nextLine(text, body[0]));
	const isOpen = above !== undefined && !text.slice(0, at).endsWith("\n");
	const block = lines.map((line) => line + eol).join("");
	return { start: at, end: at, text: (isOpen ? eol : "") + block };
}
