import { describe, expect, test } from "vitest";
import { callsOf, guards, read, returned, show, used } from "./notation.js";

describe("what a function returns", () => {
	test("follows early returns and throws", () => {
		expect(
			returned(
				"function f(a) { if (!a) throw 1; if (b) return 1; return 2 }",
				"f",
			),
		).toBe("(b ? 1 : 2)");
		expect(returned("function f() { if (b) return 1 }", "f")).toBe(
			"(b ? 1 : undefined)",
		);
	});

	test("follows nested branches that go on", () => {
		expect(
			returned(
				"function f() { if (a) { if (b) return 1 } else return 2; return 3 }",
				"f",
			),
		).toBe("(a ? (b ? 1 : 3) : 2)");
	});

	test("follows a switch, its breaks and its fall-through", () => {
		expect(
			returned(
				"function f() { switch (s) { case 1: return 1; case 2: if (a) break; return 2; case 3: default: return 3 } return 4 }",
				"f",
			),
		).toBe("((s == 1) ? 1 : ((s == 2) ? (a ? 4 : 2) : 3))");
	});

	test("is any of try and catch, and of a loop and what follows", () => {
		expect(
			returned("function f() { try { return a() } catch { return b } }", "f"),
		).toBe("any(a(), b)");
		expect(
			returned(
				"function f() { for (const x of xs) if (x) return x; return b }",
				"f",
			),
		).toBe("any(each xs, b)");
	});

	test("does not double with every branch that goes on", () => {
		const branches = "if (a) { if (b) return 1 } ".repeat(40);
		const code = read(`function f() { ${branches} return 2 }`);
		expect(JSON.stringify(code).length).toBeLessThan(200_000);
	});

	test("awaits for the reader", () => {
		expect(returned("const f = async () => await g()", "f")).toBe("g()");
	});
});

describe("functions", () => {
	test("are named by what they are assigned to", () => {
		const code = read(
			"const a = () => 0; b.c = function () {}; const o = { d() {}, e: () => 0 }; class F { g() {} h = () => 0 }",
		);
		expect(code.functions.map((fn) => fn.name)).toEqual([
			"a",
			"c",
			"d",
			"e",
			"g",
			"h",
		]);
	});

	test("know their parameters, bodies and surroundings", () => {
		const text = "function f(a: string, { b }, c = 1, ...d) { return () => a }";
		const [f, inner] = read(text).functions;
		expect(f?.params).toMatchObject([
			{ name: "a", annotation: "string" },
			{ name: "" },
			{ name: "c", default: { k: "scalar", value: 1 } },
			{ name: "d", rest: true },
		]);
		expect(f && text.slice(...f.body)).toBe(" return () => a ");
		expect(inner).toMatchObject({ outer: 0, params: [] });
		expect(inner?.returns).toMatchObject({ k: "param", fn: 0, index: 0 });
	});

	test("read parameters with defaults and patterns", () => {
		expect(
			used("function f(a = b, { c, d: { e } } = {}) { use(a, c, e) }"),
		).toEqual(["($0 default b), ($1 default {}).c, ($1 default {}).d.e"]);
	});

	test("skip TypeScript's this and overloads", () => {
		const code = read(
			"function f(a: string): void; function f(this: Window, a) { use(a) }",
		);
		expect(code.functions).toHaveLength(1);
		expect(code.functions[0]?.params.map((each) => each.name)).toEqual(["a"]);
	});
});

describe("the guard of a call", () => {
	test("joins the tests around it", () => {
		expect(
			guards("if (a) { if (b) use(); else use() } c && use(); d ? 0 : use()"),
		).toEqual(["(a && b)", "(a && !b)", "c", "!d"]);
	});

	test("knows early exits until the branch ends", () => {
		expect(
			guards(
				"function f() { if (a) { if (b) return; use() } use(); if (c) throw 1; use() }",
			),
		).toEqual(["(a && !b)", "always", "!c"]);
	});

	test("ends at the function around the call", () => {
		expect(guards("if (a) on(() => use())")).toEqual(["always"]);
	});

	test("is bounded however many exits stand before", () => {
		const exits = "if (a) return; ".repeat(500);
		const code = read(`function f() { ${exits} use() }`);
		expect(JSON.stringify(code.calls).length).toBeLessThan(20_000);
	});
});

describe("calls", () => {
	test("stand in source order, each with its function and loop", () => {
		const text = "a(b()); for (;;) { c().d() } function f() { new E() }";
		expect(
			read(text).calls.map(({ call, fn, inLoop }) => [
				text.slice(...call.at),
				fn,
				inLoop ?? false,
			]),
		).toEqual([
			["a(b())", undefined, false],
			["b()", undefined, false],
			["c()", undefined, true],
			["c().d()", undefined, true],
			["new E()", 0, false],
		]);
	});

	test("are the very objects that definitions hold", () => {
		const code = read("const ws = new WebSocket(u)");
		expect(code.defs[0]?.value).toBe(code.calls[0]?.call);
	});

	test("of components carry their attributes as one object", () => {
		const text =
			'<div onClick={() => use(1)}><C a={x} b="y&amp;z" c {...p}><D /></C></div>';
		const code = read(text);
		expect(code.calls.map(({ call }) => show(code, call))).toEqual([
			"use(1)",
			'jsx C({a: x, b: "y&z", c: true, ...p})',
			"jsx D({})",
		]);
	});

	test("of tagged templates, requires and computed imports", () => {
		expect(used('use(tag`a`, require("m"), import("n"))')).toEqual([
			'tag("a"), m#*, n#*',
		]);
		expect(used('function f(require) { use(require("m")) }')).toEqual([
			'$0("m")',
		]);
	});
});

describe("classes", () => {
	const text = `class A extends Base {
		url = "u";
		static s = 1;
		#p = 2;
		constructor(private readonly host: string) { super(host); this.url = host; on(() => { this.late = 1 }) }
		get full() { return this.url + this.#p }
		connect() { use(this); (function () { use(this) }) }
	}`;

	test("collect fields from declarations, parameters and assignments", () => {
		const code = read(text);
		expect(
			code.classes[0]?.fields.map((field) => [
				field.name,
				field.value && show(code, field.value),
				field.static,
			]),
		).toEqual([
			["url", '"u"', false],
			["s", "1", true],
			["#p", "2", false],
			["host", "$0", false],
			["url", "$0", false],
			["late", "1", false],
		]);
		expect(code.classes[0]?.fields[3]?.annotation).toBe("string");
	});

	test("index their methods and getters", () => {
		const code = read(text);
		const methods = code.classes[0]?.methods ?? {};
		expect(Object.keys(methods)).toEqual([
			"constructor",
			"get full",
			"connect",
		]);
		const getter = code.functions[methods["get full"] ?? -1];
		expect(getter && show(code, getter.returns)).toBe("(this.url + this.#p)");
		expect(getter?.cls).toBe(0);
	});

	test("know this in methods and arrows, not in plain functions", () => {
		expect(used(text)).toEqual(["this", "? `this` outside a class"]);
		expect(used("const o = { m() { use(this.x) } }")).toEqual([
			"? receiver of an object method.x",
		]);
	});

	test("construct their base by super()", () => {
		const code = read(text);
		expect(code.calls[0] && show(code, code.calls[0].call)).toBe(
			"new Base($0)",
		);
	});

	test("keep a change to what a field holds", () => {
		const code = read(
			'class A { u = new URL(x); f() { this.u.protocol = "wss:" } }',
		);
		const last = code.classes[0]?.fields.at(-1);
		expect(last?.value && show(code, last.value)).toBe(
			'this.u{protocol = "wss:"}',
		);
	});

	test("and methods know their decorators", () => {
		const text =
			'@Gateway({ ns: "x" }) class G { @Sub("m") @Plain on(@Body() b) {} }';
		const code = read(text);
		expect(callsOf(code, text, "Gateway")[0]?.decorates).toEqual({ cls: 0 });
		expect(callsOf(code, text, "Sub")[0]?.decorates).toEqual({ fn: 0 });
		expect(callsOf(code, text, "Body")[0]?.decorates).toBeUndefined();
		const sub = code.calls.findIndex((each) => each.decorates?.fn === 0);
		expect(code.functions[0]?.decorators).toEqual([sub, -1]);
	});
});
