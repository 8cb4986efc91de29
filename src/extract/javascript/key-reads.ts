import type { KeyRead } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import type { Binding } from "./scope.js";
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

/** `read?.trim()`, `parsePort(read, 3000)`: whoever wrote it knows that the value may be missing. */
export function noteProvidedFor(unit: Unit, value: Expr): void {
	const read = unit.keyReads.find(({ expr }) => expr === value);
	if (read?.use === "value") read.use = "fallback";
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

/** A name is declared as `value`: where that is a key's read, and nothing uses the name, the key is not read at all. */
export function noteHolder(unit: Unit, by: Binding, value: Expr): void {
	const read = unit.keyReads.at(-1);
	if (read && read.expr === value) unit.keyHolders.push({ read, by });
}

/** The key reads of a module without those whose value no code uses. */
export function usedKeyReads(unit: Unit): readonly KeyRead[] {
	const isModule =
		unit.imports.length > 0 || Object.keys(unit.exports).length > 0;
	const unused = new Set(
		unit.host.inMarkup || !isModule
			? []
			: unit.keyHolders.flatMap(({ read, by }) => (by.read ? [] : [read])),
	);
	return unused.size === 0
		? unit.keyReads
		: unit.keyReads.filter((read) => !unused.has(read));
}

const NO_KEYS: readonly string[] = [];
