import type { KeyRead } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";
import type { Accessor } from "../../value/value.js";
import type { World } from "../../value/world.js";
import type { Sources } from "../sources.js";

/** What the read goes through; undefined when it is no environment at all (`config.API_URL` of a plain object). */
export function accessorOf(
	sources: Sources,
	file: string,
	block: number,
	read: KeyRead,
	world: World | undefined,
): Accessor | undefined {
	const written = writtenAccessor(read.expr);
	if (written) return written;
	const of = heldBy(read.expr);
	if (!of) return undefined;
	const evaluator = sources.evaluatorFor(world ?? OPEN_WORLD);
	for (const { value } of evaluator.evaluate(of, { file, block }))
		if (value.v === "environment") return value.accessor;
	return undefined;
}

/** The object whose member, item or argument names the key. */
function heldBy(expr: Expr): Expr | undefined {
	if (expr.k === "member" || expr.k === "index") return expr.of;
	if (expr.k === "call" && expr.callee.k === "member") return expr.callee.of;
	return undefined;
}

/** The direct forms, told without evaluating anything. */
function writtenAccessor(expr: Expr): Accessor | undefined {
	if (expr.k === "call") return calledAccessor(expr.callee);
	const of = heldBy(expr);
	if (of?.k !== "member" && of?.k !== "import") return undefined;
	if (of.name === "environ") return "os.environ";
	if (of.name !== "env" || of.k !== "member" || of.of.k !== "global")
		return undefined;
	switch (of.of.name) {
		case "import.meta":
			return "import.meta.env";
		case "process":
			return "process.env";
		case "Bun":
			return "Bun.env";
		case "Deno":
			return "Deno.env";
		default:
			return undefined;
	}
}

/** `os.getenv("X")`, `os.environ.get("X")`, `Deno.env.get("X")`. */
function calledAccessor(callee: Expr): Accessor | undefined {
	if (
		(callee.k === "member" || callee.k === "import") &&
		callee.name === "getenv"
	)
		return "os.environ";
	if (callee.k !== "member") return undefined;
	const { of } = callee;
	if ((of.k === "member" || of.k === "import") && of.name === "environ")
		return "os.environ";
	return of.k === "member" &&
		of.name === "env" &&
		of.of.k === "global" &&
		of.of.name === "Deno"
		? "Deno.env"
		: undefined;
}

/** For code that belongs to nothing: only used to see what an expression is. */
export const OPEN_WORLD: World = {
	scenario: "dev",
	runtime: "node",
	mode: "development",
	command: "serve",
	dev: undefined,
	env: (_, key) => ({
		state: "unsupplied",
		why: `nothing in this repository sets ${key}`,
	}),
};
