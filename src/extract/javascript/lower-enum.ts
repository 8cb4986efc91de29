import type { TSEnumDeclaration } from "oxc-parser";
import type { Expr, ObjectEntry } from "../../value/expr.js";
import type { Frame } from "./frame.js";
import { lowerExpression } from "./lower-expression.js";
import { isString, keySpan, spanOf, staticKey } from "./syntax.js";
import { unknown } from "./unit.js";
import { declare } from "./versions.js";

/** An enum is an object of its members; those without a value count up. */
export function lowerEnum(frame: Frame, node: TSEnumDeclaration): void {
	const binding = frame.scope.find(node.id.name);
	if (node.declare || !binding) return;
	let next: number | undefined = 0;
	const entries = node.body.members.map((member): ObjectEntry => {
		const at = spanOf(member);
		const name = isString(member.id)
			? member.id.value
			: (staticKey(member.id, false) ?? "");
		const value: Expr = member.initializer
			? lowerExpression(frame, member.initializer)
			: next === undefined
				? unknown(at, "follows a computed member")
				: { k: "scalar", at, value: next };
		next =
			value.k === "scalar" && typeof value.value === "number"
				? value.value + 1
				: undefined;
		return { key: name, keyAt: keySpan(member.id), value, at };
	});
	const at = spanOf(node);
	declare(frame, binding, { k: "object", at, entries }, at);
}
