import type { ClassFact, Code, FieldFact } from "../../facts/code.js";
import type { Span } from "../../facts/place.js";
import type { Expr } from "../../value/expr.js";
import type { Sources } from "../sources.js";

/** A field of a pydantic settings class, as a read of the key it stands for. */
export interface SettingsRead {
	readonly key: string;
	readonly keyAt: Span;
	readonly use: "fallback" | "value";
	readonly expr: { readonly at: Span };
	readonly otherwise?: Expr;
}

/** Fields of the classes of a file that derive from `BaseSettings`, by the env name each is read from. */
export function settingsReads(
	sources: Sources,
	file: string,
	code: Code,
): readonly SettingsRead[] {
	return code.classes
		.filter((cls) => isSettings(sources, file, code, cls))
		.flatMap((cls) => {
			const prefix = prefixOf(code, cls);
			return cls.fields
				.filter(
					(f) =>
						f.fn === undefined &&
						f.annotation !== undefined &&
						f.name !== "model_config",
				)
				.map((field) => readOf(field, prefix));
		});
}

function isSettings(
	sources: Sources,
	file: string,
	code: Code,
	cls: ClassFact,
	depth = 0,
): boolean {
	return cls.bases.some((base) => {
		if (lastName(base) === "BaseSettings") return true;
		if (depth > 4) return false;
		if (base.k === "class" || base.k === "ref") {
			const own = code.classes.find((c) => c.name === lastName(base));
			return (
				own !== undefined &&
				own !== cls &&
				isSettings(sources, file, code, own, depth + 1)
			);
		}
		if (base.k !== "import") return false;
		const target = sources.program.resolve(file, base.from);
		if (target.kind !== "file") return false;
		return sources.program
			.code(target.file)
			.some((other) =>
				other.classes.some(
					(c) =>
						c.name === base.name &&
						isSettings(sources, target.file, other, c, depth + 1),
				),
			);
	});
}

function lastName(expr: Expr): string | undefined {
	return "name" in expr ? expr.name : undefined;
}

function readOf(field: FieldFact, prefix: string): SettingsRead {
	// Any other call makes the default itself: a nested settings object.
	const call =
		field.value?.k === "call" && lastName(field.value.callee) === "Field"
			? field.value
			: undefined;
	const alias = ["validation_alias", "alias", "env"]
		.map((name) => call?.named?.[name])
		.find((e) => e?.k === "text");
	const first =
		call?.args[0] ?? call?.named?.default ?? call?.named?.default_factory;
	const required =
		field.value === undefined ||
		(call !== undefined && (first === undefined || isEllipsis(first)));
	const otherwise = required ? undefined : call ? first : field.value;
	return {
		key:
			alias?.k === "text"
				? alias.value
				: `${prefix}${field.name}`.toUpperCase(),
		keyAt: field.at,
		expr: { at: field.at },
		use: required ? "value" : "fallback",
		...(otherwise && { otherwise }),
	};
}

/** `...`, which pydantic takes for "required". */
function isEllipsis(expr: Expr): boolean {
	return (
		(expr.k === "global" && expr.name === "Ellipsis") ||
		(expr.k === "unknown" && expr.at[1] - expr.at[0] === 3)
	);
}

/** `model_config = SettingsConfigDict(env_prefix="X_")`. */
function prefixOf(code: Code, cls: ClassFact): string {
	const config = cls.fields.find((f) => f.name === "model_config")?.value;
	const stated = config?.k === "call" ? config.named?.env_prefix : undefined;
	const inner = code.classes.find(
		(c) => c.name === "Config" && c.at[0] > cls.at[0] && c.at[1] <= cls.at[1],
	);
	const old = inner?.fields.find((f) => f.name === "env_prefix")?.value;
	return stated?.k === "text"
		? stated.value
		: old?.k === "text"
			? old.value
			: "";
}
