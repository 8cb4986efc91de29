import type { LintFinding, LintResult } from "../engine/result.js";
import type { Safety } from "../rule/finding.js";
import { isUnreadable, overlay, type Tree } from "../tree/index.js";
import { applyEdits, CannotEdit, collide } from "./edit.js";
import { type Edits, editsOf } from "./edits.js";
import { movedBy } from "./moves.js";
import { pairFindings } from "./same-finding.js";
import { type Selection, selectedFixes } from "./selection.js";
import { forbidden } from "./targets.js";
import { type Objection, objectionTo, type Repair } from "./verify.js";

export type PlanOptions = Selection;

/** Verified repairs, all of them in memory: what would be written, and what was not kept. */
export interface Plan {
	/** The linted root, absolute. */
	readonly root: string;
	/** Path → whole new text of every file that changes; in the order of the paths. */
	readonly files: ReadonlyMap<string, string>;
	/** Path → text that the plan was made from; a file that is created has none. */
	readonly originals: ReadonlyMap<string, string>;
	/** The project with the repairs. */
	readonly tree: Tree;
	readonly applied: readonly Applied[];
	/** Fixes that were tried and not kept. */
	readonly dropped: readonly Dropped[];
}

export interface Applied {
	readonly rule: string;
	readonly title: string;
	readonly safety: Safety;
	readonly finding: LintFinding;
}

export interface Dropped {
	readonly rule: string;
	readonly title: string;
	/** Reads on after the title. */
	readonly reason: string;
}

/** A fix that stands in the way of another one is planned anew in the next round, on the edited project. */
const ROUNDS = 10;
/** A repair that brings up the next fault of the same socket goes on to repair that one too, this far. */
const CHAIN = 3;

/**
 * Plans the repairs of a result's findings. Each is made in memory, linted there
 * and kept only when it verifies; nothing is written. Repairs that do not touch
 * each other are verified together, and one by one where that fails.
 */
export async function planFixes(
	result: LintResult,
	selection: PlanOptions = {},
): Promise<Plan> {
	const base = result.tree;
	if (!result.findings.some((f) => selectedFixes(f, selection).length > 0))
		return planOf(base, base, [], []);
	// Linted whole: paths that narrowed the report narrow what is repaired, not what is compared.
	const whole = await result.relint(base);
	const unmoved = movedBy([]);
	const asked = pairFindings(result.findings, whole.findings, unmoved);
	let state: State = {
		tree: base,
		result: whole,
		wanted: new Set(asked.values()),
		applied: [],
	};
	const dropped = new Map<string, Dropped>();
	for (let round = 0; round < ROUNDS; round++) {
		const before = state;
		for (const safety of TIERS)
			state = await repairAll(state, safety, selection, dropped);
		if (state === before) break;
	}
	const kept = new Set(state.applied.map(keyOf));
	return planOf(
		base,
		state.tree,
		state.applied,
		[...dropped].flatMap(([key, drop]) => (kept.has(key) ? [] : [drop])),
	);
}

/** Safe repairs are verified among themselves, so that none hides behind one that may change behaviour. */
const TIERS: readonly (readonly Safety[])[] = [["safe"], ["unsafe", "suggest"]];

interface State {
	readonly tree: Tree;
	readonly result: LintResult;
	/** Findings that were asked to be repaired and still stand. */
	readonly wanted: ReadonlySet<LintFinding>;
	readonly applied: readonly Applied[];
}

interface Candidate extends Repair {
	readonly edits: Edits;
}

async function repairAll(
	state: State,
	tier: readonly Safety[],
	selection: Selection,
	dropped: Map<string, Dropped>,
): Promise<State> {
	const candidates: Candidate[] = [];
	const waiting = new Map<LintFinding, Repair[]>();
	for (const finding of state.wanted) {
		const repairs = selectedFixes(finding, selection)
			.filter((fix) => tier.includes(fix.safety))
			.map((fix) => ({ finding, fix }));
		const [candidate, ...others] = await expressed(state.tree, repairs, dropped);
		const isFree =
			candidate && !candidates.some((c) => inTheWay(c.edits, candidate.edits));
		if (!isFree) continue;
		candidates.push(candidate);
		waiting.set(finding, others);
	}
	if (candidates.length === 0) return state;
	const together = await attempt(state, candidates);
	if ("state" in together) return together.state;

	let now = state;
	for (const candidate of candidates) {
		const moved = now === state ? candidate : await again(now, candidate);
		for (const choice of [moved, ...(waiting.get(candidate.finding) ?? [])]) {
			const current = choice && (await again(now, choice));
			if (!current) continue;
			const outcome = await chained(now, [current], selection);
			if ("state" in outcome) {
				now = outcome.state;
				break;
			}
			dropped.set(keyOf(dropOf(current, "")), dropOf(current, outcome.reason));
		}
	}
	return now;
}
