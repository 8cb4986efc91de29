import type { Node, ParamPattern } from "oxc-parser";
import { isString, staticKey } from "./syntax.js";

/** Calls `found` with each identifier or member that a pattern assigns. */
export function eachTarget(pattern: Node, found: (target: Node) => void): void {
	switch (pattern.type) {
		case "ObjectPattern":
			for (const property of pattern.properties)
				eachTarget(
					property.type === "RestElement" ? property.argument : property.value,
					found,
				);
			return;
		case "ArrayPattern":
			for (const element of pattern.elements)
				if (element) eachTarget(element, found);
			return;
		case "AssignmentPattern":
			eachTarget(pattern.left, found);
			return;
		case "RestElement":
			eachTarget(pattern.argument, found);
			return;
		case "TSAsExpression":
		case "TSSatisfiesExpression":
		case "TSNonNullExpression":
		case "TSTypeAssertion":
			eachTarget(pattern.expression, found);
			return;
		default:
			found(pattern);
	}
}

/** The name in `import { x }` or `export { "x" }`. */
export function exportedName(node: Node): string {
	return isString(node) ? node.value : (staticKey(node, false) ?? "");
}

/** The pattern a parameter binds, without accessibility and rest. */
export function parameterPattern(param: ParamPattern): Node {
	if (param.type === "TSParameterProperty") return param.parameter;
	return param.type === "RestElement" ? param.argument : param;
}
