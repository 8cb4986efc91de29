import type { Node } from "oxc-parser";
import { visitorKeys } from "oxc-parser";

/** TypeScript nodes that hold something which runs. */
const RUNS: ReadonlySet<string> = new Set([
	"TSAsExpression",
	"TSSatisfiesExpression",
	"TSTypeAssertion",
	"TSNonNullExpression",
	"TSInstantiationExpression",
	"TSParameterProperty",
	"TSExportAssignment",
	"TSEnumBody",
	"TSEnumMember",
]);

const TYPE_KEYS = new Set([
	"typeAnnotation",
	"typeArguments",
	"typeParameters",
	"returnType",
	"superTypeArguments",
	"implements",
]);

/** Children of each type of node, without those that only hold types. */
const RUNNING_KEYS: ReadonlyMap<string, readonly string[]> = new Map(
	Object.entries(visitorKeys).map(([type, keys]) => [
		type,
		keys.filter((key) => !TYPE_KEYS.has(key)),
	]),
);

/** Whether something in the node runs; types do not. */
export function runs(node: Node): boolean {
	return !node.type.startsWith("TS") || RUNS.has(node.type);
}

/** Calls `visit` with each child that may run, in source order. */
export function eachChild(node: Node, visit: (child: Node) => void): void {
	const children = node as unknown as Readonly<Record<string, unknown>>;
	for (const key of RUNNING_KEYS.get(node.type) ?? []) {
		const child = children[key];
		if (Array.isArray(child)) {
			for (const each of child as unknown[]) if (isNode(each)) visit(each);
		} else if (isNode(child)) visit(child);
	}
}

function isNode(value: unknown): value is Node {
	return typeof value === "object" && value !== null && "type" in value;
}
