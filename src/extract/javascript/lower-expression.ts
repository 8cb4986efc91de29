import type {
	Expression,
	ImportExpression,
	MemberExpression,
	SpreadElement,
	TemplateElement,
	TemplateLiteral,
} from "oxc-parser";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { noteProvidedFor, recordKeyRead } from "./key-reads.js";
import { lowerAssignment, lowerUpdate } from "./lower-assignment.js";
import {
	lowerCall,
	lowerNew,
	lowerTaggedTemplate,
	recordPause,
} from "./lower-call.js";
import { classExpression } from "./lower-class.js";
import { functionExpression } from "./lower-function.js";
import { lowerMarkup } from "./lower-jsx.js";
import { lowerArray, lowerObject } from "./lower-object.js";
import {
	lowerBinary,
	lowerConditional,
	lowerLogical,
	lowerUnary,
} from "./lower-operator.js";
import { bare, isString, keySpan, spanOf, staticKey } from "./syntax.js";
import { MAX_DEPTH, unknown } from "./unit.js";
import { readName } from "./versions.js";

/**
 * The value of an expression where the frame stands. Effects happen on the
 * way: calls are recorded, assignments make versions. A function or class
 * without a name of its own gets `name`.
 */
export function lowerExpression(
	frame: Frame,
	node: Expression,
	name = "",
): Expr {
	const { unit } = frame;
	if (unit.depth >= MAX_DEPTH)
		return unknown(spanOf(node), "nested too deeply");
	unit.depth++;
	const value = lower(frame, node, name);
	unit.depth--;
	return value;
}

function lower(frame: Frame, node: Expression, name: string): Expr {
	const at = spanOf(node);
	switch (node.type) {
		case "Identifier":
			return readName(frame, node.name, at);
		case "Literal":
			return lowerLiteral(frame, node);
		case "TemplateLiteral":
			return lowerTemplate(frame, node);
		case "MemberExpression":
			return lowerMember(frame, node);
		case "CallExpression":
			return lowerCall(frame, node);
		case "NewExpression":
			return lowerNew(frame, node);
		case "TaggedTemplateExpression":
			return lowerTaggedTemplate(frame, node);
		case "ParenthesizedExpression":
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSTypeAssertion":
		case "TSNonNullExpression":
		case "TSInstantiationExpression":
		case "ChainExpression":
			return lowerExpression(frame, node.expression, name);
		case "AwaitExpression": {
			const awaited = lowerExpression(frame, node.argument);
			recordPause(frame, at, spanOf(bare(node.argument)));
			return awaited;
		}
		case "ArrowFunctionExpression":
		case "FunctionExpression":
		case "FunctionDeclaration":
			return functionExpression(frame, node, name);
		case "ClassExpression":
		case "ClassDeclaration":
			return classExpression(frame, node, name);
		case "ConditionalExpression":
			return lowerConditional(frame, node);
		case "LogicalExpression":
			return lowerLogical(frame, node);
		case "BinaryExpression":
			return lowerBinary(frame, node);
		case "UnaryExpression":
			return lowerUnary(frame, node);
		case "UpdateExpression":
			return lowerUpdate(frame, node);
		case "AssignmentExpression":
			return lowerAssignment(frame, node);
		case "SequenceExpression":
			return node.expressions.reduce<Expr>(
				(_, each) => lowerExpression(frame, each),
				{ k: "undefined", at },
			);
		case "ArrayExpression":
			return lowerArray(frame, node);
		case "ObjectExpression":
			return lowerObject(frame, node);
		case "ThisExpression":
			return lowerThis(frame, at);
		case "Super":
			return unknown(at, "the base class's own member");
		case "MetaProperty":
			return node.meta.name === "import"
				? { k: "global", at, name: "import.meta" }
				: unknown(at, "`new.target`");
		case "ImportExpression":
			return lowerImport(frame, node);
		case "YieldExpression":
			if (node.argument) lowerExpression(frame, node.argument);
			recordPause(frame, at, node.argument ? spanOf(node.argument) : at);
			return unknown(at, "what the caller of a generator sends");
		case "JSXElement":
		case "JSXFragment":
			return lowerMarkup(frame, node);
		default:
			return unknown(at, "is not read");
	}
}

/** The value of an array element or argument: `...x` stays a spread. */
export function lowerItem(
	frame: Frame,
	node: Expression | SpreadElement,
): Expr {
	return node.type === "SpreadElement"
		? {
				k: "spread",
				at: spanOf(node),
				of: lowerExpression(frame, node.argument),
			}
		: lowerExpression(frame, node);
}

function lowerLiteral(
	frame: Frame,
	node: Extract<Expression, { type: "Literal" }>,
): Expr {
	const at = spanOf(node);
	if (isString(node)) return textOf(frame, at, node.value);
	if ("regex" in node)
		return {
			k: "regex",
			at,
			source: node.regex.pattern,
			flags: node.regex.flags,
		};
	const { value } = node;
	return typeof value === "bigint"
		? { k: "scalar", at, value: Number(value) }
		: { k: "scalar", at, value };
}

/** A template without expressions is a text covering its backticks; otherwise each run of text covers itself alone. */
export function lowerTemplate(frame: Frame, node: TemplateLiteral): Expr {
	const at = spanOf(node);
	const parts: Expr[] = [];
	for (const [i, quasi] of node.quasis.entries()) {
		const value = quasi.value.cooked ?? quasi.value.raw;
		if (node.expressions.length === 0) return textOf(frame, at, value);
		if (value !== "")
			parts.push(textOf(frame, textOfQuasi(frame, quasi), value));
		const hole = node.expressions[i];
		if (hole) parts.push(lowerExpression(frame, hole));
	}
	return { k: "concat", at, parts };
}

/** The text alone, whatever the parser counts into it. */
function textOfQuasi({ unit }: Frame, quasi: TemplateElement): Span {
	return unit.delimitedQuasis
		? [quasi.start + 1, quasi.end - (quasi.tail ? 1 : 2)]
		: spanOf(quasi);
}

function textOf({ unit }: Frame, at: Span, value: string): Expr {
	return unit.host.templated && /\{\{|\{%|<%/.test(value)
		? unknown(at, "filled in by the server's template")
		: { k: "text", at, value };
}

function lowerMember(frame: Frame, node: MemberExpression): Expr {
	const of = lowerExpression(frame, node.object);
	if (node.optional) noteProvidedFor(frame.unit, of);
	const at = spanOf(node);
	const nameAt = keySpan(node.property);
	const name = staticKey(node.property, node.computed);
	if (node.property.type === "PrivateIdentifier")
		return { k: "member", at, of, name: `#${node.property.name}`, nameAt };
	if (name === undefined)
		return { k: "index", at, of, key: lowerExpression(frame, node.property) };
	const numbered =
		node.property.type === "Literal" && typeof node.property.value === "number";
	const expr: Expr = numbered
		? {
				k: "index",
				at,
				of,
				key: { k: "scalar", at: nameAt, value: Number(name) },
			}
		: { k: "member", at, of, name, nameAt };
	recordKeyRead(frame, expr, of, name, nameAt);
	return expr;
}

function lowerThis({ receiver }: Frame, at: Span): Expr {
	if (receiver.k === "class") return { k: "this", at, cls: receiver.cls };
	return unknown(
		at,
		receiver.k === "object"
			? "receiver of an object method"
			: "`this` outside a class",
	);
}

function lowerImport(frame: Frame, node: ImportExpression): Expr {
	const at = spanOf(node);
	const from = node.source;
	if (!isString(from)) {
		lowerExpression(frame, from);
		return unknown(at, "imports a module whose name is computed");
	}
	frame.unit.imports.push({
		from: from.value,
		at,
		fromAt: spanOf(from),
		names: ["*"],
		typeOnly: false,
		dynamic: true,
	});
	return { k: "import", at, from: from.value, name: "*" };
}
