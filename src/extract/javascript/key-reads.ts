import type { KeyRead } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import type { Unit } from "./unit.js";

const ALL_CAPS = /^[A-Z][A-Z0-9_]+$/;

/** Records `of.KEY` or `of["KEY"]` when the key is in capitals and has an underscore, or is read from something called `env`. */
export function recordKeyRead(
	frame: Frame,
	expr: Expr,
	of: Expr,
	key: string,
	keyAt: Span,
): void {
	if (!ALL_CAPS.test(key) || !(key.includes("_") || isEnv(of))) return;
	const { unit, fn, guard } = frame;
	unit.keyReads.push({
		expr,
		key,
		keyAt,
		use: guard?.keys.includes(key) ? "fallback" : "value",
		...(fn === undefined ? {} : { fn }),
		...(guard && { guard: guard.test }),
	});
}

function isEnv(of: Expr): boolean {
	return "name" in of && (of.name === "env" || of.name.endsWith(".env"));
}

/** Where the key reads of the next expressions will begin. */
export function keyReadMark(unit: Unit): number {
	return unit.keyReads.length;
}

/** Key reads since `mark` are used so, unless something nearer to them decided already. */
export function markUse(
	unit: Unit,
	mark: number,
	use: KeyRead["use"],
): readonly string[] {
	if (mark === unit.keyReads.length) return NO_KEYS;
	const reads = unit.keyReads.slice(mark);
	for (const read of reads) if (read.use === "value") read.use = use;
	return reads.map((read) => read.key);
}

/** The read since `mark` that is the whole left side of `||` or `??`: what stands on the right takes its place. */
export function noteOtherwise(
	unit: Unit,
	mark: number,
	left: Expr,
	right: Expr,
): void {
	for (let i = mark; i < unit.keyReads.length; i++) {
		const read = unit.keyReads[i];
		if (read?.expr === left) read.otherwise = right;
	}
}

const NO_KEYS: readonly string[] = [];
