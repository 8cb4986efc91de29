import type { Span } from "../../facts/place.js";
import { CannotEdit, type TextEdit } from "../edit.js";
import { appendToText } from "../layout/list-text.js";
import type { Editor } from "../source.js";

/** Characters that no shell, Dockerfile or server configuration takes for anything but themselves. */
const PLAIN = /^[\w.:/@%+,=-]*$/;

/** Edits of files without an editor of their own: plain words are replaced by plain words. */
export const editPlain: Editor = ({ path, text }, intents) =>
	intents.map((intent) => {
		if (intent.do === "replace-text")
			return replaceWord(text, intent.at.span, intent.text);
		if (intent.do === "add-item" && intent.form === "comma-text") {
			const raw = text.slice(...intent.list.span);
			const next = appendToText(raw, "comma-text", intent.text);
			return replaceWord(text, intent.list.span, next);
		}
		throw new CannotEdit(`${path} has no form for it`);
	});

function replaceWord(text: string, span: Span, put: string): TextEdit {
	const old = text.slice(...span);
	const [, quote = ""] = /^(["']).*\1$/s.exec(old) ?? [];
	const bare = quote === "" ? old : old.slice(1, -1);
	if (!PLAIN.test(bare) || !PLAIN.test(put))
		throw new CannotEdit("what stands there is more than a plain word");
	return { start: span[0], end: span[1], text: quote + put + quote };
}
