import type { CallFact, Code } from "../../../facts/code.js";
import type { Place } from "../../../facts/place.js";
import type { Evaluator, Program } from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import type { DemandedSecret } from "../../graph.js";
import { conjuncts, disjuncts } from "../subexpressions.js";
import { askedFor, isRefusal } from "./checked-query.js";
import { CREDENTIAL } from "./compared-secrets.js";
import type { FunctionRef } from "./required-query.js";

/**
 * Credentials of the query that an endpoint refuses unless they equal a value:
 * `if api_key != settings.api_key: await socket.close()`. Left out where no
 * such value is known, and where something else has its say in the refusal.
 */
export function demandedSecrets(
	program: Program,
	evaluator: Evaluator,
	endpoint: FunctionRef,
): readonly DemandedSecret[] {
	const code = program.code(endpoint.file)[endpoint.block];
	if (!code) return [];
	return code.calls
		.filter(({ fn, call }) => fn === endpoint.fn && isRefusal(call.callee))
		.flatMap((refusal) => unequal(refusal, code))
		.flatMap(({ name, at, to }): readonly DemandedSecret[] => {
			const places: Place[] = [];
			const accepted = new Set<string>();
			const scope = { file: endpoint.file, block: endpoint.block };
			for (const { value } of evaluator.evaluate(to, scope)) {
				const text = value.v === "text" ? value.text : undefined;
				if (text?.value === undefined || text.length === 0) continue;
				accepted.add(text.value);
				places.push(...text.originsOf().map((origin) => origin.at));
			}
			return accepted.size === 0
				? []
				: [
						{
							value: name,
							at: { file: endpoint.file, span: at },
							steps: [],
							writtenAt: places,
							accepts: (value) => accepted.has(value),
						},
					];
		});
}

interface Unequal {
	readonly name: string;
	readonly at: Expr["at"];
	/** What the parameter is compared with. */
	readonly to: Expr;
}

/** The comparison that alone leads to a refusal, apart from tests whether the parameter is there at all. */
function unequal({ guard }: CallFact, code: Code): readonly Unequal[] {
	const tests = guard ? conjuncts(guard) : [];
	const found = tests.flatMap((test) =>
		disjuncts(test).flatMap((part) => comparison(part, code)),
	);
	const [only, ...others] = found;
	if (!only || others.length > 0) return [];
	const decided = tests.every(
		(test) =>
			disjuncts(test).some((part) => comparison(part, code).length > 0) ||
			askedFor(withoutNot(test), code) === only.name,
	);
	return decided ? [only] : [];
}

function comparison(test: Expr, code: Code): readonly Unequal[] {
	if (test.k !== "binary" || test.op !== "!=") return [];
	return [
		[test.left, test.right] as const,
		[test.right, test.left] as const,
	].flatMap(([asked, to]) => {
		const name = askedFor(asked, code);
		return name !== undefined && CREDENTIAL.test(name)
			? [{ name, at: test.at, to }]
			: [];
	});
}

function withoutNot(expr: Expr): Expr {
	return expr.k === "not" ? withoutNot(expr.of) : expr;
}
