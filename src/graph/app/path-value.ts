import { joinPath } from "../../tree/paths.js";
import type { Evaluator } from "../../value/evaluator.js";
import type { Expr } from "../../value/expr.js";
import type { Scope, Value } from "../../value/value.js";

/** Folders a path in a config may start from, relative to the linted root. */
interface Bases {
	/** Folder of the config file (`__dirname`). */
	readonly folder: string;
	/** Folder the tool is started in (`process.cwd()`, and what relative paths resolve against). */
	readonly cwd: string;
}

/**
 * The folder or file that a path value names, relative to the linted root:
 * text, `__dirname`, `import.meta.dirname`, `process.cwd()`, `path.resolve`,
 * `path.join`, `fileURLToPath(new URL("./x", import.meta.url))`.
 * Undefined when it is not known or lies outside the root.
 */
export function pathOf(
	value: Value,
	evaluator: Evaluator,
	bases: Bases,
): string | undefined {
	return resolved(value, evaluator, bases, bases.cwd);
}

function resolved(
	value: Value,
	evaluator: Evaluator,
	bases: Bases,
	from: string,
): string | undefined {
	if (value.v === "text")
		return value.text.value === undefined
			? undefined
			: joinPath(from, value.text.value);
	if (value.v === "external" || value.v === "property")
		return isOwnFolder(value) ? bases.folder : undefined;
	if (value.v !== "made") return undefined;
	const { call, scope } = value.made;
	const name = value.by.slice(value.by.search(/[#.][^#.]*$/) + 1);
	switch (name) {
		case "cwd":
			return bases.cwd;
		case "resolve":
		case "join":
		case "normalizePath":
		case "normalize":
			return joined(call.args, scope, evaluator, bases);
		case "dirname":
			return call.args[0] && mentionsOwnUrl(call.args[0])
				? bases.folder
				: undefined;
		case "fileURLToPath":
		case "URL":
			return ownUrl(call.args[0], call.args[1], scope, evaluator, bases);
		default:
			return undefined;
	}
}

function isOwnFolder(value: Value): boolean {
	if (value.v === "external")
		return /#(__dirname|import\.meta\.dirname)$/.test(value.name);
	return false;
}

function joined(
	args: readonly Expr[],
	scope: Scope,
	evaluator: Evaluator,
	bases: Bases,
): string | undefined {
	let at: string | undefined = bases.cwd;
	for (const arg of args) {
		if (at === undefined) return undefined;
		const value = evaluator.single({ expr: arg, scope });
		at = value && resolved(value, evaluator, bases, at);
	}
	return at;
}

/** `fileURLToPath(new URL("./src", import.meta.url))`, or the `new URL` alone. */
function ownUrl(
	first: Expr | undefined,
	second: Expr | undefined,
	scope: Scope,
	evaluator: Evaluator,
	bases: Bases,
): string | undefined {
	if (first?.k === "call" && first.form === "new")
		return ownUrl(first.args[0], first.args[1], scope, evaluator, bases);
	if (!first || !second || !mentionsOwnUrl(second)) return undefined;
	const value = evaluator.single({ expr: first, scope });
	return value?.v === "text" && value.text.value !== undefined
		? joinPath(bases.folder, value.text.value)
		: undefined;
}

/** `import.meta.url`, also inside `fileURLToPath(…)`. */
function mentionsOwnUrl(expr: Expr): boolean {
	if (expr.k === "member") return expr.name === "url";
	return expr.k === "call" && expr.args.some(mentionsOwnUrl);
}
