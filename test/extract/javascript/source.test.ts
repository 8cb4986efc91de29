import { describe, expect, test } from "vitest";
import { extractJavaScript } from "../../../src/extract/javascript/index.js";
import type { Expr } from "../../../src/value/expr.js";
import { read, show, used } from "./notation.js";

describe("spans", () => {
	test("are UTF-16 offsets after a byte order mark and letters beyond ASCII", () => {
		for (const path of ["a.js", "a.ts"]) {
			const text = '\uFEFF// 😀 é\nconst größe = "wß://😀"; use(größe)';
			const code = read(text, path);
			const [definition] = code.defs;
			expect(definition && text.slice(...definition.at)).toBe("größe");
			expect(definition && text.slice(...definition.value.at)).toBe(
				'"wß://😀"',
			);
			expect(text.slice(...(code.calls[0]?.call.at ?? [0, 0]))).toBe(
				"use(größe)",
			);
		}
	});

	test("of texts cover quotes, of template runs the text alone, in both grammars", () => {
		for (const path of ["a.js", "a.ts"]) {
			const text = "use('a', `b`, `c$" + "{d}e}$" + "{f}`)";
			const args = read(text, path).calls[0]?.call.args ?? [];
			const parts = args.flatMap((arg): readonly Expr[] =>
				arg.k === "concat" ? arg.parts : [arg],
			);
			expect(parts.map((part) => text.slice(...part.at))).toEqual([
				"'a'",
				"`b`",
				"c",
				"d",
				"e}",
				"f",
			]);
		}
	});

	test("of definitions cover the statement to edit", () => {
		const text = "export const a = 1, b = 2; let c; if (t) c = 3;";
		const statements = read(text).defs.map((def) =>
			text.slice(...def.statement),
		);
		expect(statements).toContain("const a = 1, b = 2;");
		expect(statements).toContain("c = 3;");
	});
});

describe("what has no meaning at run time", () => {
	test("is transparent", () => {
		expect(
			used(
				"use((a as string)!, (await b)?.c?.(), <T>d, e satisfies F, (0, g))",
				"a.ts",
			),
		).toEqual(["a, b.c(), d, e, g"]);
	});

	test("literals and operators are lowered", () => {
		expect(
			used(
				"use(/x/gi, -1, void 0, undefined, null, 10n, typeof a, +b, c ** d, 'k' in e, f !== g)",
			),
		).toEqual([
			'/x/gi, -1, undefined, undefined, null, 10, typeof a, Number(b), ? `**` is not computed, ("k" in e), (f != g)',
		]);
	});

	test("globals are named, import.meta and window included", () => {
		expect(
			used("use(import.meta.env.VITE_A, window.location.host, location)"),
		).toEqual(["import.meta.env.VITE_A, window.location.host, location"]);
	});

	test("objects keep computed keys, spreads, methods and getters", () => {
		expect(
			used("use({ a, 'b-c': 1, [d]: 2, ...e, f() {}, get g() { return 3 } })"),
		).toEqual(["{a: a, b-c: 1, [d]: 2, ...e, f: fn f, g: fn g()}"]);
	});
});

describe("directives and pragmas", () => {
	test("are read from comments that begin with them", () => {
		const code = read(
			`#!/usr/bin/env node
"use client";
// wslint-disable-next-line url/hardcoded, env/undefined -- it is a demo
const a = 1; // wslint-disable-line
/* wslint-disable-file proxy/missing-ws */
// do not write wslint-disable here`,
			"a.js",
		);
		expect(code.pragmas).toEqual(["#!/usr/bin/env node", "use client"]);
		expect(code.directives).toMatchObject([
			{
				scope: "next-line",
				rules: ["url/hardcoded", "env/undefined"],
				reason: "it is a demo",
			},
			{ scope: "same-line", rules: [] },
			{ scope: "file", rules: ["proxy/missing-ws"] },
		]);
	});
});

describe("bad input", () => {
	test("gives a syntax error and no exception", () => {
		const code = read("const a = ;");
		expect(code.syntaxError?.at).toEqual([10, 11]);
		expect(code.calls).toEqual([]);
	});

	test("of another dialect is read after all", () => {
		expect(
			read("var a = 010; with (b) {} return use(a)", "a.js").syntaxError,
		).toBeUndefined();
		expect(
			read("// @flow\nconst a: string = b; use(a)", "a.js").calls,
		).toHaveLength(1);
		expect(read("const a = <div/>", "a.js").syntaxError).toBeUndefined();
	});

	test.each([
		["brackets", (n: number) => `x = ${"[".repeat(n)}${"]".repeat(n)}`],
		["operators", (n: number) => `x = ${"a+".repeat(n)}1`],
		["arrows", (n: number) => `x = ${"a=>".repeat(n)}1`],
		["calls", (n: number) => `x${".a()".repeat(n)}`],
		["else", (n: number) => `if(a);${"else if(a);".repeat(n)}`],
		["elements", (n: number) => `x = ${"<a>".repeat(n)}${"</a>".repeat(n)}`],
	])("nested deeply ends nothing: %s", (_, nest) => {
		for (const depth of [300, 1_500, 15_000])
			expect(() => extractJavaScript(nest(depth), "a.js")).not.toThrow();
	});

	test("is not what a large picture in markup is", () => {
		const path = '<path d="M1.5-2.25.5.75-1" fill="none"></path>';
		const text = `const a = <svg>${path.repeat(3_000)}</svg>; use(a)`;
		expect(read(text, "a.js").calls).toHaveLength(1);
	});

	test("is lowered in time that grows with its size", () => {
		const lines = Array.from(
			{ length: 2_000 },
			(_, i) => `let v${i} = f${i}(); if (v${i}) v${i} = g(v${i - 1});`,
		);
		const began = performance.now();
		extractJavaScript(lines.join("\n"), "a.js");
		expect(performance.now() - began).toBeLessThan(2_000);
	});
});

test("self-reference through a version ends in a reference, not in an endless tree", () => {
	const code = read("let n = 0; for (;;) n = n + 1; use(n)");
	expect(() => JSON.stringify(code)).not.toThrow();
	expect(code.calls[0] && show(code, code.calls[0].call)).toBe(
		"use(any(0, (… + 1)))",
	);
});
