import type { Alternative, Condition, Value } from "../value.js";

/** From this number on, unknown values are no longer kept apart. */
const CROWD = 8;

/**
 * Fewer alternatives that say the same: two equal values under the two sides
 * of one atom need neither; in a crowd, all that is unknown is one unknown.
 * Known values are never merged inexactly, since that would invent combinations.
 */
export function simplified(
	alternatives: readonly Alternative[],
): readonly Alternative[] {
	const merged = pairUp(alternatives);
	if (merged.length <= CROWD) return merged;
	const [first, ...more] = merged.filter((a) => a.value.v === "unknown");
	if (!first || more.length === 0) return merged;
	const any: Condition = {
		atom: `something unknown at ${keyOf(first.value)}`,
		is: "true",
		kind: "choice",
		at: first.value.v === "unknown" ? first.value.at : NOWHERE,
	};
	return [
		...merged.filter((a) => a.value.v !== "unknown"),
		{ ...first, when: new Map([[any.atom, any]]) },
	];
}

const NOWHERE = { file: "", span: [0, 0] } as const;

function pairUp(alternatives: readonly Alternative[]): readonly Alternative[] {
	const groups = new Map<string, Alternative[]>();
	for (const a of alternatives) {
		const key = keyOf(a.value);
		const group = groups.get(key);
		if (!group) groups.set(key, [a]);
		else if (!group.some((b, i) => replaceByUnion(group, i, a, b)))
			group.push(a);
	}
	return groups.size === alternatives.length
		? alternatives
		: [...groups.values()].flat();
}

/** Puts the union of two alternatives of one value in place of the first, if one condition set says it. */
function replaceByUnion(
	group: Alternative[],
	index: number,
	a: Alternative,
	b: Alternative,
): boolean {
	const when = unionOf(a.when, b.when);
	if (!when) return false;
	group[index] = { ...b, when };
	return true;
}

function unionOf(
	a: ReadonlyMap<string, Condition>,
	b: ReadonlyMap<string, Condition>,
): ReadonlyMap<string, Condition> | undefined {
	const [small, large] = a.size <= b.size ? [a, b] : [b, a];
	const contradicted: string[] = [];
	for (const [atom, condition] of small) {
		const other = large.get(atom);
		if (!other) return undefined;
		if (other.is !== condition.is) contradicted.push(atom);
	}
	if (contradicted.length === 0) return small;
	const [only] = contradicted;
	const boolean = new Set([a.get(only ?? "")?.is, b.get(only ?? "")?.is]);
	if (
		contradicted.length > 1 ||
		a.size !== b.size ||
		!boolean.has("true") ||
		!boolean.has("false")
	)
		return undefined;
	return new Map([...small].filter(([atom]) => atom !== only));
}

/** Equal keys: equal values, with the same provenance. */
function keyOf(value: Value): string {
	switch (value.v) {
		case "text":
			return `text ${value.text.segments
				.map((s) => {
					const { at } = s.origin;
					return `${s.hole ? `{${s.hole.kind} ${s.hole.name}}` : s.text}@${at.file}:${at.span[0]}`;
				})
				.join("|")}`;
		case "scalar":
			return `scalar ${String(value.value)}`;
		case "unknown":
			return `unknown ${value.at.file}:${value.at.span[0]}`;
		case "external":
			return `external ${value.name}`;
		case "module":
			return `module ${value.file}`;
		case "made":
			return `made ${value.made.site.file}:${value.made.site.span[0]}`;
		default:
			return `value ${identity(value)}`;
	}
}

const identities = new WeakMap<object, number>();
let nextIdentity = 0;

function identity(value: object): number {
	const known = identities.get(value) ?? nextIdentity++;
	identities.set(value, known);
	return known;
}
