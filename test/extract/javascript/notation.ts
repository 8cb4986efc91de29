import { extractJavaScript } from "../../../src/extract/javascript/index.js";
import type { CallFact, Code } from "../../../src/facts/code.js";
import type { Expr } from "../../../src/value/expr.js";

/** Reads a TypeScript file given as text. */
export function read(text: string, path = "file.tsx"): Code {
	return extractJavaScript(text, path);
}

/** The calls of a function or constructor, by the text of its name. */
export function callsOf(code: Code, text: string, callee: string): CallFact[] {
	return code.calls.filter(
		({ call }) => text.slice(...call.callee.at) === callee,
	);
}

/** What `use(…)` is called with, for each such call of the file, in short notation. */
export function used(text: string, path?: string): string[] {
	const code = read(text, path);
	return callsOf(code, text, "use").map(({ call }) =>
		call.args.map((arg) => show(code, arg)).join(", "),
	);
}

/** The guard of each `use(…)`. */
export function guards(text: string): string[] {
	const code = read(text);
	return callsOf(code, text, "use").map(({ guard }) =>
		guard ? show(code, guard) : "always",
	);
}

/** What a function of the file returns. */
export function returned(text: string, name: string): string {
	const code = read(text);
	const fn = code.functions.find((each) => each.name === name);
	return fn ? show(code, fn.returns) : "no such function";
}

/** An expression in short notation; local names are replaced by their values, `…` where one refers to itself. */
export function show(
	code: Code,
	expr: Expr,
	open: ReadonlySet<number> = new Set(),
): string {
	const inner = (each: Expr) => show(code, each, open);
	const list = (each: readonly Expr[]) => each.map(inner).join(", ");
	switch (expr.k) {
		case "text":
			return `"${expr.value}"`;
		case "scalar":
			return String(expr.value);
		case "undefined":
			return "undefined";
		case "regex":
			return `/${expr.source}/${expr.flags}`;
		case "concat":
			return `\`${expr.parts.map((part) => (part.k === "text" ? part.value : `\${${inner(part)}}`)).join("")}\``;
		case "ref": {
			const definition = code.defs[expr.def];
			if (!definition || open.has(expr.def)) return "…";
			return show(code, definition.value, new Set([...open, expr.def]));
		}
		case "import":
			return `${expr.from}#${expr.name}`;
		case "global":
			return expr.name;
		case "param":
			return `$${expr.index}`;
		case "this":
			return "this";
		case "member":
			return `${inner(expr.of)}.${expr.name}`;
		case "index":
			return `${inner(expr.of)}[${inner(expr.key)}]`;
		case "object":
			return `{${expr.entries
				.map((entry) =>
					"spread" in entry
						? `...${inner(entry.spread)}`
						: `${typeof entry.key === "string" ? entry.key : `[${inner(entry.key)}]`}: ${inner(entry.value)}`,
				)
				.join(", ")}}`;
		case "array":
			return `[${list(expr.items)}]`;
		case "spread":
			return `...${inner(expr.of)}`;
		case "call":
			return `${expr.form === "call" ? "" : `${expr.form} `}${inner(expr.callee)}(${list(expr.args)})`;
		case "fn":
			return `fn ${code.functions[expr.fn]?.name}`;
		case "class":
			return `class ${code.classes[expr.cls]?.name}`;
		case "choice":
			return `(${inner(expr.test)} ? ${inner(expr.then)} : ${inner(expr.otherwise)})`;
		case "logic":
		case "binary":
			return `(${inner(expr.left)} ${expr.op} ${inner(expr.right)})`;
		case "not":
			return `!${inner(expr.of)}`;
		case "typeof":
			return `typeof ${inner(expr.of)}`;
		case "with":
			return `${inner(expr.of)}{${expr.name} = ${inner(expr.value)}}`;
		case "after":
			return `${inner(expr.of)}{${expr.method}(${list(expr.args)})}`;
		case "any":
			return `any(${list(expr.of)})`;
		case "element":
			return `each ${inner(expr.of)}`;
		case "comprehension":
			return `[${inner(expr.result)} of ${inner(expr.of)}]`;
		case "unknown":
			return `? ${expr.reason}`;
	}
}
