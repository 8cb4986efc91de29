import type { ClassFact, Code, FieldFact } from "../../../facts/code.js";
import type { Place } from "../../../facts/place.js";
import type {
	Evaluator,
	Intrinsics,
	Program,
} from "../../../value/evaluator.js";
import type { Expr } from "../../../value/expr.js";
import { Text } from "../../../value/text.js";
import type { Alternative, Value } from "../../../value/value.js";
import { pythonName } from "../foreign.js";

/**
 * Knowledge of pydantic settings for the evaluator: a field of an object whose
 * class derives from `BaseSettings` is read from the environment first and has
 * its default otherwise.
 */
export function settingsIntrinsics(program: Program): Intrinsics {
	return {
		property: (of, name, at, evaluator) =>
			of.v === "instance"
				? settingsField(program, of, name, at, evaluator)
				: undefined,
	};
}

type Instance = Extract<Value, { v: "instance" }>;
type ClassRef = {
	readonly file: string;
	readonly block: number;
	readonly cls: number;
};

interface Declared extends ClassRef {
	readonly fact: ClassFact;
	readonly code: Code;
}

/** Alternatives of one field; undefined when it is no settings field, so that plain rules apply. */
function settingsField(
	program: Program,
	of: Instance,
	name: string,
	at: Place,
	evaluator: Evaluator,
): readonly Alternative[] | undefined {
	const family = lineage(program, of, evaluator);
	if (!family.settings) return undefined;
	for (const declared of family.classes) {
		const field = declared.fact.fields.find(
			(f) => f.name === name && f.fn === undefined && (f.value ?? f.annotation),
		);
		if (!field) continue;
		if (Object.hasOwn(declared.fact.methods, name)) return undefined;
		return fieldAlternatives(declared, field, family.classes, at, evaluator);
	}
	return undefined;
}

/** The class and its bases in this repository, and whether pydantic's `BaseSettings` is among them. */
function lineage(
	program: Program,
	of: ClassRef,
	evaluator: Evaluator,
	depth = 0,
): { readonly settings: boolean; readonly classes: readonly Declared[] } {
	const code = program.code(of.file)[of.block];
	const fact = code?.classes[of.cls];
	if (!code || !fact || depth > 5) return { settings: false, classes: [] };
	const classes: Declared[] = [{ ...of, fact, code }];
	let settings = false;
	for (const base of fact.bases)
		for (const { value } of evaluator.evaluate(base, {
			file: of.file,
			block: of.block,
		})) {
			if (
				value.v === "external" &&
				/^pydantic(?:_settings)?#BaseSettings$/.test(pythonName(value.name))
			)
				settings = true;
			if (value.v === "class") {
				const above = lineage(program, value, evaluator, depth + 1);
				settings ||= above.settings;
				classes.push(...above.classes);
			}
		}
	return { settings, classes };
}

function fieldAlternatives(
	declared: Declared,
	field: FieldFact,
	family: readonly Declared[],
	at: Place,
	evaluator: Evaluator,
): readonly Alternative[] {
	const scope = { file: declared.file, block: declared.block };
	const list = /\b(?:list|set|tuple|sequence|frozenset)\b/i.test(
		field.annotation ?? "",
	);
	const shape = (alternatives: readonly Alternative[]) =>
		list
			? alternatives.map((a) => ({ ...a, value: asList(a.value, at) }))
			: alternatives;
	const options = fieldCall(field.value);
	const fallback = defaultOf(field, options);
	const defaults = (): readonly Alternative[] =>
		fallback
			? shape(
					evaluator.evaluate(fallback, scope).map((a) => ({
						...a,
						steps: [
							{
								at: { file: declared.file, span: field.at },
								label: `default of ${field.name}`,
							},
							...a.steps,
						],
					})),
				)
			: [];
	const names = environmentNames(field, options, family);
	const step = { at, label: `setting ${names[0] ?? field.name}` };
	let why = "";
	let unset = false;
	for (const name of names) {
		const answer = evaluator.world.env("os.environ", name, declared.file);
		if (answer.state === "set")
			return shape([
				{
					value: { v: "text", text: answer.text },
					when: new Map(),
					steps: [step],
				},
			]);
		why = answer.why;
		unset ||= answer.state === "unset";
	}
	const key = names[0] ?? field.name;
	const hole: Value = {
		v: "text",
		text: Text.hole(
			{ kind: "env", name: key, reason: why },
			{ kind: "env", key, at, read: at },
		),
	};
	const found = defaults();
	if (unset && found.length > 0) return found;
	const open: Value = list
		? { v: "unknown", reason: why || `${key} comes from the environment`, at }
		: hole;
	const condition = (is: boolean) =>
		({ atom: `env ${key} set`, is: String(is), kind: "env", at }) as const;
	const under = (a: Alternative, is: boolean): Alternative => ({
		...a,
		when: new Map([...a.when, [condition(is).atom, condition(is)]]),
	});
	return [
		under({ value: open, when: new Map(), steps: [step] }, true),
		...found.map((a) => under(a, false)),
	];
}

/** The call of `Field(…)` that describes a field. */
function fieldCall(value: Expr | undefined) {
	return value?.k === "call" && /^Field$/.test(lastName(value.callee))
		? value
		: undefined;
}

function lastName(callee: Expr): string {
	return callee.k === "member" ||
		callee.k === "import" ||
		callee.k === "ref" ||
		callee.k === "global"
		? callee.name
		: "";
}

function defaultOf(
	field: FieldFact,
	options: ReturnType<typeof fieldCall>,
): Expr | undefined {
	if (!options) return field.value;
	const factory = options.named?.default_factory;
	if (factory) {
		const list = factory.k === "global" && factory.name === "list";
		return list
			? { k: "array", at: factory.at, items: [] }
			: { k: "call", at: factory.at, callee: factory, args: [], form: "call" };
	}
	const first = options.named?.default ?? options.args[0];
	const required =
		first === undefined ||
		(first.k === "global" && /^(?:\.\.\.|Ellipsis)$/.test(first.name)) ||
		first.k === "unknown";
	return required ? undefined : first;
}

/** Names pydantic looks a field up under, in its order; case does not matter to it, upper case is usual. */
function environmentNames(
	field: FieldFact,
	options: ReturnType<typeof fieldCall>,
	family: readonly Declared[],
): readonly string[] {
	const stated = ["validation_alias", "alias", "env"].flatMap((key) =>
		literals(options?.named?.[key]),
	);
	const prefix = family.flatMap(prefixOf)[0] ?? "";
	const names = stated.length > 0 ? stated : [`${prefix}${field.name}`];
	return [
		...new Set(names.flatMap((n) => [n.toUpperCase(), n, n.toLowerCase()])),
	];
}

/** Text literals of `"X"`, `["X", "Y"]` and `AliasChoices("X", "Y")`. */
function literals(expr: Expr | undefined): readonly string[] {
	if (expr?.k === "text") return [expr.value];
	if (expr?.k === "array") return expr.items.flatMap(literals);
	if (expr?.k === "call") return expr.args.flatMap(literals);
	return [];
}

/** `model_config = SettingsConfigDict(env_prefix="X_")`, or `class Config: env_prefix = "X_"`. */
function prefixOf(declared: Declared): readonly string[] {
	const config = declared.fact.fields.find(
		(f) => f.name === "model_config",
	)?.value;
	const stated =
		config?.k === "call"
			? config.named?.env_prefix
			: objectMember(config, "env_prefix");
	const inner = declared.code.classes.find(
		(c) => c.name === "Config" && encloses(declared, c),
	);
	const old = inner?.fields.find((f) => f.name === "env_prefix")?.value;
	return [...literals(stated), ...literals(old)];
}

function objectMember(expr: Expr | undefined, name: string): Expr | undefined {
	if (expr?.k !== "object") return undefined;
	for (const entry of expr.entries)
		if ("key" in entry && entry.key === name) return entry.value;
	return undefined;
}

/** Whether `inner` is the class written inside: the next one named `Config` before any other class. */
function encloses(outer: Declared, inner: ClassFact): boolean {
	const between = outer.code.classes.some(
		(c) =>
			c !== outer.fact &&
			c.name !== "Config" &&
			c.at[0] > outer.fact.at[0] &&
			c.at[0] < inner.at[0],
	);
	return inner.at[0] > outer.fact.at[0] && !between;
}

/**
 * A list field given as text: JSON, or parts between commas as the validators
 * of such fields split it. Each item keeps the place it stands at.
 */
function asList(value: Value, at: Place): Value {
	if (value.v !== "text") return value;
	const { text } = value;
	if (!text.known)
		return {
			v: "unknown",
			reason: text.holes[0]?.reason ?? "it comes from the environment",
			at,
		};
	const json = text.flat.trim().startsWith("[");
	const pattern = json ? /"((?:[^"\\]|\\.)*)"|'([^']*)'/g : /[^,\s][^,]*/g;
	const items: Value[] = [];
	for (const match of text.flat.matchAll(pattern)) {
		const start = match.index + (json ? 1 : 0);
		const content = json ? (match[1] ?? match[2] ?? "") : match[0].trimEnd();
		items.push({ v: "text", text: text.slice(start, start + content.length) });
	}
	return { v: "array", items, complete: true, at };
}
