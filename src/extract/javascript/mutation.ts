import type { CallExpression, Expression, MemberExpression } from "oxc-parser";
import { bare, isIdentifier, staticKey } from "./syntax.js";

/** A call that changes its receiver in place. */
export interface Mutation {
	/** What is changed: a name or `this.x`. */
	readonly receiver: Expression;
	/** `push`, `searchParams.set`, `Object.assign`. */
	readonly method: string;
	/** Whether only lists, maps and URL parameters have this method; `set` and `add` mean many things. */
	readonly certain: boolean;
}

const LIST_METHODS = new Set([
	"push",
	"unshift",
	"pop",
	"shift",
	"splice",
	"sort",
	"reverse",
	"fill",
]);
const COLLECTION_METHODS = new Set(["set", "append", "add", "delete", "clear"]);

/** `list.push(x)`, `url.searchParams.set(k, v)`, `Object.assign(options, more)`. */
export function mutationOf(call: CallExpression): Mutation | undefined {
	const callee = bare(call.callee);
	if (callee.type !== "MemberExpression") return undefined;
	const name = staticKey(callee.property, callee.computed);
	if (name === undefined) return undefined;
	const object = bare(callee.object);
	if (name === "assign" && isIdentifier(object) && object.name === "Object") {
		const [receiver] = call.arguments;
		return receiver && receiver.type !== "SpreadElement"
			? {
					receiver: bare(receiver),
					method: "Object.assign",
					certain: true,
				}
			: undefined;
	}
	if (
		COLLECTION_METHODS.has(name) &&
		object.type === "MemberExpression" &&
		staticKey(object.property, object.computed) === "searchParams"
	)
		return {
			receiver: bare(object.object),
			method: `searchParams.${name}`,
			certain: true,
		};
	if (LIST_METHODS.has(name))
		return { receiver: object, method: name, certain: true };
	if (COLLECTION_METHODS.has(name))
		return { receiver: object, method: name, certain: false };
	return undefined;
}

/** `root.a = …` or `root.a.b = …`: the members from the root outwards. */
export interface MemberTarget {
	readonly root: Expression;
	readonly path: readonly MemberExpression[];
}

/** Reads the target of a member assignment down to the name, or `this.x`, that it changes; deeper than two levels is not followed. */
export function memberTarget(
	target: MemberExpression,
): MemberTarget | undefined {
	const path: MemberExpression[] = [];
	let node: Expression = target;
	while (node.type === "MemberExpression" && path.length < 3) {
		path.unshift(node);
		node = bare(node.object);
	}
	const [field, ...rest] = path;
	if (node.type === "ThisExpression")
		return field && rest.length > 0 && rest.length <= 2
			? { root: field, path: rest }
			: undefined;
	return isIdentifier(node) && path.length <= 2
		? { root: node, path }
		: undefined;
}

/** `ws.onopen = …`: the slot of an event handler, which leaves the object what it was. */
export function isHandlerSlot({ path }: MemberTarget): boolean {
	const [member] = path;
	return (
		path.length === 1 &&
		member !== undefined &&
		/^on[a-z]+$/.test(staticKey(member.property, member.computed) ?? "")
	);
}
