import { normalName } from "../../extract/manifests/requirement.js";
import { extractRequirements } from "../../extract/manifests/requirements.js";
import type { Span } from "../../facts/place.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import { appendItem } from "../layout/comma-list.js";
import { indentUnit, lineEnd } from "../layout/lines.js";
import type { Editor, FileIntent, Source } from "../source.js";
import { arrayIn, endOfTable, tableAt } from "./toml.js";

/** Edits of requirements*.txt, pyproject.toml and Pipfile. */
export const editRequirements: Editor = (source, intents) =>
	intents.flatMap((intent) => {
		if (intent.do !== "require")
			throw new CannotEdit(`${source.path} lists requirements`);
		return require(source, intent);
	});

/** `uvicorn[standard]>=0.30`, taken apart. */
interface Requirement {
	readonly text: string;
	readonly name: string;
	readonly extras: readonly string[];
	readonly specifier: string;
}

function parsed(text: string): Requirement {
	const [, name = text, extras = "", specifier = ""] =
		/^([\w.-]+)\s*(?:\[([^\]]*)\])?\s*(.*)$/.exec(text) ?? [];
	return {
		text,
		name,
		specifier,
		extras: extras.split(",").flatMap((e) => (e.trim() ? [e.trim()] : [])),
	};
}

function require(
	source: Source,
	intent: Extract<FileIntent, { readonly do: "require" }>,
): readonly TextEdit[] {
	const requirement = parsed(intent.requirement);
	if (intent.replaces)
		return replace(source, intent.replaces.span, requirement);
	if (isListed(source, requirement)) return [];
	const { path } = source;
	if (path.endsWith("pyproject.toml"))
		return addToPyproject(source, requirement);
	if (path.endsWith("Pipfile"))
		return [addToTable(source, "packages", requirement)];
	return [addLine(source, requirement.text)];
}

function isListed({ path, text }: Source, { name, extras }: Requirement) {
	const format = path.endsWith("pyproject.toml")
		? "pyproject"
		: path.endsWith("Pipfile")
			? "pipfile"
			: "requirements";
	const fact = extractRequirements(text, format);
	return (
		fact.kind === "python-requirements" &&
		fact.packages.some(
			(p) =>
				p.name === normalName(name) &&
				extras.every((extra) => p.extras.includes(normalName(extra))),
		)
	);
}

/** A whole requirement is replaced where it stands; a key of a table gets the extras in its value. */
function replace(
	source: Source,
	[start, end]: Span,
	requirement: Requirement,
): readonly TextEdit[] {
	const { text, path } = source;
	const rest = text.slice(end, lineEnd(text, end));
	if (/\s--hash=|\\$/.test(rest))
		throw new CannotEdit(`${path} pins the requirement by its hash`);
	const assigned = /^["']?\s*=\s*(?=["'{])/.exec(rest);
	const isKey = assigned && !/[=<>~!]=?\s*[\d*]/.test(text.slice(start, end));
	if (!isKey) return [{ start, end, text: requirement.text }];
	const valueStart = end + assigned[0].length;
	const value = rest.slice(assigned[0].length);
	const extras = requirement.extras.map((e) => JSON.stringify(e)).join(", ");
	const version = /^(["'])(.*?)\1/.exec(value);
	if (version)
		return [
			{
				start: valueStart,
				end: valueStart + version[0].length,
				text: `{ version = ${version[0]}, extras = [${extras}] }`,
			},
		];
	const table = /^\{(.*?)\s*\}/.exec(value);
	if (!table) throw new CannotEdit(`${path} has another form than expected`);
	const known = /extras\s*=\s*\[[^\]]*\]/.exec(value);
	if (known)
		return [
			{
				start: valueStart + known.index,
				end: valueStart + known.index + known[0].length,
				text: `extras = [${extras}]`,
			},
		];
	const at = valueStart + 1 + (table[1]?.length ?? 0);
	return [{ start: at, end: at, text: `, extras = [${extras}]` }];
}

function addLine({ text, eol }: Source, line: string): TextEdit {
	const isOpen = text !== "" && !text.endsWith("\n");
	const at = text.length;
	return { start: at, end: at, text: `${isOpen ? eol : ""}${line}${eol}` };
}

function addToPyproject(
	source: Source,
	requirement: Requirement,
): readonly TextEdit[] {
	const { text, eol, path } = source;
	const project = tableAt(text, "project");
	const list = project && arrayIn(text, project, "dependencies");
	if (list)
		return appendItem(
			{
				text,
				eol,
				...list,
				comments: "hash",
				unit: indentUnit(text, "    "),
				spaced: false,
			},
			JSON.stringify(requirement.text),
		);
	if (tableAt(text, "tool.poetry.dependencies"))
		return [addToTable(source, "tool.poetry.dependencies", requirement)];
	throw new CannotEdit(`${path} has no list of dependencies`);
}

function addToTable(
	{ text, eol, path }: Source,
	table: string,
	{ name, extras, specifier }: Requirement,
): TextEdit {
	const at = endOfTable(text, table);
	if (at === undefined) throw new CannotEdit(`${path} has no table [${table}]`);
	const version = JSON.stringify(specifier === "" ? "*" : specifier);
	const value =
		extras.length === 0
			? version
			: `{ version = ${version}, extras = [${extras.map((e) => JSON.stringify(e)).join(", ")}] }`;
	return { start: at, end: at, text: `${eol}${name} = ${value}` };
}
