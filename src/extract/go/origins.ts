import type { Literal, WrittenOrigins } from "../../facts/server-source.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import {
	assignedIn,
	callOf,
	fieldsOf,
	type GoFile,
	literalOf,
	literalsOf,
	nodesIn,
	textOf,
} from "./syntax.js";

/** Literal CORS lists (rs/cors, chi, gin, echo, gorilla/handlers) and `CheckOrigin` functions. */
export function originsIn(file: GoFile): readonly WrittenOrigins[] {
	return [...nodesIn(file.root)].flatMap((node) => {
		if (node.type === "composite_literal") return inFields(file, node);
		const call = callOf(file, node);
		const [list] = call?.args ?? [];
		if (call?.name === "AllowedOrigins" && list)
			return [corsList(file, list, true)];
		return assignedIn(node).flatMap(([target, value]) =>
			/\.CheckOrigin$/.test(textOf(file, target)) ? checkIn(file, value) : [],
		);
	});
}

function inFields(file: GoFile, node: SyntaxNode): readonly WrittenOrigins[] {
	const fields = fieldsOf(file, node);
	const list = fields.get("AllowedOrigins") ?? fields.get("AllowOrigins");
	const check = fields.get("CheckOrigin");
	const others = [...fields.keys()].some((f) =>
		/Origin.*Func$|^AllowAllOrigins$|^AllowWildcard$/.test(f),
	);
	return [
		...(list ? [corsList(file, list, !others)] : []),
		...(check ? checkIn(file, check) : []),
	];
}

function corsList(
	file: GoFile,
	list: SyntaxNode,
	closed: boolean,
): WrittenOrigins {
	const body = childOfType(list, "literal_value");
	const items = body?.children.map((c) => c.children[0] ?? c) ?? [];
	const entries = items.flatMap((item) => literalsOf(file, item)?.[0] ?? []);
	// Most of these packages read a `*` inside an entry as a pattern.
	const patterned = entries.filter(
		(e) => e.value !== "*" && /[*?]/.test(e.value),
	);
	return {
		kind: "http-cors",
		at: spanOf(list),
		entries: entries.filter((e) => !patterned.includes(e)),
		complete:
			closed &&
			body !== undefined &&
			entries.length === items.length &&
			patterned.length === 0,
	};
}

/** A check that does nothing but compare the Origin header with literals is complete. */
function checkIn(file: GoFile, check: SyntaxNode): readonly WrittenOrigins[] {
	const body = check.type === "func_literal" && childOfType(check, "block");
	if (!body) return [];
	const entries: Literal[] = [...nodesIn(body)].flatMap((node) => {
		const literal = literalOf(file, node);
		return literal && /^https?:\/\//.test(literal.value) ? [literal] : [];
	});
	if (entries.length === 0) return [];
	const plain = textOf(file, body)
		.replace(/"[^"]*"/g, '""')
		.replace(/\s+/g, " ");
	return [
		{
			kind: "origin-check",
			at: spanOf(check),
			entries,
			complete: ONLY_COMPARES.test(plain),
		},
	];
}

const HEADER = String.raw`\w+\.Header\.Get\(""\)`;
const COMPARED = String.raw`(?:\w+|${HEADER}) == ""`;
const ONLY_COMPARES = new RegExp(
	String.raw`^\{ (?:\w+ := ${HEADER};? )?return ${COMPARED}(?: \|\| ${COMPARED})* \}$`,
);
