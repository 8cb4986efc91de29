import { CannotEdit } from "../edit.js";

/** A list that is written as text, with one more item: `a,b` or `["a","b"]`. The same text where it has the item already. */
export function appendToText(
	raw: string,
	form: "array" | "comma-text",
	item: string,
): string {
	if (form === "array") return appendToJson(raw, item);
	const items = raw.split(",").map((part) => part.trim());
	if (items.includes(item)) return raw;
	if (raw.trim() === "") return item;
	return `${raw.replace(/,?\s*$/, "")}${/,\s/.test(raw) ? ", " : ","}${item}`;
}

function appendToJson(raw: string, item: string): string {
	const items = parsed(raw);
	if (!Array.isArray(items))
		throw new CannotEdit("the value is not a JSON list");
	if (items.includes(item)) return raw;
	const close = raw.lastIndexOf("]");
	const before = raw.slice(0, close).trimEnd();
	const separator = items.length === 0 ? "" : /",\s/.test(raw) ? ", " : ",";
	return `${before}${separator}${JSON.stringify(item)}${raw.slice(close)}`;
}

function parsed(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return undefined;
	}
}
