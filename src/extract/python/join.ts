import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { define } from "./bindings.js";
import { changesSince, type Flow, versionIn } from "./flow.js";
import { type Reading, unknown } from "./reading.js";
import { assigningScope, exitFrom, type Version } from "./scope.js";
import { alsoHolds, and, choice, negation, type Test } from "./tests.js";

/** One branch of an `if` or `match` after it was lowered; the `else` has no test. */
export interface Arm {
	readonly test: Expr | undefined;
	readonly flow: Flow;
}

/** More alternatives than the evaluator follows are not told apart (32 per value). */
const MAX_CHOICES = 32;

/**
 * Joins the branches of an `if` chain into the current flow: a name that
 * differs becomes a `choice`. The last arm must be the one without a test.
 * Branches that ended leave their opposite behind as a test for what follows.
 */
export function joinArms(
	reading: Reading,
	arms: readonly Arm[],
	at: Span,
): void {
	const { scope } = reading;
	const alive = arms.filter((arm) => !arm.flow.ended);
	if (alive.length === 0) scope.flow.ended = true;
	const merged = alive.length === 0 ? arms : alive;
	const flows = merged.map((arm) => arm.flow);
	merge(reading, flows, at, (values, binding) =>
		values.length > MAX_CHOICES
			? { k: "any", at, of: values }
			: choose(
					binding.map((index) => merged[index]?.test),
					values,
					at,
				),
	);
	const told = arms.length <= MAX_CHOICES;
	if (told && alive.length > 0 && alive.length < arms.length) {
		scope.tests = afterExits(arms, scope.tests, exitFrom(scope));
	}
}

/** Joins flows of which any may have run (`try`, loops) into the current one. */
export function joinAny(
	reading: Reading,
	flows: readonly Flow[],
	at: Span,
): void {
	const alive = flows.filter((flow) => !flow.ended);
	if (alive.length === 0) reading.scope.flow.ended = true;
	merge(reading, alive.length === 0 ? flows : alive, at, (values) => ({
		k: "any",
		at,
		of: distinct(values),
	}));
}

/** A version that is one of several, told apart by `combine`; it becomes a definition when it is first read. */
export function joinedVersion(
	reading: Reading,
	name: string,
	versions: readonly Version[],
	at: Span,
	combine: (values: readonly Expr[]) => Expr,
): Version {
	const { fn } = assigningScope(reading.scope);
	const place = versions.at(-1)?.at ?? at;
	let def: number | undefined;
	return {
		kind: "join",
		at: place,
		read: (use) => {
			def ??= define(
				reading,
				fn,
				name,
				combine(versions.map((version) => version.read(version.at))),
				{ at: place, statement: at },
			);
			return { k: "ref", at: use, def, name };
		},
	};
}

/** `combine` gets the values of a name and the indices of the flows that bind it; the others would fail on a read. */
function merge(
	reading: Reading,
	flows: readonly Flow[],
	at: Span,
	combine: (values: readonly Expr[], binding: readonly number[]) => Expr,
): void {
	const { flow: target } = reading.scope;
	const branches = flows.map((flow) => changesSince(target, flow));
	const names = new Set(
		branches.flatMap((branch) => [...branch.versions.keys()]),
	);
	for (const name of names) {
		const bound = branches.flatMap((branch, index) => {
			const version = versionIn(branch, name);
			return version ? [{ version, index }] : [];
		});
		const versions = bound.map(({ version }) => version);
		const [first] = versions;
		if (!first) continue;
		const joined = versions.every((version) => version === first)
			? first
			: joinedVersion(reading, name, versions, at, (values) =>
					combine(
						values,
						bound.map(({ index }) => index),
					),
				);
		target.versions.set(name, joined);
	}
}

/** Flows that left a name alone read the same definition. */
function distinct(values: readonly Expr[]): readonly Expr[] {
	const seen = new Set<number>();
	return values.filter((value) => {
		if (value.k !== "ref") return true;
		const known = seen.has(value.def);
		seen.add(value.def);
		return !known;
	});
}

/** The value of the first test that holds; the last value needs none. */
function choose(
	tests: readonly (Expr | undefined)[],
	values: readonly Expr[],
	at: Span,
): Expr {
	return values.reduceRight((otherwise, then, index) => {
		const test = tests[index] ?? unknown(at, "a case without a condition");
		return choice(at, test, then, otherwise);
	});
}

/** What holds after branches of which some ended. */
function afterExits(
	arms: readonly Arm[],
	held: Test | undefined,
	how: ReturnType<typeof exitFrom>,
): Test | undefined {
	let tests = held;
	let skipped: Expr | undefined;
	for (const { test, flow } of arms) {
		if (flow.ended && (test || skipped)) {
			const taken = test ? and(skipped, test) : skipped;
			if (taken) tests = alsoHolds(tests, negation(taken), how);
		}
		if (!flow.ended && test) skipped = and(skipped, negation(test));
	}
	return tests;
}
