import type { Evaluator } from "../../../value/evaluator.js";
import type { Made, Value } from "../../../value/value.js";
import { pythonName } from "../foreign.js";
import type { Project, Projects } from "../project.js";
import { isJudged } from "../roles.js";
import type { FunctionRef } from "./required-query.js";

/** A call in Python code of the app itself. */
export interface PythonCall {
	readonly made: Made;
	readonly evaluator: Evaluator;
	readonly project: Project;
	/** The function it decorates. */
	readonly decorated: FunctionRef | undefined;
}

/** Calls whose callee's last name is `name`; tests, mocks and stories are left out. */
export function* pythonCalls(
	projects: Projects,
	name: string,
): Generator<PythonCall> {
	for (const { file, block, fact } of projects.sources.callsNamed(name)) {
		if (!file.endsWith(".py") || !isJudged(projects.sources, file)) continue;
		const project = projects.of(file);
		const fn = fact.decorates?.fn;
		yield {
			made: {
				site: { file, span: fact.call.at },
				call: fact.call,
				scope: { file, block },
			},
			evaluator: project.evaluator,
			project,
			decorated: fn === undefined ? undefined : { file, block, fn },
		};
	}
}

/** What the value before the dot was made by, where `name` (as `pythonName` gives it) matches. */
export function receiverMade(
	{ made, evaluator }: PythonCall,
	name: RegExp,
): Made | undefined {
	const { callee } = made.call;
	if (callee.k !== "member") return undefined;
	for (const { value } of evaluator.evaluate(callee.of, made.scope))
		if (value.v === "made" && name.test(pythonName(value.by)))
			return value.made;
	return undefined;
}

/** Whether the callee is the given external (`websockets#serve`). */
export function calls({ made, evaluator }: PythonCall, name: string): boolean {
	const is = (value: Value) =>
		value.v === "external" && pythonName(value.name) === name;
	return evaluator
		.evaluate(made.call.callee, made.scope)
		.some((a) => is(a.value));
}
