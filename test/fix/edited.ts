import type { Span } from "../../src/facts/place.js";
import { applyEdits } from "../../src/fix/edit.js";
import { editsOf } from "../../src/fix/edits.js";
import type { Intent } from "../../src/rule/finding.js";
import { isUnreadable } from "../../src/tree/index.js";
import { memoryTree } from "../rules/memory-tree.js";

/** The files that intents change, with their new texts. Rejects with `CannotEdit`. */
export async function edited(
	files: Readonly<Record<string, string>>,
	...intents: readonly Intent[]
): Promise<Record<string, string>> {
	const tree = memoryTree(Object.entries(files));
	const edits = await editsOf({ title: "", safety: "safe", intents }, tree);
	return Object.fromEntries(
		[...edits].map(([path, list]) => {
			const text = tree.readText(path);
			return [path, applyEdits(isUnreadable(text) ? "" : text.text, list)];
		}),
	);
}

/** The text of one file after intents; the text itself when nothing changes. */
export async function editedText(
	path: string,
	text: string,
	...intents: readonly Intent[]
): Promise<string> {
	return (await edited({ [path]: text }, ...intents))[path] ?? text;
}

/** Where a piece of a text stands, the first time. */
export function spanOf(text: string, piece: string): Span {
	const start = text.indexOf(piece);
	if (start < 0) throw new Error(`${piece} is not in the text`);
	return [start, start + piece.length];
}
