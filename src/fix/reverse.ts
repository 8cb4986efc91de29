import { diffLines } from "diff";
import { normalized, type TextEdit } from "./edit.js";

/** Edits that lead from `after` back to `before`, each cut to what differs. */
export function reverseEdits(before: string, after: string): TextEdit[] {
	const edits: TextEdit[] = [];
	let at = 0;
	let open: { start: number; end: number; text: string } | undefined;
	for (const { value, added, removed } of diffLines(before, after)) {
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
	if (open) edits.push(open);
	return [...normalized(after, edits)];
}
