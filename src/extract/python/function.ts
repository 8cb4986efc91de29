import type { Parameter } from "../../facts/code.js";
import type { Expr } from "../../value/expr.js";
import { childOfType, type SyntaxNode, spanOf } from "../tree-sitter/syntax.js";
import { annotationOf } from "./annotation.js";
import { assignName } from "./bindings.js";
import { decoratorCall } from "./call.js";
import { expression, plain } from "./expression.js";
import {
	inScope,
	type OpenFunction,
	type Reading,
	textOf,
	usedAs,
} from "./reading.js";
import { returnedValue } from "./returns.js";
import { openScope, type Scope } from "./scope.js";
import { block } from "./statement.js";

/** The parts of a parameter list, with what each name means inside the body. */
interface Signature {
	readonly params: readonly Parameter[];
	/** `self` or `cls`, which is no parameter. */
	readonly receiver: SyntaxNode | undefined;
	/** Identifiers in the order of `params`. */
	readonly names: readonly (SyntaxNode | undefined)[];
}

/**
 * `def name(params): …`. The body is read when the scope around it is finished;
 * `whole` is the statement with its decorators.
 */
export function functionDefinition(
	reading: Reading,
	node: SyntaxNode,
	decorators: readonly SyntaxNode[],
	whole: SyntaxNode,
): void {
	const { scope } = reading;
	const index = reading.functions.length;
	const [identifier] = node.children;
	const name = identifier ? textOf(reading, identifier) : "";
	const body = childOfType(node, "block");
	const at = spanOf(node);
	const fact: OpenFunction = {
		name,
		at,
		body: body ? spanOf(body) : [node.end, node.end],
		params: [],
		returns: { k: "undefined", at },
		async: reading.text.startsWith("async", node.start),
		decorators: [],
		...(scope.cls === undefined ? {} : { cls: scope.cls }),
		...(scope.fn === undefined ? {} : { outer: scope.fn }),
	};
	reading.functions.push(fact);

	const words = decorators.map((decorator) =>
		textOf(reading, decorator)
			.replace(/^@\s*|\(.*/gs, "")
			.trim(),
	);
	const calls = decorators.map(({ children: [applied] }) =>
		applied?.type === "call"
			? decoratorCall(reading, applied, { fn: index })
			: void plain(reading, applied),
	);
	const isMethod = scope.cls !== undefined && !words.includes("staticmethod");
	const list = childOfType(node, "parameters");
	const signature = signatureOf(reading, list, isMethod);
	const open: OpenFunction = {
		...fact,
		params: signature.params,
		decorators: calls,
	};
	reading.functions[index] = open;

	const value: Expr = { k: "fn", at, fn: index };
	if (identifier) {
		const bound = { at: spanOf(identifier), statement: spanOf(whole) };
		if (scope.cls === undefined) assignName(reading, name, value, bound);
		else addMethod(reading, scope, name, words, index, value);
	}

	const inner = openScope("function", scope, {
		fn: index,
		names: reading.names.get(node),
	});
	bindParameters(reading, inner, signature, index);
	reading.later.push(() => {
		inScope(reading, inner, () => block(reading, body));
		open.returns = returnedValue(inner, open.body);
	});
}

/** `lambda params: value`, read where it stands. */
export function lambda(reading: Reading, node: SyntaxNode): Expr {
	const { scope } = reading;
	const at = spanOf(node);
	const index = reading.functions.length;
	const body = node.children.at(-1);
	const open: OpenFunction = {
		name: "",
		at,
		body: body ? spanOf(body) : at,
		params: [],
		returns: { k: "undefined", at },
		async: false,
		decorators: [],
		...(scope.fn === undefined ? {} : { outer: scope.fn }),
	};
	reading.functions.push(open);
	const list = childOfType(node, "lambda_parameters");
	const signature = signatureOf(reading, list, false);
	const inner = openScope("function", scope, { fn: index });
	bindParameters(reading, inner, signature, index);
	const returns = inScope(reading, inner, () =>
		usedAs(reading, "value", () => expression(reading, body)),
	);
	reading.functions[index] = { ...open, params: signature.params, returns };
	return { k: "fn", at, fn: index };
}

/** Properties are `get x`, their setters and deleters `set x`, `delete x`. */
function addMethod(
	reading: Reading,
	scope: Scope,
	name: string,
	decorators: readonly string[],
	fn: number,
	value: Expr,
): void {
	const prefix = decorators.some((word) => /(?:^|\.|_)property$/.test(word))
		? "get "
		: decorators.includes(`${name}.setter`)
			? "set "
			: decorators.includes(`${name}.deleter`)
				? "delete "
				: "";
	reading.classes[scope.cls ?? -1]?.methods.set(prefix + name, fn);
	scope.flow.versions.set(name, {
		kind: "value",
		at: value.at,
		read: (at) => ({ ...value, at }),
	});
}

function signatureOf(
	reading: Reading,
	list: SyntaxNode | undefined,
	isMethod: boolean,
): Signature {
	const nodes = (list?.children ?? []).filter(
		({ type }) => !type.endsWith("_separator") && type !== "ERROR",
	);
	const [first] = nodes;
	const receiver =
		isMethod &&
		(first?.type === "identifier" || first?.type === "typed_parameter")
			? first
			: undefined;
	const own = receiver ? nodes.slice(1) : nodes;
	return {
		params: own.map((node) => parameter(reading, node)),
		receiver: receiver && nameOf(receiver),
		names: own.map(nameOf),
	};
}

/** `at` is the whole parameter with its annotation, so calls in an annotation lie within it. */
function parameter(reading: Reading, node: SyntaxNode): Parameter {
	const identifier = nameOf(node);
	const hasDefault = node.type.endsWith("default_parameter");
	const type = childOfType(node, "type");
	const annotation = annotationOf(reading, type);
	const value = hasDefault ? plain(reading, node.children.at(-1)) : undefined;
	return {
		name: identifier ? textOf(reading, identifier) : "",
		at: spanOf(node),
		...(value ? { default: value } : {}),
		...(/^\*/.test(textOf(reading, node)) ? { rest: true } : {}),
		...(annotation === undefined ? {} : { annotation }),
	};
}

function nameOf(parameter: SyntaxNode): SyntaxNode | undefined {
	if (parameter.type === "identifier") return parameter;
	const [first] = parameter.children;
	if (first?.type === "identifier") return first;
	return first?.children.find((child) => child.type === "identifier");
}

function bindParameters(
	reading: Reading,
	inner: Scope,
	{ names, receiver }: Signature,
	fn: number,
): void {
	names.forEach((identifier, index) => {
		if (!identifier) return;
		inner.flow.versions.set(textOf(reading, identifier), {
			kind: "parameter",
			at: spanOf(identifier),
			read: (at) => ({ k: "param", at, fn, index }),
		});
	});
	const cls = inner.outer?.cls;
	if (!receiver || cls === undefined) return;
	inner.flow.versions.set(textOf(reading, receiver), {
		kind: "receiver",
		at: spanOf(receiver),
		read: (at) => ({ k: "this", at, cls }),
	});
}
