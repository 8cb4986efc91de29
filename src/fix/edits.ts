import type { Fix, Intent } from "../rule/finding.js";
import { isUnreadable, type Tree } from "../tree/index.js";
import { ambientFile } from "./ambient-file.js";
import { CannotEdit, normalized, type TextEdit } from "./edit.js";
import { editorFor } from "./editors.js";
import type { FileIntent, Source } from "./source.js";

/** Normalized edits by path: what a fix, or several, change. */
export type Edits = ReadonlyMap<string, readonly TextEdit[]>;

/** One edit as other programs read it: UTF-16 offsets in the file as it is, a byte order mark counted. */
export interface FileEdit extends TextEdit {
	readonly file: string;
}

/** A fix as edits of the files of a tree; none when it cannot be expressed there. */
export async function editsFor(
	fix: Fix,
	tree: Tree,
): Promise<readonly FileEdit[]> {
	try {
		return [...(await editsOf(fix, tree))].flatMap(([file, edits]) =>
			edits.map((edit) => ({ file, ...edit })),
		);
	} catch (error) {
		if (error instanceof CannotEdit) return [];
		throw error;
	}
}

/** A fix as edits, all of its intents or none: throws `CannotEdit`. Files that do not change are left out. */
export async function editsOf(fix: Fix, tree: Tree): Promise<Edits> {
	const byFile = new Map<string, FileIntent[]>();
	for (const intent of fix.intents.flatMap((i) => placed(i, tree))) {
		const file = fileOf(intent);
		byFile.set(file, [...(byFile.get(file) ?? []), intent]);
	}
	const edits = new Map<string, readonly TextEdit[]>();
	for (const [path, intents] of byFile) {
		const source = sourceOf(tree, path, intents);
		const editor = await editorFor(path);
		const made = normalized(source.text, await editor(source, intents));
		if (made.length > 0) edits.set(path, made);
	}
	return edits;
}

/** The declaration of an env key's type has a place only where the app declares such types. */
function placed(intent: Intent, tree: Tree): FileIntent[] {
	if (intent.do !== "declare-env-type") return [intent];
	const file = ambientFile(tree, intent.appRoot);
	return file === undefined ? [] : [{ do: intent.do, file, key: intent.key }];
}

function fileOf(intent: FileIntent): string {
	switch (intent.do) {
		case "set-property":
		case "add-entry":
			return intent.object.file;
		case "add-item":
			return intent.list.file;
		case "move-before":
			return intent.entry.file;
		case "set-env":
		case "require":
		case "declare-env-type":
			return intent.file;
		default:
			return intent.at.file;
	}
}

/** Only an env file is created where there is none. */
function sourceOf(
	tree: Tree,
	path: string,
	intents: readonly FileIntent[],
): Source {
	if (!tree.has(path)) {
		if (!intents.every((intent) => intent.do === "set-env"))
			throw new CannotEdit(`${path} does not exist`);
		return { path, text: "", eol: eolOfNeighbours(tree, path) };
	}
	const text = tree.readText(path);
	if (isUnreadable(text)) throw new CannotEdit(`${path} ${text.reason}`);
	return { path, text: text.text, eol: text.eol };
}

/** A new env file gets the line ending of the env files beside it. */
function eolOfNeighbours(tree: Tree, path: string): Source["eol"] {
	const folder = path.slice(0, path.lastIndexOf("/") + 1);
	const beside = tree.paths.find((p) => p.startsWith(`${folder}.env`));
	const text = beside === undefined ? undefined : tree.readText(beside);
	return text && !isUnreadable(text) ? text.eol : "\n";
}
