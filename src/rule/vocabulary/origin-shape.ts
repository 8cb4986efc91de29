import { samePlace } from "../../facts/place.js";
import type { OriginList } from "../../graph/graph.js";
import type { Message } from "../finding.js";

/** A list whose form is wrong, whatever its entries are (C5, C6). */
export interface WrongShape {
	readonly message: Message;
	/** What to write instead, the same in Python and JavaScript. */
	readonly code: string;
	/** The whole value stands at the list's place. */
	readonly editable: boolean;
}

/** One text where a list is needed, or a list where `*` is not special. */
export function wrongShape(list: OriginList): WrongShape | undefined {
	const [entry] = list.entries.items;
	if (!entry) return undefined;
	const texts = list.entries.items.flatMap((e) => partsOf(e.value));
	const asList = written(texts);
	const editable = list.shape === "list" || samePlace(entry.at, list.at);
	if (isPlainText(list) && entry.value !== "*")
		return {
			code: asList,
			editable,
			message: {
				what: "allow_origins is one string where a list is needed.",
				why: "Starlette then tests whether the page's origin is a part of that string: it looks right, and it also lets in every origin that is a piece of it (`http://localhost`).",
				do: `Write ${asList}.`,
			},
		};
	// Several texts are several surroundings', each with its own.
	const comma = list.entries.items.find((e) => e.value.includes(","));
	if (isCommaText(list) && comma)
		return {
			code: written(partsOf(comma.value)),
			editable: samePlace(comma.at, list.at),
			message: {
				what: "The origins are one comma-separated string; this library sends it as it is.",
				why: "The browser refuses it: \"The 'Access-Control-Allow-Origin' header contains multiple values\".",
				do: `Write ${written(partsOf(comma.value))}.`,
			},
		};
	if (
		isPlainArray(list) &&
		list.entries.complete &&
		texts.length === 1 &&
		texts[0] === "*"
	)
		return {
			code: '"*"',
			editable,
			message: {
				what: '`["*"]` is a list with one origin that no page has.',
				why: "Inside an array the cors package compares `*` like any other text: no request ever matches.",
				do: 'Write `"*"` for every origin, or list the origins.',
			},
		};
	return undefined;
}

function partsOf(value: string): readonly string[] {
	return value.split(",").map((t) => t.trim());
}

function written(texts: readonly string[]): string {
	return `[${texts.map((t) => JSON.stringify(t)).join(", ")}]`;
}

function isPlainText({ shape, library }: OriginList): boolean {
	return shape === "string" && library === "starlette";
}

function isCommaText({ shape, library }: OriginList): boolean {
	return (
		shape === "string" &&
		(library === "express-cors" || library === "socket.io")
	);
}

/** An array of the cors package, in which `*` is compared like any other text. */
export function isPlainArray({ library, shape, home }: OriginList): boolean {
	return (
		library === "express-cors" && shape === "list" && home?.form === "array"
	);
}
