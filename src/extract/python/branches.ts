import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { assignName } from "./bindings.js";
import { expression } from "./expression.js";
import { fork } from "./flow.js";
import { type Arm, joinArms } from "./join.js";
import { assignedIn } from "./names.js";
import { type Reading, unknown, usedAs } from "./reading.js";
import { block } from "./statement.js";
import { alsoHolds, negation, type Test } from "./tests.js";

/** `if … elif … else`. */
export function ifStatement(reading: Reading, node: SyntaxNode): void {
	const [condition, body, ...clauses] = node.children;
	const chain = branchChain(reading, spanOf(node));
	chain.branch(() => testOf(reading, condition), body);
	for (const clause of clauses) {
		const [first, second] = clause.children;
		if (clause.type === "elif_clause") {
			chain.branch(() => testOf(reading, first), second);
		} else if (clause.type === "else_clause") chain.otherwise(first);
	}
	chain.join();
}

/** `match subject: case …`; patterns other than literals and names are tests of unknown truth. */
export function matchStatement(reading: Reading, node: SyntaxNode): void {
	const body = node.children.at(-1);
	const [first, ...more] = node.children.slice(0, -1);
	const subject = expression(reading, first);
	for (const part of more) expression(reading, part);
	const chain = branchChain(reading, spanOf(node));
	for (const clause of body?.children ?? []) {
		const patterns = clause.children.filter(
			({ type }) => type === "case_pattern",
		);
		const [pattern] = patterns;
		if (clause.type !== "case_clause" || !pattern) continue;
		const guard = childOfType(clause, "if_clause");
		const inside = childOfType(clause, "block");
		const captures = assignedIn(clause, reading.text);
		const always = patterns.length === 1 && !guard && isWildcard(pattern);
		if (always) {
			chain.otherwise(inside);
			break;
		}
		const test = patternTest(
			reading,
			subject,
			patterns.length === 1 ? pattern : undefined,
			spanOf(pattern),
		);
		chain.branch(() => {
			bindCaptures(reading, pattern, captures);
			return guard ? testOf(reading, guard.children[0], test) : test;
		}, inside);
	}
	chain.join();
}

/** Lowers the branches of a chain one by one, each under the opposite of the tests before it. */
function branchChain(reading: Reading, at: Span) {
	const { scope } = reading;
	const { flow, tests } = scope;
	const arms: Arm[] = [];
	let remaining: Test | undefined = tests;
	let complete = false;
	const run = (test: Expr | undefined, body: SyntaxNode | undefined): void => {
		const branch = fork(flow);
		branch.ended = flow.ended;
		scope.flow = branch;
		scope.tests = test ? alsoHolds(remaining, test) : remaining;
		block(reading, body);
		arms.push({ test, flow: branch });
		scope.flow = flow;
		scope.tests = tests;
		if (!test) return;
		// After a branch that left, the opposite of its test holds by the order of exits alone.
		const early = branch.ended;
		remaining = alsoHolds(remaining, negation(test), { early });
	};
	return {
		branch(test: () => Expr, body: SyntaxNode | undefined): void {
			scope.tests = remaining;
			const condition = test();
			scope.tests = tests;
			run(condition, body);
		},
		otherwise(body: SyntaxNode | undefined): void {
			complete = true;
			run(undefined, body);
		},
		join(): void {
			if (!complete) run(undefined, undefined);
			joinArms(reading, arms, at);
		},
	};
}

function testOf(
	reading: Reading,
	node: SyntaxNode | undefined,
	also?: Expr,
): Expr {
	const test = usedAs(reading, "test", () => expression(reading, node));
	return also
		? { k: "logic", at: test.at, op: "&&", left: also, right: test }
		: test;
}

function isWildcard(pattern: SyntaxNode): boolean {
	return pattern.children.length === 0 && pattern.end - pattern.start === 1;
}

function patternTest(
	reading: Reading,
	subject: Expr,
	pattern: SyntaxNode | undefined,
	at: Span,
): Expr {
	const [value] = pattern?.children ?? [];
	const options = value?.type === "union_pattern" ? value.children : [value];
	let test: Expr | undefined;
	for (const option of options) {
		if (!option || !LITERALS.has(option.type)) {
			return unknown(at, "a pattern that is not a literal");
		}
		const same: Expr = {
			k: "binary",
			at: spanOf(option),
			op: "==",
			left: subject,
			right: expression(reading, option),
		};
		test = test ? { k: "logic", at, op: "||", left: test, right: same } : same;
	}
	return test ?? unknown(at, "a pattern that is not a literal");
}

const LITERALS = new Set([
	"string",
	"concatenated_string",
	"integer",
	"float",
	"true",
	"false",
	"none",
]);

function bindCaptures(
	reading: Reading,
	pattern: SyntaxNode,
	names: ReadonlySet<string>,
): void {
	const at = spanOf(pattern);
	const value = unknown(at, "a value taken from a pattern");
	for (const name of names) {
		if (new RegExp(`\\b${name}\\b`).test(reading.text.slice(...at))) {
			assignName(reading, name, value, { at, statement: at });
		}
	}
}
