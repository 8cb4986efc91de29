import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";

/** A literal run of a template, or the argument that stands there. */
type Piece = { readonly text: string } | { readonly value: Expr };

/**
 * `"…%s…" % values` with a literal template: `concat`, or `undefined` when the
 * placeholders are not plain or do not match the values.
 */
export function percentFormat(
	at: Span,
	template: Expr & { k: "text" },
	values: Expr,
): Expr | undefined {
	const positional = values.k === "array" ? [...values.items] : [values];
	if (positional.some((value) => value.k === "spread")) return undefined;
	const pieces = split(
		template.value,
		/%(?:\((\w+)\))?[-+ #0]*\d*(?:\.\d+)?([a-zA-Z%])/g,
		([, name, kind = ""]) => {
			if (kind === "%") return { text: "%" };
			if (!"sdiufg".includes(kind)) return undefined;
			const value =
				name === undefined ? positional.shift() : entry(values, name);
			return value && { value };
		},
		"%",
	);
	const named = /%\(/.test(template.value);
	if (!pieces || (!named && positional.length > 0)) return undefined;
	return concat(at, template, pieces);
}

/** `"…{}…{name}…".format(a, name=b)` with a literal template; format specifications are ignored. */
export function braceFormat(
	at: Span,
	template: Expr & { k: "text" },
	positional: readonly Expr[],
	named: Readonly<Record<string, Expr>>,
): Expr | undefined {
	if (positional.some((value) => value.k === "spread")) return undefined;
	let next = 0;
	const pieces = split(
		template.value,
		/\{\{|\}\}|\{(\w*)(?::[^{}]*)?\}/g,
		([whole, field = ""]) => {
			if (whole === "{{" || whole === "}}") return { text: whole[0] ?? "" };
			const value = /^\d*$/.test(field)
				? positional[field === "" ? next++ : Number(field)]
				: Object.hasOwn(named, field)
					? named[field]
					: undefined;
			return value && { value };
		},
		"{",
	);
	return pieces && concat(at, template, pieces);
}

/** Cuts a template at its placeholders; `undefined` when one cannot be filled or `opening` is left over. */
function split(
	template: string,
	placeholder: RegExp,
	fill: (match: RegExpMatchArray) => Piece | undefined,
	opening: string,
): readonly Piece[] | undefined {
	const pieces: Piece[] = [];
	let from = 0;
	for (const match of template.matchAll(placeholder)) {
		const before = template.slice(from, match.index);
		const piece = fill(match);
		if (!piece || before.includes(opening)) return undefined;
		pieces.push({ text: before }, piece);
		from = match.index + match[0].length;
	}
	const rest = template.slice(from);
	return rest.includes(opening) ? undefined : [...pieces, { text: rest }];
}

/** The literal runs keep the template's place: an edit has to rewrite it as a whole. */
function concat(at: Span, template: Expr, pieces: readonly Piece[]): Expr {
	const parts = pieces.flatMap((piece): readonly Expr[] => {
		if ("value" in piece) return [piece.value];
		return piece.text === ""
			? []
			: [{ k: "text", at: template.at, value: piece.text }];
	});
	return { k: "concat", at, parts };
}

function entry(values: Expr, name: string): Expr | undefined {
	if (values.k !== "object") return undefined;
	const found = values.entries.findLast(
		(item) => "key" in item && item.key === name,
	);
	return found && "value" in found ? found.value : undefined;
}
