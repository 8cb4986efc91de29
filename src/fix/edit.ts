/** Replace `[start, end)`, UTF-16 offsets of one text, by `text`. */
export interface TextEdit {
	readonly start: number;
	readonly end: number;
	readonly text: string;
}

/** What an intent asks cannot be written here. The message reads on after "not repaired:". */
export class CannotEdit extends Error {
	override readonly name = "CannotEdit";
}

/** Sorted by place, repeats and edits without effect left out, each cut to what it changes. Throws `CannotEdit` when two overlap. */
export function normalized(
	text: string,
	edits: readonly TextEdit[],
): readonly TextEdit[] {
	const kept: TextEdit[] = [];
	for (const edit of edits.map((e) => trimmed(text, e)).sort(byPlace)) {
		const last = kept.at(-1);
		if (last && isSame(last, edit)) continue;
		if (last && edit.start < last.end)
			throw new CannotEdit("its own edits overlap");
		if (edit.start !== edit.end || edit.text !== "") kept.push(edit);
	}
	return kept;
}

/** The text with normalized edits made. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
	let out = "";
	let at = 0;
	for (const edit of edits) {
		out += text.slice(at, edit.start) + edit.text;
		at = edit.end;
	}
	return out + text.slice(at);
}

/** True when two lists of edits of one text overlap or touch, so that their order would matter. */
export function collide(
	some: readonly TextEdit[],
	others: readonly TextEdit[],
): boolean {
	return some.some((a) =>
		others.some((b) => a.start <= b.end && b.start <= a.end),
	);
}

/** Where an offset lies after normalized edits; undefined inside a range that was replaced. */
export function movedOffset(
	offset: number,
	edits: readonly TextEdit[],
): number | undefined {
	let shift = 0;
	for (const { start, end, text } of edits) {
		if (start > offset || (start === offset && end > start)) break;
		if (end > offset) return undefined;
		shift += text.length - (end - start);
	}
	return offset + shift;
}

function byPlace(a: TextEdit, b: TextEdit): number {
	return a.start - b.start || a.end - b.end;
}

function isSame(a: TextEdit, b: TextEdit): boolean {
	return a.start === b.start && a.end === b.end && a.text === b.text;
}

/** The edit without the characters that it replaces by themselves; surrogate pairs stay whole. */
function trimmed(text: string, { start, end, text: put }: TextEdit): TextEdit {
	const old = text.slice(start, end);
	const most = Math.min(old.length, put.length);
	let head = 0;
	while (head < most && old[head] === put[head]) head++;
	if (isLowSurrogate(old, head) || isLowSurrogate(put, head)) head--;
	let tail = 0;
	while (tail < most - head && old.at(-1 - tail) === put.at(-1 - tail)) tail++;
	if (isLowSurrogate(old, old.length - tail)) tail--;
	return {
		start: start + head,
		end: end - tail,
		text: put.slice(head, put.length - tail),
	};
}

function isLowSurrogate(text: string, at: number): boolean {
	return (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}
