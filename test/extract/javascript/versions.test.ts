import { describe, expect, test } from "vitest";
import { used } from "./notation.js";

describe("a name assigned in branches", () => {
	test("is a choice after an if without else", () => {
		expect(used("let x = a; if (t) x = b; use(x)")).toEqual(["(t ? b : a)"]);
	});

	test("is the value of the only branch that goes on", () => {
		expect(
			used("function f() { let x = a; if (t) { x = b; } else return; use(x) }"),
		).toEqual(["b"]);
		expect(
			used("function f() { let x = a; if (t) { x = b; throw 1 } use(x) }"),
		).toEqual(["a"]);
	});

	test("nests for else if", () => {
		expect(
			used("let x; if (t) x = a; else if (u) x = b; else x = c; use(x)"),
		).toEqual(["(t ? a : (u ? b : c))"]);
	});

	test("keeps what each point of the function saw", () => {
		expect(used("let x = a; use(x); x = b; use(x)")).toEqual(["a", "b"]);
	});

	test("is chosen by the cases of a switch", () => {
		expect(
			used(
				"let x; switch (s) { case 1: case 2: x = a; break; case 3: x = b; break; default: x = c } use(x)",
			),
		).toEqual(["(((s == 1) || (s == 2)) ? a : ((s == 3) ? b : c))"]);
	});

	test("survives a switch in which a case runs on", () => {
		expect(
			used("let x = a; switch (s) { case 1: x = b; case 2: x += c } use(x)"),
		).toEqual([
			"((s == 1) ? (any(a, b) + c) : ((s == 2) ? (any(a, b) + c) : a))",
		]);
	});

	test("is either after try and catch", () => {
		expect(used("let x; try { x = a() } catch { x = b } use(x)")).toEqual([
			"any(a(), b)",
		]);
	});

	test("inside expressions joins as in statements", () => {
		expect(used("let x = a; t ? (x = b) : 0; use(x)")).toEqual(["(t ? b : a)"]);
		expect(used("let x = a; t && (x = b); use(x)")).toEqual(["(t ? b : a)"]);
	});
});

describe("a name assigned in a loop", () => {
	test("may have any of its values inside and after", () => {
		expect(
			used("let x = a; for (const y of ys) { use(x); x = y } use(x)"),
		).toEqual(["any(a, each ys)", "any(a, each ys)"]);
	});

	test("joins what break and continue leave with", () => {
		expect(
			used("let x = a; while (t) { if (u) { x = b; break } x = c } use(x)"),
		).toEqual(["any(any(a, c), b)"]);
	});

	test("refers to itself when it grows", () => {
		expect(used("let x = a; while (t) x += b; use(x)")).toEqual([
			"any(a, (… + b))",
		]);
	});
});

describe("a name that closures read", () => {
	test("has the version of the point where the closure stands", () => {
		expect(used("let x = a; if (t) x = b; const f = () => use(x)")).toEqual([
			"(t ? b : a)",
		]);
	});

	test("has any value when it is written below the closure", () => {
		expect(used("let x = a; const f = () => use(x); x = b")).toEqual([
			"any(a, b)",
		]);
	});

	test("leaves out an empty first value", () => {
		expect(
			used("let x = null; function open() { x = a } function f() { use(x) }"),
		).toEqual(["a"]);
	});

	test("is known right after a write in the same function, until own code runs", () => {
		expect(
			used(
				"let x; function f() { x = a; use(x); g(); use(x) } function g() { x = b }",
			),
		).toEqual(["a", "any(a, b)"]);
	});

	test("is a plain reference when nothing reassigns it, even above its declaration", () => {
		expect(used('function f() { use(URL_) } const URL_ = "ws://a"')).toEqual([
			'"ws://a"',
		]);
	});
});

describe("an object that is changed in place", () => {
	test("gets a version per assigned member", () => {
		expect(used('const u = new URL(a); u.protocol = "wss:"; use(u)')).toEqual([
			'new URL(a){protocol = "wss:"}',
		]);
		expect(used("const c = {}; c.a.b = x; use(c)")).toEqual([
			"{}{a = {}.a{b = x}}",
		]);
	});

	test("gets a version per mutating call", () => {
		expect(
			used(
				'const u = new URL(a); u.searchParams.set("t", t); use(u); const l = []; l.push(b); use(l)',
			),
		).toEqual(['new URL(a){searchParams.set("t", t)}', "[]{push(b)}"]);
	});

	test("is changed by a call that is the whole body of an arrow function", () => {
		expect(used("const l = []; xs.forEach((x) => l.push(x)); use(l)")).toEqual([
			"any([], []{push($0)})",
		]);
	});

	test("does not take every set() for a change", () => {
		expect(used("const app = express(); app.set(a, b); use(app)")).toEqual([
			"express()",
		]);
	});

	test("is any of its states when another function changes it", () => {
		expect(
			used("const r = useRef(null); run(() => { r.current = a }); use(r)"),
		).toEqual(["any(useRef(null), useRef(null){current = a})"]);
	});

	test("stays itself when only event handlers are hung on it", () => {
		expect(
			used(
				"const ws = new WebSocket(u); const f = () => { ws.onopen = null }; use(ws)",
			),
		).toEqual(["new WebSocket(u)"]);
	});
});

describe("assignments", () => {
	test("lower compound operators", () => {
		expect(used("let x = a; x ||= b; use(x)")).toEqual(["(a || b)"]);
		expect(used("let x = a; x ??= b; use(x)")).toEqual(["(a ?? b)"]);
		expect(used("let x = a; x += b; use(x)")).toEqual(["(a + b)"]);
	});

	test("take patterns apart, with defaults and rests", () => {
		expect(
			used(
				"const { a, b: [c = d], ...e } = o; const [, f, ...g] = l; use(a, c, e, f, g)",
			),
		).toEqual(["o.a, (o.b[0] default d), o, l[1], l.slice(2)"]);
		expect(used("let a, b; [a, b] = l; use(a, b)")).toEqual(["l[0], l[1]"]);
	});

	test("without a declaration make a global of the file, except the page's own", () => {
		expect(used("ws = open(); function f() { use(ws) }")).toEqual(["open()"]);
		expect(used('location = "/x"; use(location)')).toEqual(["location"]);
	});
});

describe("scopes", () => {
	test("shadow outer names", () => {
		expect(
			used("const x = a; { const x = b; use(x) } use(x); (x) => use(x)"),
		).toEqual(["b", "a", "$0"]);
	});

	test("hoist var out of blocks and functions above their declaration", () => {
		expect(used("if (t) { var x = a } use(x)")).toEqual(["a"]);
		expect(used("use(f); function f() {}")).toEqual(["fn f"]);
	});

	test("resolve nothing that is only declared to TypeScript", () => {
		expect(used("declare const __URL__: string; use(__URL__)")).toEqual([
			"__URL__",
		]);
	});
});
