import type { Span } from "../../facts/place.js";

/** A `<script>` element with a body. */
export interface ScriptBlock {
	readonly k: "script";
	/** Attribute names in lower case; a bare one has the value "". */
	readonly attributes: ReadonlyMap<string, string>;
	/** What stands between the tags. */
	readonly body: Span;
}

/** `<!-- … -->`. */
export interface MarkupComment {
	readonly k: "comment";
	readonly at: Span;
}

/**
 * Scripts and comments of a file, in order. Scripts within comments and text
 * within `<style>` are passed over. Linear in the length of the text.
 */
export function blocksOf(text: string): (ScriptBlock | MarkupComment)[] {
	const blocks: (ScriptBlock | MarkupComment)[] = [];
	let i = text.indexOf("<");
	while (i !== -1) {
		if (text.startsWith("<!--", i)) {
			const close = text.indexOf("-->", i + 4);
			const end = close === -1 ? text.length : close + 3;
			blocks.push({ k: "comment", at: [i, end] });
			i = text.indexOf("<", end);
			continue;
		}
		const name = RAW_ELEMENT.exec(text.slice(i, i + 8))?.[1]?.toLowerCase();
		if (!name) {
			i = text.indexOf("<", i + 1);
			continue;
		}
		const open = endOfTag(text, i);
		if (open === undefined) break;
		const close = closingTag(text, name, open);
		if (name === "script")
			blocks.push({
				k: "script",
				attributes: attributesOf(text.slice(i + 7, open - 1)),
				body: [open, close],
			});
		i = text.indexOf("<", close + 2);
	}
	return blocks;
}

/** Elements whose content is not markup. */
const RAW_ELEMENT = /^<(script|style)(?=[\s>/])/i;

/** Offset after the `>` that ends the tag at `start`; quoted attributes may hold a `>`. */
function endOfTag(text: string, start: number): number | undefined {
	let quote = "";
	for (let i = start; i < text.length; i++) {
		const char = text.charAt(i);
		if (quote) {
			if (char === quote) quote = "";
		} else if (char === '"' || char === "'") quote = char;
		else if (char === ">") return i + 1;
	}
	return undefined;
}

function closingTag(text: string, name: string, from: number): number {
	const close = new RegExp(`</${name}`, "gi");
	close.lastIndex = from;
	return close.exec(text)?.index ?? text.length;
}

function attributesOf(source: string): Map<string, string> {
	const attributes = new Map<string, string>();
	for (const [, name = "", double, single, plain] of source.matchAll(
		/([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g,
	))
		attributes.set(name.toLowerCase(), double ?? single ?? plain ?? "");
	return attributes;
}
