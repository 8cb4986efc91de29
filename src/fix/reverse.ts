import { type Change, diffLines, diffWordsWithSpace } from "diff";
import { normalized, type TextEdit } from "./edit.js";

/**
 * Edits that lead from `after` back to `before`. They hold no more than the
 * words that differ: what stands beside them may be secret.
 */
export function reverseEdits(before: string, after: string): TextEdit[] {
	const lines = editsOf(diffLines(before, after), 0);
	const words = lines.flatMap(({ start, end, text }) =>
		editsOf(diffWordsWithSpace(text, after.slice(start, end)), start),
	);
	return [...normalized(after, words)];
}

/** Each run of changes as one edit of the new text, whose offsets begin at `from`. */
function editsOf(changes: readonly Change[], from: number): TextEdit[] {
	const edits: TextEdit[] = [];
	let at = from;
	let open: { start: number; end: number; text: string } | undefined;
	for (const { value, added, removed } of changes) {
		if (added || removed) {
			open ??= { start: at, end: at, text: "" };
			if (removed) open.text += value;
			else open.end = at + value.length;
		} else if (open) {
			edits.push(open);
			open = undefined;
		}
		if (!removed) at += value.length;
	}
	return open ? [...edits, open] : edits;
}
