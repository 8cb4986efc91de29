import { describe, expect, test } from "vitest";
import type { Code } from "../../../src/facts/code.js";
import { read, show, used } from "./notation.js";

function exported(code: Code): Record<string, string> {
	return Object.fromEntries(
		Object.entries(code.exports).map(([name, value]) => [
			name,
			show(code, value),
		]),
	);
}

describe("imports", () => {
	test("are values wherever they are read", () => {
		expect(
			used(
				'import a, { b as c, "d-e" as f } from "m"; import * as g from "n"; use(a, c, f, g.h)',
			),
		).toEqual(["m#default, m#b, m#d-e, n#*.h"]);
	});

	test("are listed with their kind", () => {
		const text =
			'import "side"; import type { T } from "types"; import { type U } from "types2"; const l = () => import("lazy"); const r = require("old"); export { x } from "again"; import y = require("ts")';
		const code = read(text);
		expect(
			code.imports.map(({ from, names, typeOnly, dynamic }) => [
				from,
				names.join(),
				typeOnly,
				dynamic,
			]),
		).toEqual([
			["side", "", false, false],
			["types", "T", true, false],
			["types2", "U", true, false],
			["lazy", "*", false, true],
			["old", "*", false, false],
			["again", "x", false, false],
			["ts", "*", false, false],
		]);
		expect(text.slice(...(code.imports[0]?.fromAt ?? [0, 0]))).toBe('"side"');
	});
});

describe("exports", () => {
	test("of every form", () => {
		const code = read(
			'export const a = 1, { b } = o; export function c() {} export class D {} const e = 2; export { e as f, type T }; export { g as h } from "m"; export * as i from "n"; export * from "p"; export default a; export interface J {} export enum K { L = "l", M = 3, N }',
		);
		expect(exported(code)).toEqual({
			a: "1",
			b: "o.b",
			c: "fn c",
			D: "class D",
			f: "2",
			h: "m#g",
			i: "n#*",
			default: "1",
			K: '{L: "l", M: 3, N: 4}',
		});
		expect(code.starExports).toEqual(["p"]);
	});

	test("have the value that the finished module leaves", () => {
		expect(
			exported(
				read("export let u = a; if (t) u = b; export const l = []; l.push(c)"),
			),
		).toEqual({ u: "(t ? b : a)", l: "[]{push(c)}" });
	});

	test("of CommonJS", () => {
		const code = read(
			"module.exports = { a: 1, b }; module.exports.c = 2; exports.d = 3",
			"file.cjs",
		);
		expect(code.commonjs && show(code, code.commonjs)).toBe("{a: 1, b: b}");
		expect(exported(code)).toEqual({ a: "1", b: "b", c: "2", d: "3" });
	});

	test("of a default function or class by name and without", () => {
		expect(exported(read("export default function f() {}"))).toEqual({
			default: "fn f",
		});
		expect(exported(read("export default () => 1"))).toEqual({
			default: "fn default",
		});
	});

	test("named like members of Object.prototype are nothing special", () => {
		expect(
			exported(read("export const constructor = 1, toString = 2")),
		).toEqual({ constructor: "1", toString: "2" });
		expect(read("const a = 1").exports.toString).toBeUndefined();
	});
});

describe("key reads", () => {
	function uses(text: string): string[] {
		return read(text).keyReads.map(({ key, use }) => `${key} ${use}`);
	}

	test("are reads in capitals with an underscore, or from an env", () => {
		expect(
			uses(
				'a(process.env.PORT, import.meta.env["VITE_A"], settings.WS_URL, Math.PI, WebSocket.OPEN, x.y)',
			),
		).toEqual(["PORT value", "VITE_A value", "WS_URL value"]);
		expect(uses("const { env } = process; a(env.HOST)")).toEqual([
			"HOST value",
		]);
	});

	test("know what takes the place of a missing value", () => {
		const otherwise = (text: string) => {
			const at = read(text).keyReads[0]?.otherwise?.at;
			return at && text.slice(...at);
		};
		expect(otherwise("a(env.A_B || 'd')")).toBe("'d'");
		expect(otherwise("a(env.A_B ?? 'd')")).toBe("'d'");
		expect(otherwise("a(env.A_B && 'd')")).toBeUndefined();
		expect(otherwise("a(f(env.A_B) || 'd')")).toBeUndefined();
	});

	test("come from patterns as well", () => {
		expect(uses("const { VITE_A = 'd', VITE_B } = import.meta.env")).toEqual([
			"VITE_A fallback",
			"VITE_B value",
		]);
	});

	test("say whether something stands beside them", () => {
		expect(uses("a(env.A || b, Number(env.B_C) ?? 1)")).toEqual(
			["A fallback", "B_C fallback"].slice(1),
		);
		expect(uses("a(env.A_B ? env.A_B : c)")).toEqual([
			"A_B test",
			"A_B fallback",
		]);
		expect(
			uses("if (!env.A_B) throw 1; a(env.A_B); if (env.C_D === 'x') a()"),
		).toEqual(["A_B test", "A_B fallback", "C_D test"]);
	});

	test("are not repeated when a change is seen from elsewhere", () => {
		expect(
			uses(
				"const c = f(); function g() { c.MY_MAP.a = b; c[h(env.A_B)].d = e } i(c)",
			),
		).toEqual(["A_B value"]);
	});

	test("are not writes", () => {
		expect(uses("process.env.A_B = 'x'; delete process.env.C_D")).toEqual([]);
	});

	test("are provided for by `?.` and by a reader with a default", () => {
		expect(uses("const a = env.A_B?.trim(); const b = a || 'x'")).toEqual([
			"A_B fallback",
		]);
		expect(
			uses("a(parsePort(env.A_B, DEFAULT), parseInt(env.C_D, 10))"),
		).toEqual(["A_B fallback", "C_D value"]);
		expect(uses("connect(env.A_B, 'chat'); get(env.C_D).e?.f")).toEqual([
			"A_B value",
			"C_D value",
		]);
	});

	test("are none where nothing of a module uses the name that holds them", () => {
		expect(uses("import a from 'a'; const u = env.A_B; a(env.C_D)")).toEqual([
			"C_D value",
		]);
		expect(
			uses("import a from 'a'; const u = env.A_B; const f = () => a(u)"),
		).toEqual(["A_B value"]);
		expect(uses("const u = env.A_B; export { u }")).toEqual(["A_B value"]);
		expect(uses("var u = env.A_B")).toEqual(["A_B value"]);
	});

	test("point at the key without its quotes", () => {
		const text = 'a(process.env["MY_KEY"])';
		const [read_] = read(text).keyReads;
		expect(read_ && text.slice(...read_.keyAt)).toBe("MY_KEY");
	});
});
