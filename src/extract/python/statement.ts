import type { Expr } from "../../value/expr.js";
import { type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import {
	assignmentStatement,
	augmentedAssignment,
	changeInPlace,
} from "./assignment.js";
import { ifStatement, matchStatement } from "./branches.js";
import { classDefinition } from "./class.js";
import { expression, expressions } from "./expression.js";
import { changesSince } from "./flow.js";
import { functionDefinition } from "./function.js";
import { importFrom, importModules } from "./imports.js";
import { forStatement, whileStatement } from "./loops.js";
import { type Reading, textOf, usedAs } from "./reading.js";
import { exitFrom } from "./scope.js";
import { alsoHolds, branchTest } from "./tests.js";
import { tryStatement } from "./try.js";
import { withStatement } from "./with.js";

/** Lowers the statements of a block, one after the other, into the current flow. */
export function block(reading: Reading, node: SyntaxNode | undefined): void {
	for (const child of node?.children ?? []) statement(reading, child);
}

/** Lowers one statement. */
export function statement(reading: Reading, node: SyntaxNode): void {
	const { scope } = reading;
	switch (node.type) {
		case "expression_statement":
			for (const child of node.children) expressionStatement(reading, child);
			return;
		case "function_definition":
			functionDefinition(reading, node, [], node);
			return;
		case "class_definition":
			classDefinition(reading, node, [], node);
			return;
		case "decorated_definition":
			decorated(reading, node);
			return;
		case "import_statement":
			importModules(reading, node);
			return;
		case "import_from_statement":
			importFrom(reading, node);
			return;
		case "if_statement":
			ifStatement(reading, node);
			return;
		case "match_statement":
			matchStatement(reading, node);
			return;
		case "for_statement":
			forStatement(reading, node);
			return;
		case "while_statement":
			whileStatement(reading, node);
			return;
		case "try_statement":
			tryStatement(reading, node);
			return;
		case "with_statement":
			withStatement(reading, node);
			return;
		case "return_statement":
			returnStatement(reading, node);
			return;
		case "raise_statement":
			expressions(reading, node);
			scope.flow.ended = true;
			return;
		case "break_statement":
		case "continue_statement":
			leaveLoop(reading, node.type === "break_statement");
			return;
		case "assert_statement":
			assertion(reading, node);
			return;
		case "block":
		case "ERROR":
			block(reading, node);
			return;
		case "global_statement":
		case "nonlocal_statement":
		case "future_import_statement":
		case "pass_statement":
		case "type_alias_statement":
			return;
		case "print_statement":
		case "exec_statement":
		case "delete_statement":
			expressions(reading, node);
			return;
		default:
			// What the parser left loose beside an error.
			expression(reading, node);
	}
}

function expressionStatement(reading: Reading, node: SyntaxNode): void {
	if (node.type === "assignment") assignmentStatement(reading, node);
	else if (node.type === "augmented_assignment") {
		augmentedAssignment(reading, node);
	} else {
		const value = expression(reading, node);
		if (node.type !== "call" || value.k !== "call") return;
		changeInPlace(reading, node, value);
		if (endsProcess(reading, node)) reading.scope.flow.ended = true;
	}
}

/** `sys.exit(…)`, `exit()`, `quit()`, `os._exit(…)`: nothing after them runs. */
function endsProcess(reading: Reading, call: SyntaxNode): boolean {
	const [callee] = call.children;
	return (
		callee !== undefined &&
		/^(?:sys\.exit|exit|quit|os\._exit)$/.test(textOf(reading, callee))
	);
}

function decorated(reading: Reading, node: SyntaxNode): void {
	const decorators = node.children.filter(({ type }) => type === "decorator");
	const definition = node.children.at(-1);
	if (definition?.type === "class_definition") {
		classDefinition(reading, definition, decorators, node);
	} else if (definition?.type === "function_definition") {
		functionDefinition(reading, definition, decorators, node);
	} else block(reading, node);
}

function returnStatement(reading: Reading, node: SyntaxNode): void {
	const { scope } = reading;
	const [value] = node.children;
	const test = branchTest(scope.tests, scope.base);
	const returned: Expr = value
		? expression(reading, value)
		: { k: "undefined", at: spanOf(node) };
	if (!scope.flow.ended) {
		scope.exits.push({
			value: returned,
			hedged: scope.hedges > 0,
			...(test ? { test } : {}),
		});
	}
	scope.flow.ended = true;
}

function leaveLoop(reading: Reading, breaks: boolean): void {
	const { flow, loops } = reading.scope;
	const loop = loops.at(-1);
	if (loop && !flow.ended) {
		const left = changesSince(loop.start, flow);
		(breaks ? loop.breaks : loop.continues).push(left);
	}
	flow.ended = true;
}

/** `assert test`: below it the test holds. */
function assertion(reading: Reading, node: SyntaxNode): void {
	const [condition, ...message] = node.children;
	const { scope } = reading;
	const test = usedAs(reading, "test", () => expression(reading, condition));
	for (const part of message) expression(reading, part);
	scope.tests = alsoHolds(scope.tests, test, exitFrom(scope));
}
