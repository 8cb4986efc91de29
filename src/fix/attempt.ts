import type { LintFinding, LintResult } from "../engine/result.js";
import { isUnreadable, overlay, type Tree } from "../tree/index.js";
import { applyEdits, CannotEdit } from "./edit.js";
import { type Edits, editsOf } from "./edits.js";
import { refuseEdits } from "./limits.js";
import { movedBy } from "./moves.js";
import { pairFindings } from "./same-finding.js";
import { type Selection, selectedFixes } from "./selection.js";
import { type Objection, objectionTo, type Repair } from "./verify.js";

/** A repair that brings up the next fault of the same socket may go on to repair that one, this far. */
const CHAIN = 3;

/** The project as far as it is repaired. */
export interface State {
	readonly base: Tree;
	/** Path → new text. */
	readonly texts: ReadonlyMap<string, string>;
	readonly tree: Tree;
	readonly result: LintResult;
	/** Findings that were asked to be repaired and still stand. */
	readonly wanted: ReadonlySet<LintFinding>;
	readonly applied: readonly Repair[];
}

/** A repair with the edits that make it. */
export interface Candidate extends Repair {
	readonly edits: Edits;
}

/** Repairs that were refused. */
export interface Failed {
	readonly objection: Objection;
	/** The project with the repairs that were refused. */
	readonly next: State;
}

/** Edits already made in a chain, with the repairs they belong to. */
interface Chain {
	readonly from: State;
	readonly steps: readonly Edits[];
	readonly repairs: readonly Repair[];
}

/** Makes repairs in memory, lints, and judges the result against `state`. */
export async function attempt(
	state: State,
	candidates: readonly Candidate[],
	chain: Chain = { from: state, steps: [], repairs: [] },
): Promise<State | Failed> {
	const edits = await together(candidates, chain.from);
	if (!edits)
		return {
			objection: { reason: "it stands in the way of another one", raised: [] },
			next: chain.from,
		};
	const texts = new Map(chain.from.texts);
	for (const [path, list] of edits)
		texts.set(path, applyEdits(textOf(chain.from.tree, path), list));
	const tree = overlay(state.base, texts);
	const result = await state.result.relint(tree);
	const moved = movedBy([...chain.steps, edits]);
	const repairs = [...chain.repairs, ...candidates];
	const pairs = pairFindings(state.result.findings, result.findings, moved);
	const next: State = {
		base: state.base,
		texts,
		tree,
		result,
		wanted: new Set([...state.wanted].flatMap((f) => pairs.get(f) ?? [])),
		applied: [...state.applied, ...repairs],
	};
	const objection = objectionTo({
		before: state.result,
		after: result,
		moved,
		repairs,
	});
	return objection ? { objection, next } : next;
}

/**
 * One repair; where it only brings up the next fault of the socket, with the
 * repair of that one, as a unit. The objection is that of the first.
 */
export async function chained(
	state: State,
	first: Candidate,
	selection: Selection,
): Promise<State | Failed> {
	const alone = await attempt(state, [first]);
	let outcome = alone;
	let last = first;
	let chain: Chain = { from: state, steps: [], repairs: [] };
	for (let length = 1; length < CHAIN && "objection" in outcome; length++) {
		const { objection, next } = outcome;
		const follower = await followUp(objection, next, selection);
		if (!follower) break;
		chain = {
			from: next,
			steps: [...chain.steps, last.edits],
			repairs: [...chain.repairs, last],
		};
		last = follower;
		outcome = await attempt(state, [follower], chain);
	}
	return "objection" in outcome ? alone : outcome;
}

async function followUp(
	{ raised }: Objection,
	{ tree }: State,
	selection: Selection,
): Promise<Candidate | undefined> {
	for (const finding of raised)
		for (const fix of selectedFixes(finding, selection)) {
			const candidate = await expressed(tree, { finding, fix });
			if ("edits" in candidate) return candidate;
		}
	return undefined;
}

/** The edits of a fix; a reason where it has none, or none that may be made. */
export async function expressed(
	tree: Tree,
	repair: Repair,
): Promise<Candidate | { readonly reason: string }> {
	try {
		const edits = await editsOf(repair.fix, tree);
		if (edits.size === 0) return { reason: "there is nothing to change" };
		refuseEdits(tree, edits);
		return { ...repair, edits };
	} catch (error) {
		if (error instanceof CannotEdit) return { reason: error.message };
		throw error;
	}
}

/** Edits of several repairs, made as those of one, so that lines for one place are put one below the other. */
async function together(
	candidates: readonly Candidate[],
	{ tree }: State,
): Promise<Edits | undefined> {
	const [only, ...others] = candidates;
	if (only && others.length === 0) return only.edits;
	const intents = candidates.flatMap(({ fix }) => fix.intents);
	try {
		return await editsOf({ title: "", safety: "safe", intents }, tree);
	} catch (error) {
		if (error instanceof CannotEdit) return undefined;
		throw error;
	}
}

/** Text of a file; "" where there is none. */
export function textOf(tree: Tree, path: string): string {
	const text = tree.readText(path);
	return isUnreadable(text) ? "" : text.text;
}
