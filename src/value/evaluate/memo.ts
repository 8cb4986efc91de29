import type { Expr } from "../expr.js";
import type { Frame } from "../value.js";
import type { Alternatives } from "./alternatives.js";

interface Entry {
	readonly value: Alternatives;
	/** A bound cut it short at this call depth: good for no shallower one. */
	readonly fromDepth: number;
}

/** No evaluation under way is depended on. */
const INDEPENDENT = Number.POSITIVE_INFINITY;

/**
 * Memory of an evaluator. A value found inside a recursion depends on the
 * evaluation it recurs to and is remembered only once that one is complete
 * (the low-link rule of strongly connected components); a value cut short by a
 * bound is remembered for questions that are at least as deep.
 */
export class Memo {
	readonly #entries = new WeakMap<Expr, Map<Frame | undefined, Entry>>();
	readonly #levels = new Map<Expr, Map<Frame | undefined, number>>();
	readonly #saved: { readonly lowest: number; readonly cut: boolean }[] = [];
	#lowest = INDEPENDENT;
	#cut = false;

	/** Evaluations under way. */
	get level(): number {
		return this.#saved.length;
	}

	get idle(): boolean {
		return this.#saved.length === 0;
	}

	get(
		expr: Expr,
		frame: Frame | undefined,
		depth: number,
	): Alternatives | undefined {
		const entry = this.#entries.get(expr)?.get(frame);
		if (!entry || depth < entry.fromDepth) return undefined;
		if (entry.fromDepth > 0) this.#cut = true;
		return entry.value;
	}

	/** Begins an evaluation; `busy` when it is already under way, which the asker then depends on. */
	enter(expr: Expr, frame: Frame | undefined): "begun" | "busy" {
		const levels =
			this.#levels.get(expr) ?? new Map<Frame | undefined, number>();
		this.#levels.set(expr, levels);
		const busy = levels.get(frame);
		if (busy !== undefined) {
			this.dependOn(busy);
			return "busy";
		}
		levels.set(frame, this.level);
		this.#saved.push({ lowest: this.#lowest, cut: this.#cut });
		this.#lowest = INDEPENDENT;
		this.#cut = false;
		return "begun";
	}

	/** Ends the innermost evaluation; without a value (it threw) nothing is remembered. */
	leave(
		expr: Expr,
		frame: Frame | undefined,
		depth: number,
		value: Alternatives | undefined,
	): void {
		const outer = this.#saved.pop();
		this.#levels.get(expr)?.delete(frame);
		const own = this.level;
		const complete = this.#lowest >= own;
		if (value && complete) {
			const byFrame =
				this.#entries.get(expr) ?? new Map<Frame | undefined, Entry>();
			byFrame.set(frame, { value, fromDepth: this.#cut ? depth : 0 });
			this.#entries.set(expr, byFrame);
		}
		this.#lowest = Math.min(
			outer?.lowest ?? INDEPENDENT,
			complete ? INDEPENDENT : this.#lowest,
		);
		this.#cut ||= outer?.cut ?? false;
	}

	/** The evaluations under way down to `level` depend on that one. */
	dependOn(level: number): void {
		this.#lowest = Math.min(this.#lowest, level);
	}

	/** Marks what is under way as cut short by a bound. */
	cut(value: Alternatives): Alternatives {
		this.#cut = true;
		return value;
	}
}
