import type { Code } from "../../facts/code.js";
import type { Place, Span } from "../../facts/place.js";
import type { Program } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import type { Text } from "../../value/text.js";
import type { Thunk, Value } from "../../value/value.js";
import type { OriginList } from "../graph.js";
import { subexpressions } from "./subexpressions.js";

/**
 * Where a new entry belongs beside the given ones: the array literal that the
 * first of them stands in, or the text between whose commas they all stand.
 */
export function originHome(
	program: Program,
	entries: readonly Text[],
): OriginList["home"] {
	const [first] = entries.flatMap(writtenAt);
	if (!first) return undefined;
	const array = first.kind === "literal" && arrayAround(program, first.at);
	if (array) return { at: array, form: "array" };
	const together = entries
		.flatMap(writtenAt)
		.every(
			(o) => o.at.file === first.at.file && o.at.span[0] === first.at.span[0],
		);
	if (!together) return undefined;
	return { at: first.at, form: first.kind === "env" ? "env" : "comma-text" };
}

/** The home of a list without entries: an empty array literal, written where it is given. */
export function emptyHome(asked: Thunk | Value): OriginList["home"] {
	return "expr" in asked && asked.expr.k === "array"
		? {
				at: { file: asked.scope.file, span: asked.expr.at },
				form: "array",
			}
		: undefined;
}

/** `list.filter(…)` only removes: for what may be missing, the list itself counts. */
export function unfiltered(
	program: Program,
	asked: Thunk | Value,
): Thunk | Value {
	if (!("expr" in asked)) return asked;
	const code = program.code(asked.scope.file)[asked.scope.block];
	let expr: Expr | undefined = asked.expr;
	for (let i = 0; expr?.k === "ref" && i < 5; i++)
		expr = code?.defs[expr.def]?.value;
	return expr?.k === "call" &&
		expr.callee.k === "member" &&
		expr.callee.name === "filter"
		? unfiltered(program, { expr: expr.callee.of, scope: asked.scope })
		: asked;
}

function writtenAt(text: Text) {
	return text
		.originsOf()
		.flatMap((o) => (o.kind === "literal" || o.kind === "env" ? [o] : []));
}

/** The smallest array literal with this very place among its items. */
function arrayAround(
	program: Program,
	{ file, span }: Place,
): Place | undefined {
	let found: Span | undefined;
	for (const code of program.code(file))
		for (const root of roots(code)) {
			if (root.at[0] > span[0] || root.at[1] < span[1]) continue;
			for (const expr of subexpressions(root)) {
				if (expr.k !== "array") continue;
				const holds = expr.items.some(
					(i) => i.at[0] <= span[0] && i.at[1] >= span[1],
				);
				const smaller = !found || expr.at[1] - expr.at[0] < found[1] - found[0];
				if (holds && smaller) found = expr.at;
			}
		}
	return found && { file, span: found };
}

/** Everything a file writes, as whole expressions. */
function roots(code: Code): readonly Expr[] {
	return [
		...code.defs.map((d) => d.value),
		...code.calls.map((c) => c.call),
		...code.functions.map((f) => f.returns),
		...code.functions.flatMap((f) =>
			f.params.flatMap((p) => (p.default ? [p.default] : [])),
		),
		...code.classes.flatMap((c) =>
			c.fields.flatMap((f) => (f.value ? [f.value] : [])),
		),
		...Object.values(code.exports),
	];
}
