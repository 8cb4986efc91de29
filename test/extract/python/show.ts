import { loadPython } from "../../../src/extract/python/index.js";
import type { Code } from "../../../src/facts/index.js";
import type { Expr } from "../../../src/value/expr.js";

const read = await loadPython();

/** Facts of a Python source. */
export function python(source: string): Code {
	return read(source);
}

/** The last version of a name, written out; `name` may be a function (its result) or any other name. */
export function value(code: Code, name: string): string {
	const def = code.defs.findLast((candidate) => candidate.name === name);
	return show(code, def?.value);
}

/** What a function gives back, written out. */
export function result(code: Code, name: string): string {
	return show(code, code.functions.find((fn) => fn.name === name)?.returns);
}

/** The calls of a file, each with its guard: `f(1) if x`. */
export function calls(code: Code): string[] {
	return code.calls.map(({ call, guard }) =>
		guard ? `${show(code, call)} if ${show(code, guard)}` : show(code, call),
	);
}

/** An expression as a line of text; references are followed when the name has one definition. */
export function show(code: Code, expr: Expr | undefined): string {
	const s = (part: Expr | undefined): string => show(code, part);
	const list = (parts: readonly Expr[]): string => parts.map(s).join(", ");
	if (!expr) return "nothing";
	switch (expr.k) {
		case "text":
			return JSON.stringify(expr.value);
		case "scalar":
			return String(expr.value);
		case "undefined":
			return "undefined";
		case "regex":
			return expr.source;
		case "concat":
			return `\`${expr.parts.map((part) => (part.k === "text" ? part.value : `{${s(part)}}`)).join("")}\``;
		case "ref":
			return `${expr.name}#${versionNumber(code, expr.def)}`;
		case "import":
			return `<${expr.from}:${expr.name}>`;
		case "global":
			return expr.name;
		case "param":
			return `$${code.functions[expr.fn]?.params[expr.index]?.name}`;
		case "this":
			return "this";
		case "member":
			return `${s(expr.of)}.${expr.name}`;
		case "index":
			return `${s(expr.of)}[${s(expr.key)}]`;
		case "object":
			return `{${expr.entries
				.map((entry) =>
					"spread" in entry
						? `**${s(entry.spread)}`
						: `${typeof entry.key === "string" ? entry.key : `[${s(entry.key)}]`}: ${s(entry.value)}`,
				)
				.join(", ")}}`;
		case "array":
			return `[${list(expr.items)}]`;
		case "spread":
			return `*${s(expr.of)}`;
		case "call":
			return `${s(expr.callee)}(${[
				...expr.args.map(s),
				...Object.entries(expr.named ?? {}).map(
					([name, part]) => `${name}=${s(part)}`,
				),
				...(expr.openEnded ? ["**"] : []),
			].join(", ")})`;
		case "fn":
			return `fn ${code.functions[expr.fn]?.name}`;
		case "class":
			return `class ${code.classes[expr.cls]?.name}`;
		case "choice":
			return `(${s(expr.test)} ? ${s(expr.then)} : ${s(expr.otherwise)})`;
		case "logic":
		case "binary":
			return `(${s(expr.left)} ${expr.op} ${s(expr.right)})`;
		case "not":
			return `!${s(expr.of)}`;
		case "typeof":
			return `typeof ${s(expr.of)}`;
		case "with":
			return `${s(expr.of)} with ${expr.name} = ${s(expr.value)}`;
		case "after":
			return `${s(expr.of)} after ${expr.method}(${list(expr.args)})`;
		case "any":
			return `any(${list(expr.of)})`;
		case "element":
			return `each(${s(expr.of)})`;
		case "comprehension":
			return `[${s(expr.result)} of ${s(expr.of)}${expr.test ? ` if ${s(expr.test)}` : ""}]`;
		case "unknown":
			return `?${expr.reason}`;
	}
}

/** Versions of a name count from 1 in the order they were made. */
function versionNumber(code: Code, def: number): number {
	const name = code.defs[def]?.name;
	return code.defs.slice(0, def + 1).filter((d) => d.name === name).length;
}
