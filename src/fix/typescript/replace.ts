import type { Node } from "ts-morph";
import type { TextEdit } from "../edit.js";
import type { FileIntent } from "../source.js";
import { quoted, quoteMarkOf } from "./quotes.js";
import { nodeAt, type Script } from "./script.js";

/**
 * Replaces an expression by code, in the quotes of the file and with as many
 * brackets as its place needs. A run of a template literal becomes `${code}`.
 */
export function replaceExpression(
	script: Script,
	{ at, code }: Extract<FileIntent, { readonly do: "replace-expression" }>,
): TextEdit {
	const { text } = script.source;
	const [start, end] = at.span;
	const isRun = isTemplateRun(script, start, end);
	const node = isRun ? undefined : nodeAt(script, at.span);
	const old = node?.getText() ?? quoted(text.slice(start, end), '"');
	const core = inQuotesOfFile(
		script,
		withoutBrackets(script, code).replaceAll("$&", () => old),
	);
	if (!node) return { start, end, text: inTemplate(script, core) };
	return {
		start: node.getStart(),
		end: node.getEnd(),
		text: needsBrackets(script, core, node) ? `(${core})` : core,
	};
}

/** Code as a part of a template literal; what is a template or text itself goes in as it is. */
function inTemplate(script: Script, code: string): string {
	const { Node } = script.morph;
	const inner = unwrapped(script, code);
	if (
		Node.isTemplateExpression(inner) ||
		Node.isNoSubstitutionTemplateLiteral(inner)
	)
		return inner.getText().slice(1, -1);
	return Node.isStringLiteral(inner)
		? inner.getLiteralValue().replace(/[`\\]|\$\{/g, "\\$&")
		: `\${${code}}`;
}

/** The text between a backtick or `}` and a backtick or `${`. */
function isTemplateRun(script: Script, start: number, end: number): boolean {
	const { Node } = script.morph;
	const token = script.file.getDescendantAtPos(start);
	const isPart =
		Node.isTemplateHead(token) ||
		Node.isTemplateMiddle(token) ||
		Node.isTemplateTail(token);
	return isPart && token.getStart() < start && end < token.getEnd();
}

/** The expression that code is, parsed on its own. */
function parsed({ file, morph }: Script, code: string): Node | undefined {
	const text = `(${code});`;
	const [statement] = file
		.getProject()
		.createSourceFile("code.tsx", text, { overwrite: true })
		.getStatements();
	return morph.Node.isExpressionStatement(statement)
		? statement.getExpression()
		: undefined;
}

function unwrapped(script: Script, code: string): Node | undefined {
	const { Node } = script.morph;
	let node = parsed(script, code);
	while (Node.isParenthesizedExpression(node)) node = node.getExpression();
	return node;
}

function withoutBrackets(script: Script, code: string): string {
	return unwrapped(script, code)?.getText() ?? code;
}

/** Every string literal of the code in the quotes that the file uses. */
function inQuotesOfFile(script: Script, code: string): string {
	const mark = quoteMarkOf(script.source.text);
	if (mark === '"') return code;
	const literals =
		parsed(script, code)?.getDescendantsOfKind(
			script.morph.SyntaxKind.StringLiteral,
		) ?? [];
	let out = code;
	for (const literal of literals.reverse()) {
		// The parsed text begins with a bracket that the code has not.
		const [start, end] = [literal.getStart() - 1, literal.getEnd() - 1];
		const inside = out.slice(start + 1, end - 1);
		if (!/['"\\]/.test(inside))
			out = `${out.slice(0, start)}'${inside}'${out.slice(end)}`;
	}
	return out;
}

/** Code that is one operand, or stands alone between delimiters, needs none. */
function needsBrackets(script: Script, code: string, node: Node): boolean {
	const { Node } = script.morph;
	const inner = unwrapped(script, code);
	const isLoose =
		Node.isConditionalExpression(inner) ||
		Node.isBinaryExpression(inner) ||
		Node.isArrowFunction(inner);
	if (!isLoose) return false;
	const parent = node.getParent();
	return !(
		Node.isParenthesizedExpression(parent) ||
		Node.isPropertyAssignment(parent) ||
		Node.isVariableDeclaration(parent) ||
		Node.isParameterDeclaration(parent) ||
		Node.isBindingElement(parent) ||
		Node.isPropertyDeclaration(parent) ||
		Node.isReturnStatement(parent) ||
		Node.isTemplateSpan(parent) ||
		Node.isJsxExpression(parent) ||
		Node.isArrayLiteralExpression(parent) ||
		Node.isExportAssignment(parent) ||
		Node.isExpressionStatement(parent) ||
		((Node.isCallExpression(parent) || Node.isNewExpression(parent)) &&
			parent.getExpression() !== node)
	);
}
