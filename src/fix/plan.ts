import type { LintFinding, LintResult } from "../engine/result.js";
import type { Safety } from "../rule/finding.js";
import { isEnvName } from "../tree/env-name.js";
import { nameOf, type Tree } from "../tree/index.js";
import {
	attempt,
	type Candidate,
	chained,
	expressed,
	type State,
	textOf,
} from "./attempt.js";
import { collide, type TextEdit } from "./edit.js";
import { movedBy } from "./moves.js";
import { pairFindings } from "./same-finding.js";
import { type Selection, selectedFixes } from "./selection.js";
import type { Repair } from "./verify.js";

export type PlanOptions = Selection;

/** Verified repairs, all of them in memory: what would be written, and what was not kept. */
export interface Plan {
	/** The linted root, absolute. */
	readonly root: string;
	/** Path → whole new text of every file that changes, in the order of the paths. */
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
}

export interface Dropped {
	readonly rule: string;
	readonly title: string;
	/** Reads on after the title. */
	readonly reason: string;
}

/** What was dropped is tried again on the edited project, this often. */
const ROUNDS = 10;
/** Repairs that change behaviour come last, so that the safe ones are judged by what they do themselves. */
const TIERS: readonly (readonly Safety[])[] = [["safe"], ["unsafe", "suggest"]];

/**
 * Plans the repairs of a result's findings. Each is made in memory, linted there
 * and kept only when it verifies; nothing is written. Of repairs that touch each
 * other the first is made first, the other one planned anew on the result.
 */
export async function planFixes(
	result: LintResult,
	selection: PlanOptions = {},
): Promise<Plan> {
	const dropped = new Map<string, Dropped>();
	let state = await startOn(result, selection);
	for (let round = 0; round < ROUNDS; round++) {
		const before = state;
		const failed = new Set<string>();
		for (const tier of TIERS)
			state = await repairTier(state, { selection, tier, failed, dropped });
		if (state === before) break;
	}
	return planOf(state, dropped);
}

interface Pass {
	readonly selection: Selection;
	readonly tier: readonly Safety[];
	/** Repairs that failed in this round. */
	readonly failed: Set<string>;
	readonly dropped: Map<string, Dropped>;
}

/** Linted whole: paths that narrow the report narrow what is repaired, not what is compared. */
async function startOn(
	result: LintResult,
	selection: Selection,
): Promise<State> {
	const base = result.tree;
	const isNeeded = result.findings.some(
		(finding) => selectedFixes(finding, selection).length > 0,
	);
	const whole = result.whole
		? { ...result, findings: result.whole }
		: isNeeded
			? await result.relint(base)
			: result;
	const asked = pairFindings(result.findings, whole.findings, movedBy([]));
	return {
		base,
		texts: new Map(),
		tree: base,
		result: whole,
		wanted: new Set(asked.values()),
		applied: [],
	};
}

/** Tries candidates together, and fewer of them each time that fails, down to the one that is dropped. */
async function repairTier(start: State, pass: Pass): Promise<State> {
	let state = start;
	let most = Number.POSITIVE_INFINITY;
	for (;;) {
		const candidates = (await candidatesIn(state, pass)).slice(0, most);
		const [only] = candidates;
		if (!only) return state;
		const outcome =
			candidates.length === 1
				? await chained(state, only, pass.selection)
				: await attempt(state, candidates);
		if ("applied" in outcome) {
			state = outcome;
			most *= 2;
		} else if (candidates.length > 1) most = Math.ceil(candidates.length / 2);
		else {
			drop(only, outcome.objection.reason, pass);
			most = Number.POSITIVE_INFINITY;
		}
	}
}

/** For each finding the first of its fixes that has not failed, where it does not touch one before it. */
async function candidatesIn(state: State, pass: Pass): Promise<Candidate[]> {
	const candidates: Candidate[] = [];
	for (const finding of state.wanted) {
		const candidate = await candidateFor(state, finding, pass);
		if (candidate && !candidates.some((c) => inTheWay(state, c, candidate)))
			candidates.push(candidate);
	}
	return candidates;
}

async function candidateFor(
	state: State,
	finding: LintFinding,
	pass: Pass,
): Promise<Candidate | undefined> {
	for (const fix of selectedFixes(finding, pass.selection)) {
		const repair = { finding, fix };
		if (!pass.tier.includes(fix.safety) || pass.failed.has(keyOf(repair)))
			continue;
		const candidate = await expressed(state.tree, repair);
		if ("edits" in candidate) return candidate;
		drop(repair, candidate.reason, pass);
	}
	return undefined;
}

/** Whether two repairs touch each other's text, or set the same key. New lines at the end of an env file do not touch. */
function inTheWay({ tree }: State, a: Candidate, b: Candidate): boolean {
	const keys = new Set(keysSetBy(a));
	if (keysSetBy(b).some((key) => keys.has(key))) return true;
	return [...a.edits].some(([file, edits]) => {
		const end = isEnvName(nameOf(file)) ? textOf(tree, file).length : undefined;
		const inside = (list: readonly TextEdit[]) =>
			list.filter((edit) => edit.start !== end);
		return collide(inside(edits), inside(b.edits.get(file) ?? []));
	});
}

function keysSetBy({ fix }: Repair): readonly string[] {
	return fix.intents.flatMap((intent) =>
		intent.do === "set-env" ? [`${intent.file} ${intent.key}`] : [],
	);
}

function drop(repair: Repair, reason: string, pass: Pass): void {
	const { finding, fix } = repair;
	pass.failed.add(keyOf(repair));
	pass.dropped.set(labelOf(repair), {
		rule: finding.rule,
		title: fix.title,
		reason,
	});
}

function labelOf({ finding, fix }: Repair): string {
	return JSON.stringify([finding.fingerprint, fix.title]);
}

/** A fix may be tried as a safe and as an unsafe one. */
function keyOf(repair: Repair): string {
	return `${repair.fix.safety} ${labelOf(repair)}`;
}

/** What was dropped in one round may have been made in a later one; a file that became what it was does not change. */
function planOf(state: State, dropped: ReadonlyMap<string, Dropped>): Plan {
	const { base, texts, tree, applied } = state;
	const originals = new Map<string, string>();
	const files = new Map<string, string>();
	for (const path of [...texts.keys()].sort()) {
		const text = texts.get(path) ?? "";
		if (base.has(path)) {
			const before = textOf(base, path);
			if (before === text) continue;
			originals.set(path, before);
		}
		files.set(path, text);
	}
	const made = new Set(applied.map(labelOf));
	return {
		root: base.root,
		files,
		originals,
		tree,
		applied: applied.map(({ finding, fix }) => ({
			rule: finding.rule,
			title: fix.title,
			safety: fix.safety,
		})),
		dropped: [...dropped].flatMap(([name, drop]) =>
			made.has(name) ? [] : [drop],
		),
	};
}
