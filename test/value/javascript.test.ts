import { describe, expect, it } from "vitest";
import { alternatives, asked, DEV, PRODUCTION } from "./asked.js";

/** Every row: a title, the source, the values. `WebSocket` makes it a seed. */
const one = (source: string) => ({ "src/a.ts": `WebSocket;\n${source}` });

describe("text", () => {
	it.each([
		["template", "const h = 'a'; ask(`ws://${h}:80/x`)", ["ws://a:80/x"]],
		["concatenation", "ask('ws://' + 'a' + '/x')", ["ws://a/x"]],
		[
			"port arithmetic",
			"const p = 3000; ask('ws://a:' + (p + 1))",
			["ws://a:3001"],
		],
		[
			"replace by pattern",
			"ask('https://a/b'.replace(/^http/, 'ws'))",
			["wss://a/b"],
		],
		[
			"replace with a group",
			"ask('http://a'.replace(/^(http)(s?)/, 'ws$2'))",
			["ws://a"],
		],
		[
			"replace with a callback",
			"ask('http://a'.replace(/^http/, (m) => m === 'http' ? 'ws' : 'x'))",
			["ws://a"],
		],
		["replaceAll", "ask('a-b-c'.replaceAll('-', '/'))", ["a/b/c"]],
		[
			"slices",
			"ask('https://a'.slice(8) + 'abc'.substring(1, 2) + 'abc'.substr(-1))",
			["abc"],
		],
		["split and index", "ask('a,b'.split(',')[1])", ["b"]],
		["join", "ask(['api', 'ws'].join('/'))", ["api/ws"]],
		[
			"trailing slash cut",
			"ask('ws://a/'.replace(/\\/$/, '') + '/ws')",
			["ws://a/ws"],
		],
		[
			"startsWith branch",
			"const u = 'https://a'; ask(u.startsWith('https') ? 'wss' : 'ws')",
			["wss"],
		],
		["pattern test", "ask(/^https/.test('http://a') ? 'wss' : 'ws')", ["ws"]],
	])("%s", async (_title, source, expected) => {
		expect(await asked(one(source))).toEqual(expected);
	});

	it("keeps the literal that each character came from", async () => {
		const [only] = await alternatives(
			one("const HOST = 'a:1';\nask('ws://' + HOST)"),
		);
		expect(only?.steps.map((s) => s.label)).toEqual(["HOST"]);
	});
});

describe("URL objects", () => {
	it.each([
		[
			"base and path",
			"ask(new URL('/ws', 'http://a:1/b').href)",
			["http://a:1/ws"],
		],
		[
			"path-relative",
			"ask(new URL('ws', 'http://a/b/c').toString())",
			["http://a/b/ws"],
		],
		[
			"protocol assigned",
			"const u = new URL('http://a/x'); u.protocol = 'ws'; ask(u.href)",
			["ws://a/x"],
		],
		[
			"protocol replaced",
			"const u = new URL('https://a/x'); u.protocol = u.protocol.replace('http', 'ws'); ask(u.toString())",
			["wss://a/x"],
		],
		[
			"port and pathname",
			"const u = new URL('http://a:1'); u.port = '2'; u.pathname = '/ws'; ask(`${u}`)",
			["http://a:2/ws"],
		],
		[
			"query set",
			"const u = new URL('ws://a/x'); u.searchParams.set('t', '1'); ask(u.href)",
			["ws://a/x?t=1"],
		],
		[
			"destructured",
			"const { host } = new URL('http://a:1'); ask(host)",
			["a:1"],
		],
		[
			"of the page",
			"ask(new URL('/ws', window.location.href).href)",
			["http://localhost:5173/ws"],
		],
	])("%s", async (_title, source, expected) => {
		expect(await asked(one(source))).toEqual(expected);
	});
});

describe("the page's address", () => {
	const derived =
		"const s = location.protocol === 'https:' ? 'wss:' : 'ws:'; ask(`${s}//${location.host}/x`)";

	it("is concrete in development", async () => {
		expect(await asked(one(derived), DEV)).toEqual(["ws://localhost:5173/x"]);
	});

	it("keeps scheme and page together in production", async () => {
		expect(await asked(one(derived), PRODUCTION)).toEqual([
			"wss://{host}/x if https page",
			"ws://{host}/x if not https page",
		]);
	});

	it("gives two values, not four, for two tests of one condition", async () => {
		expect(
			await asked(
				one(
					"const s = location.protocol === 'https:'; ask(`${s ? 'wss' : 'ws'}://${s ? 'a' : 'b'}`)",
				),
				PRODUCTION,
			),
		).toEqual(["wss://a if https page", "ws://b if not https page"]);
	});

	it("never equals https without its colon", async () => {
		const [only, more] = await alternatives(
			one("ask(location.protocol === 'https' ? 'wss' : 'ws')"),
			PRODUCTION,
		);
		expect(more).toBeUndefined();
		expect(only?.value).toBe("ws");
		expect(only?.steps.map((s) => s.label)).toContain(
			"protocol compared without colon",
		);
	});

	it("is not loopback in production", async () => {
		const source = "ask(location.hostname === 'localhost' ? 'dev' : 'prod')";
		expect(await asked(one(source), DEV)).toEqual(["dev"]);
		expect(await asked(one(source), PRODUCTION)).toEqual(["prod"]);
	});

	it("window.origin is that of the page", async () => {
		expect(await asked(one("ask(window.origin);"))).toEqual([
			"http://localhost:5173",
		]);
	});
});

describe("env", () => {
	it("with a fallback is open when nothing supplies it", async () => {
		expect(await asked(one("ask(import.meta.env.VITE_X || 'ws://a')"))).toEqual(
			["{VITE_X} if env VITE_X set", "ws://a if not env VITE_X set"],
		);
	});

	it.each([
		["empty survives ??", "??", [""]],
		["empty gives way to ||", "||", ["ws://a"]],
	])("%s", async (_title, operator, expected) => {
		const { Text } = await import("../../src/value/text.js");
		const world = {
			...DEV,
			env: () => ({ state: "set" as const, text: Text.empty }),
		};
		expect(
			await asked(
				one(`ask(import.meta.env.VITE_X ${operator} 'ws://a')`),
				world,
			),
		).toEqual(expected);
	});

	it("unset is the word undefined in a template", async () => {
		const world = {
			...DEV,
			env: () => ({ state: "unset" as const, why: "no file sets it" }),
		};
		expect(
			await asked(one("ask(`ws://${import.meta.env.VITE_X}/ws`)"), world),
		).toEqual(["ws://undefined/ws"]);
	});

	it("follows the mode's own flags", async () => {
		const source =
			"const { DEV, MODE } = import.meta.env; ask(DEV ? MODE : 'built')";
		expect(await asked(one(source), DEV)).toEqual(["development"]);
		expect(await asked(one(source), PRODUCTION)).toEqual(["built"]);
	});
});

describe("control flow", () => {
	it.each([
		[
			"let then if",
			"let u = 'a'; if (import.meta.env.PROD) u = 'b'; ask(u)",
			["a"],
		],
		[
			"early return",
			"function f() { if (import.meta.env.DEV) return 'a'; return 'b' } ask(f())",
			["a"],
		],
		[
			"switch",
			"function f(m) { switch (m) { case 'x': return '1'; default: return '2' } } ask(f('x'))",
			["1"],
		],
		[
			"default parameter",
			"function f(u = 'ws://d') { return u } ask(f())",
			["ws://d"],
		],
		[
			"destructured option with default",
			"function f({ path = '/ws' } = {}) { return path } ask(f({}))",
			["/ws"],
		],
		["nullish chain", "const o = {}; ask(o.url ?? null ?? 'c')", ["c"]],
		[
			"loop over literals",
			"for (const p of ['/a', '/b']) ask('ws://h' + p)",
			["ws://h/a", "ws://h/b"],
		],
	])("%s", async (_title, source, expected) => {
		expect(await asked(one(source))).toEqual(expected);
	});

	it("is one of several after try", async () => {
		expect(
			await asked(one("let u; try { u = 'a' } catch { u = 'b' } ask(u)")),
		).toHaveLength(2);
	});
});

describe("what is there", () => {
	it("a global that no runtime has may be missing, however it is spelt", async () => {
		expect(
			await asked(one("ask(window.FakeSocket ? 'fake' : 'real')")),
		).toEqual([
			"fake if truth of global#FakeSocket",
			"real if not truth of global#FakeSocket",
		]);
	});

	it("what a call asks may be answered with no", async () => {
		expect(
			await asked(
				one(
					"import { existsSync } from 'fs'; ask(existsSync('cert.pem') ? 'wss' : 'ws')",
				),
			),
		).toEqual([
			"wss if truth of src/a.ts:48",
			"ws if not truth of src/a.ts:48",
		]);
	});

	it("the platform's classes are there", async () => {
		expect(
			await asked(one("ask(window.WebSocket ? 'native' : 'polyfill')")),
		).toEqual(["native"]);
	});

	it("a path from the site's root is found below a folder around the importer", async () => {
		expect(
			await asked({
				"web/src/game.js": "export const URL = 'ws://a/ws';",
				"web/src/pages/play.js":
					'import { URL } from "/src/game.js"; WebSocket; ask(URL);',
			}),
		).toEqual(["ws://a/ws"]);
	});
});

describe("bounds", () => {
	it("ends on recursion", async () => {
		expect(
			await asked(
				one("function f(n) { return n ? f(n - 1) : 'x' } ask(f(input))"),
			),
		).not.toEqual([]);
	});

	it("makes more than 32 values one unknown", async () => {
		const parts = Array.from(
			{ length: 6 },
			(_, i) => `(Math.random() > 0.${i} ? '${i}a' : '${i}b')`,
		).join(" + ");
		expect(await asked(one(`ask(${parts})`))).toEqual(["{?}"]);
	});

	it("gives no value through mutually exclusive conditions", async () => {
		expect(
			await asked(one("ask((flag ? 'a' : 'b') + (flag ? '1' : '2'))")),
		).toEqual(["a1 if truth of global#flag", "b2 if not truth of global#flag"]);
	});

	it("what the repository itself gives stays known", async () => {
		const parts = ["A", "B", "C", "D", "E", "F"].map(
			(key) => `\${process.env.${key} || "${key.toLowerCase()}"}`,
		);
		expect(await asked(one(`ask(\`ws://${parts.join(".")}\`);`))).toEqual([
			expect.stringMatching(/^ws:\/\/a\.b\.c\.d\.e\.f if not env A set/),
			expect.stringMatching(/^\{\?\} if supplied from outside/),
		]);
	});
});
