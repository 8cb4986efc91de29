import { Lines } from "../engine/lines.js";
import type { Code } from "../facts/code.js";
import type { Span } from "../facts/place.js";
import type { Expr } from "../value/expr.js";
import { ConfigError } from "./config-error.js";
import { type Located, type Path, Places } from "./located.js";

/**
 * Reads the default export of `wslint.config.{ts,js}` without running it: object
 * and array literals, text, numbers, booleans, constants of the same file and
 * `defineConfig(…)`. Throws `ConfigError` naming the key and line of anything else.
 */
export function readCode(file: string, text: string, code: Code): Located {
	const lines = new Lines(text);
	const refuse = (at: Span, message: string) =>
		new ConfigError([
			{
				where: `${file}:${lines.lineOf(at[0])}:${lines.columnOf(at[0])}`,
				message,
			},
		]);
	if (code.syntaxError)
		throw refuse(code.syntaxError.at, code.syntaxError.message);
	const exported = code.exports.default ?? code.commonjs;
	if (!exported)
		throw refuse(
			[0, 0],
			"has no default export (`export default defineConfig({ … })`)",
		);
	const places = new Places();
	const value = new Reader(code, places, refuse).read(exported, []);
	return places.locate(file, value);
}

class Reader {
	readonly #code: Code;
	readonly #places: Places;
	readonly #refuse: (at: Span, message: string) => ConfigError;

	constructor(
		code: Code,
		places: Places,
		refuse: (at: Span, message: string) => ConfigError,
	) {
		this.#code = code;
		this.#places = places;
		this.#refuse = refuse;
	}

	/** The plain data an expression stands for. */
	read(expr: Expr, path: Path, key?: Span): unknown {
		const at = this.#constant(expr);
		this.#places.add(path, expr.at, key);
		switch (at.k) {
			case "text":
			case "scalar":
				return at.value;
			case "undefined":
				return undefined;
			case "concat": {
				const parts = at.parts.map((part) => this.read(part, path, key));
				this.#places.add(path, expr.at, key);
				return parts.join("");
			}
			case "array":
				return at.items.map((item, i) => this.read(item, [...path, i]));
			case "object":
				return this.#object(at, path);
			default:
				throw this.#refuse(
					expr.at,
					`${named(path)} cannot be read statically: the configuration is never run, so write the value out`,
				);
		}
	}

	#object(
		object: Extract<Expr, { k: "object" }>,
		path: Path,
	): Record<string, unknown> {
		const members: Record<string, unknown> = {};
		for (const entry of object.entries) {
			if ("spread" in entry) {
				Object.assign(members, this.read(entry.spread, path));
				this.#places.add(path, object.at);
				continue;
			}
			const key =
				typeof entry.key === "string"
					? entry.key
					: String(this.read(entry.key, path));
			members[key] = this.read(entry.value, [...path, key], entry.keyAt);
		}
		return members;
	}

	/** What a name of this file or `defineConfig(…)` stands for. */
	#constant(expr: Expr, depth = 0): Expr {
		if (expr.k === "ref" && depth < 16) {
			const definition = this.#code.defs[expr.def];
			return definition ? this.#constant(definition.value, depth + 1) : expr;
		}
		if (expr.k === "call" && isDefineConfig(expr.callee) && expr.args[0])
			return this.#constant(expr.args[0], depth + 1);
		return expr;
	}
}

function isDefineConfig(callee: Expr): boolean {
	return callee.k === "import" && callee.name === "defineConfig";
}

function named(path: Path): string {
	return path.length === 0 ? "the default export" : `\`${path.join(".")}\``;
}
