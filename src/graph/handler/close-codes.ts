import type { Code } from "../../facts/code.js";
import type { CallExpr, Expr } from "../../value/expr.js";
import type { Scope } from "../../value/value.js";
import type { Projects } from "../server/project.js";
import { subexpressions } from "../server/subexpressions.js";
import type { Closing, Listening } from "./handler.js";

/** `close(4001)`, `close(code=4001)`, `close(code=status.WS_1008_POLICY_VIOLATION)`. */
export function closeCode(
	call: CallExpr,
	{ file, block }: Scope,
	projects: Projects,
): Pick<Closing, "code"> {
	const asked = call.named?.code ?? call.args[0];
	if (!asked) return {};
	const named = "name" in asked ? /^WS_(\d{4})_/.exec(asked.name) : null;
	if (named) return { code: Number(named[1]) };
	const value = projects
		.of(file)
		.evaluator.single({ expr: asked, scope: { file, block } });
	return value?.v === "scalar" && typeof value.value === "number"
		? { code: value.value }
		: {};
}

/** The numbers that a listener to `close` compares `event.code` with, in tests that something hangs on. */
export function askedCodes(
	to: string,
	listener: number | undefined,
	code: Code,
): Pick<Listening, "codes"> {
	if (to !== "close" || listener === undefined) return {};
	const isCode = (expr: Expr): boolean =>
		expr.k === "member" &&
		expr.name === "code" &&
		expr.of.k === "param" &&
		expr.of.fn === listener &&
		expr.of.index === 0;
	const codes = code.calls.flatMap(({ fn, guard }) =>
		fn === listener && guard
			? [...subexpressions(guard)].flatMap((test) =>
					test.k === "binary" &&
					test.op === "==" &&
					isCode(test.left) &&
					test.right.k === "scalar" &&
					typeof test.right.value === "number"
						? [test.right.value]
						: [],
				)
			: [],
	);
	return codes.length > 0 ? { codes: [...new Set(codes)] } : {};
}
