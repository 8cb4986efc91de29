import type { Code } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";

const DEEPEST = 8;

/** Methods that give their own receiver back. */
const CHAINED = /^(?:on|once|addListener|prependListener|off|removeListener)$/;

/** The names one socket goes by: parameters it is given to, and the expression that makes it. */
export class SocketNames {
	readonly #params = new Set<string>();
	readonly #made = new Set<string>();

	addParam(file: string, block: number, fn: number, index: number): void {
		this.#params.add(`${file}#${block}#${fn}#${index}`);
	}

	addMade(file: string, block: number, expr: Expr): void {
		this.#made.add(`${file}#${block}#${expr.at[0]}-${expr.at[1]}`);
	}

	/** Whether an expression is the socket for certain (a name that is null before it is opened counts). */
	has(
		expr: Expr,
		where: {
			readonly file: string;
			readonly block: number;
			readonly code: Code;
		},
		depth = 0,
	): boolean {
		if (depth > DEEPEST) return false;
		const same = (inner: Expr) => this.has(inner, where, depth + 1);
		const { file, block, code } = where;
		switch (expr.k) {
			case "param":
				return this.#params.has(`${file}#${block}#${expr.fn}#${expr.index}`);
			case "ref": {
				const value = code.defs[expr.def]?.value;
				return value !== undefined && same(value);
			}
			case "with":
			case "after":
				return same(expr.of);
			case "any": {
				const values = expr.of.filter((value) => !isNothing(value));
				return values.length > 0 && values.every(same);
			}
			case "member": {
				if (expr.of.k !== "this") return false;
				const values = (code.classes[expr.of.cls]?.fields ?? [])
					.filter((field) => field.name === expr.name)
					.flatMap(({ value }) => (value && !isNothing(value) ? [value] : []));
				return values.length > 0 && values.every(same);
			}
			case "call":
				return (
					this.#made.has(`${file}#${block}#${expr.at[0]}-${expr.at[1]}`) ||
					(expr.callee.k === "member" &&
						CHAINED.test(expr.callee.name) &&
						same(expr.callee.of))
				);
			default:
				return false;
		}
	}
}

function isNothing(expr: Expr): boolean {
	return expr.k === "undefined" || (expr.k === "scalar" && expr.value === null);
}

/** Whether the socket is handed on in a value: itself, in an entry of an object, behind a name. What is read from it is not it. */
export function holds(
	expr: Expr,
	code: Code,
	is: (expr: Expr) => boolean,
	depth = 0,
): boolean {
	if (is(expr)) return true;
	if (depth > 4) return false;
	const inner = (part: Expr) => holds(part, code, is, depth + 1);
	switch (expr.k) {
		case "object":
			return expr.entries.some((e) =>
				inner("spread" in e ? e.spread : e.value),
			);
		case "array":
			return expr.items.some(inner);
		case "spread":
			return inner(expr.of);
		case "choice":
			return inner(expr.then) || inner(expr.otherwise);
		case "logic":
			return inner(expr.left) || inner(expr.right);
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return (value?.k === "object" || value?.k === "array") && inner(value);
		}
		default:
			return false;
	}
}
