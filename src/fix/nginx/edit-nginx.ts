import { extractNginx } from "../../extract/nginx/index.js";
import type { NginxStatement } from "../../facts/index.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import { indentOf, indentUnit, isFirstOnLine } from "../layout/lines.js";
import { editPlain } from "../plain/edit-plain.js";
import type { FileIntent, Source } from "../source.js";

type SetProperty = Extract<FileIntent, { readonly do: "set-property" }>;

/**
 * Edits of nginx files. A property of a block is a directive with all its
 * words but the last (`proxy_set_header Upgrade`); its value is the last word.
 */
export const editNginx = (
	source: Source,
	intents: readonly FileIntent[],
): readonly TextEdit[] => {
	const sets = intents.filter((i): i is SetProperty => i.do === "set-property");
	const others = intents.filter((i) => i.do !== "set-property");
	const blocks = new Map<number, SetProperty[]>();
	for (const set of sets) {
		const [start] = set.object.span;
		blocks.set(start, [...(blocks.get(start) ?? []), set]);
	}
	return [
		...[...blocks.values()].flatMap((of) => setDirectives(source, of)),
		...(editPlain(source, others) as readonly TextEdit[]),
	];
};

function setDirectives(
	source: Source,
	sets: readonly SetProperty[],
): readonly TextEdit[] {
	const [first] = sets;
	const fact = extractNginx(source.text);
	const found =
		fact.kind === "nginx" && first
			? statementAt(fact.statements, first.object.span[0])
			: undefined;
	if (!found?.block) throw new CannotEdit(`${source.path} has no block there`);
	const { block } = found;
	const edits: TextEdit[] = [];
	const added: string[] = [];
	for (const { name, value } of sets) {
		const known = block.find((s) => isNamed(s, name));
		const last = known?.args.at(-1);
		if (last)
			edits.push({ start: last.at[0], end: last.at[1], text: String(value) });
		else added.push(`${name} ${value};`);
	}
	return added.length > 0
		? [...edits, append(source, found, block, added)]
		: edits;
}

/** `proxy_set_header Upgrade $x;` is the property `proxy_set_header Upgrade`; header names ignore case. */
function isNamed(statement: NginxStatement, name: string): boolean {
	const words = [
		statement.name,
		...statement.args.slice(0, -1).map((a) => a.text),
	];
	return words.join(" ").toLowerCase() === name.toLowerCase();
}

/** New lines below the last statement of a block, indented as it is. */
function append(
	{ text, eol }: Source,
	owner: NginxStatement,
	block: readonly NginxStatement[],
	lines: readonly string[],
): TextEdit {
	const last = block.findLast((s) => !s.block) ?? block.at(-1);
	if (!last) {
		const end = owner.at[1] - 1;
		const outer = indentOf(text, owner.at[0]);
		const inner = outer + indentUnit(text, "    ");
		const body = lines.map((line) => eol + inner + line).join("");
		const start = text.slice(0, end).trimEnd().length;
		return { start, end, text: `${body}${eol}${outer}` };
	}
	const between = isFirstOnLine(text, last.at[0])
		? eol + indentOf(text, last.at[0])
		: " ";
	const put = lines.map((line) => between + line).join("");
	return { start: last.at[1], end: last.at[1], text: put };
}

function statementAt(
	statements: readonly NginxStatement[],
	start: number,
): NginxStatement | undefined {
	for (const s of statements) {
		if (s.at[0] === start) return s;
		const inner = s.block && statementAt(s.block, start);
		if (inner) return inner;
	}
	return undefined;
}
