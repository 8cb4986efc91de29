import type { Code } from "../../../facts/code.js";
import type { Evaluator, Program } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import type { Stated } from "../../graph.js";
import { subexpressions } from "../subexpressions.js";
import type { FunctionRef } from "./required-query.js";

/** What a client proves itself with, by its name. */
export const CREDENTIAL =
	/^(?:x[-_])?(?:api[-_]?key|key|secret|token|(?:access|auth)[-_]?token|password|passwd)$/i;

/**
 * Literals that a socket endpoint compares a client's credential with, also
 * where they are a setting's default. The value of an entry is the name of the
 * credential: the literal itself is nobody's to keep.
 */
export function comparedSecrets(
	program: Program,
	evaluator: Evaluator,
	endpoint: FunctionRef,
): readonly Stated<string>[] {
	const code = program.code(endpoint.file)[endpoint.block];
	if (!code) return [];
	const found: Stated<string>[] = [];
	for (const { fn, guard } of code.calls) {
		if (fn !== endpoint.fn || !guard) continue;
		for (const test of subexpressions(guard)) {
			if (test.k !== "binary" || (test.op !== "!=" && test.op !== "=="))
				continue;
			for (const [asked, other] of [
				[test.left, test.right],
				[test.right, test.left],
			] as const) {
				const name = nameOf(asked, code);
				if (!name || !CREDENTIAL.test(name)) continue;
				const scope = { file: endpoint.file, block: endpoint.block };
				for (const { value, steps } of evaluator.evaluate(other, scope)) {
					const literal = value.v === "text" ? value.text : undefined;
					const [origin, more] = literal?.originsOf() ?? [];
					if (
						!more &&
						origin?.kind === "literal" &&
						(literal?.value?.length ?? 0) >= 6 &&
						!found.some((f) => f.at.span[0] === origin.at.span[0])
					)
						found.push({ value: name, at: origin.at, steps });
				}
			}
		}
	}
	return found;
}

/** The name under which a client sends what an expression holds. */
function nameOf(expr: Expr, code: Code, depth = 0): string | undefined {
	if (depth > 4) return undefined;
	switch (expr.k) {
		case "ref": {
			const value = code.defs[expr.def]?.value;
			return value && nameOf(value, code, depth + 1);
		}
		case "param":
			return code.functions[expr.fn]?.params[expr.index]?.name;
		case "call": {
			const [key] = expr.args;
			return expr.callee.k === "member" &&
				expr.callee.name === "get" &&
				key?.k === "text"
				? key.value
				: undefined;
		}
		case "index":
			return expr.key.k === "text" ? expr.key.value : undefined;
		default:
			return undefined;
	}
}
