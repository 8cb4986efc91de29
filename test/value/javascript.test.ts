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

describe("wrappers", () => {
	it("follows a parameter to every caller, across modules and renames", async () => {
		expect(
			await asked({
				"src/open.ts":
					"export default function open(url: string) { ask(url); return new WebSocket(url) }",
				"src/barrel.ts": "export { default as connect } from './open'",
				"src/a.ts": "import start from './open'\nstart('ws://a')",
				"src/b.ts":
					"import { open } from './other'\nimport go from './open'\ngo(`ws://${'b'}`)",
			}),
		).toEqual(["ws://a", "ws://b"]);
	});

	it("follows constructor arguments into fields", async () => {
		expect(
			await asked({
				"src/client.ts":
					"export class Client { private url: string; constructor(o: { url: string }) { this.url = o.url } connect() { ask(this.url); new WebSocket(this.url) } }",
				"src/a.ts":
					"import { Client } from './client'\nnew Client({ url: 'ws://a' }).connect()",
			}),
		).toEqual(["ws://a"]);
	});

	it("follows props of a component", async () => {
		expect(
			await asked({
				"src/Chat.tsx":
					"export function Chat({ url }: { url: string }) { ask(url); new WebSocket(url); return null }",
				"src/App.tsx":
					"import { Chat } from './Chat'\nexport const App = () => <Chat url=\"ws://a\" />",
			}),
		).toEqual(["ws://a"]);
	});

	it.each([
		[
			"useMemo",
			"import { useMemo } from 'react'; const u = useMemo(() => 'ws://a', []); ask(u)",
		],
		[
			"React.useMemo",
			"import React from 'react'; const u = React.useMemo(() => 'ws://a', []); ask(u)",
		],
		[
			"useRef",
			"import { useRef } from 'react'; const u = useRef('ws://a'); ask(u.current)",
		],
		[
			"useState",
			"import { useState } from 'react'; const [u] = useState(() => 'ws://a'); ask(u)",
		],
		[
			"toValue of a computed that reads a ref",
			"import { computed, ref, toValue } from 'vue'; const area = ref('a'); const path = computed(() => `ws://${area.value}`); ask(toValue(path))",
		],
		[
			"Vue computed",
			"import { computed } from 'vue'; const u = computed(() => 'ws://a'); ask(u.value)",
		],
	])("follows %s", async (_title, source) => {
		expect(await asked(one(source))).toEqual(["ws://a"]);
	});

	it.each([
		[
			"an empty list",
			"import { useState } from 'react'; const [all, setAll] = useState([]); const [last] = all; ask(`ws://a/${last.id}`)",
		],
		[
			"nothing",
			"import { useState } from 'react'; const [id, setId] = useState(null); ask(`ws://a/${id}`)",
		],
		[
			"the empty text",
			"import { ref } from 'vue'; const id = ref(''); ask(`ws://a/${id.value}`)",
		],
	])(
		"does not take %s in a box for what is in it later",
		async (_title, source) => {
			expect(await asked(one(source))).toEqual(["ws://a/{?}"]);
		},
	);

	it("follows a Redux slice through its store and a typed selector hook", async () => {
		expect(
			await asked({
				"src/slice.ts":
					"import { createSlice } from '@reduxjs/toolkit'; WebSocket; const slice = createSlice({ name: 's', initialState: { config: { url: 'ws://a' } }, reducers: {} }); export default slice.reducer",
				"src/store.ts":
					"import { configureStore } from '@reduxjs/toolkit'; import { useSelector } from 'react-redux'; import socket from './slice'; export const store = configureStore({ reducer: { socket } }); export const useAppSelector = useSelector.withTypes<unknown>()",
				"src/use.ts":
					"import { useAppSelector } from './store'; WebSocket; const { config } = useAppSelector((state) => state.socket); ask(config.url)",
			}),
		).toEqual(["ws://a"]);
	});

	it.each([
		["a selector", "useSocket((state) => state.url)"],
		["the whole state", "useSocket().url"],
		["getState()", "useSocket.getState().url"],
	])("follows a zustand store through %s", async (_title, use) => {
		expect(
			await asked({
				"src/store.ts":
					"import { create } from 'zustand'; import { persist } from 'zustand/middleware'; WebSocket; export const useSocket = create<State>()(persist((set) => ({ url: 'ws://a', open: () => set({}) }), { name: 'socket' }))",
				"src/use.ts": `import { useSocket } from './store'; WebSocket; ask(${use})`,
			}),
		).toEqual(["ws://a"]);
	});

	it("says that nobody calls it, and keeps the default possible", async () => {
		expect(
			await asked(one("export function open(url = 'ws://d') { ask(url) }")),
		).toEqual([
			"{?} if argument src/a.ts:32 given",
			"ws://d if not argument src/a.ts:32 given",
		]);
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
});

describe("objects of a class that another one extends", () => {
	const base =
		'export class Base { constructor(url) { this.url = url; } go() { ask(this.url + "/ws"); } }';

	it("a class without a constructor hands its arguments to the one it extends", async () => {
		expect(
			await asked({
				"base.ts": base,
				"chat.ts":
					'import { Base } from "./base"; export class Chat extends Base {}',
				"main.ts":
					'import { Chat } from "./chat"; new Chat("ws://localhost:8000").go();',
			}),
		).toEqual(["ws://localhost:8000/ws"]);
	});

	it("what a constructor hands to super() reaches the field", async () => {
		expect(
			await asked({
				"base.ts": "export class Base { constructor(url) { this.url = url; } }",
				"chat.ts": `
					import { Base } from "./base";
					class Chat extends Base { constructor(port) { super("ws://localhost:" + port); } }
					ask(new Chat(8000).url);`,
			}),
		).toEqual(["ws://localhost:8000"]);
	});

	it("changes of a field one after the other all hold", async () => {
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor() { this.at = { host: "a" }; this.at.port = 80; this.at.path = "/ws"; }
						url() { return "ws://" + this.at.host + ":" + this.at.port + this.at.path; }
					}
					ask(new Server().url());`,
			}),
		).toEqual(["ws://a:80/ws"]);
	});

	it("many methods that change one field leave what they do not change", async () => {
		const methods = Array.from(
			{ length: 8 },
			(_, i) =>
				`m${i}() { this.at.x${i} = this.at.port + 1; this.at.y${i} = 2; }`,
		).join("\n");
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor() { this.at = { port: 80 }; }
						${methods}
						url() { return "ws://a:" + this.at.port; }
					}
					ask(new Server().url());`,
			}),
		).toContainEqual(expect.stringMatching(/^ws:\/\/a:80/));
	});

	it("a field that is written from itself ends", async () => {
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor() { this.url = "ws://a"; }
						norm() { this.url = this.url + "/"; }
						open() { ask(this.url + "ws"); }
					}
					new Server().open();`,
			}),
		).toEqual([
			expect.stringMatching(/^ws:\/\/aws/),
			expect.stringMatching(/^ws:\/\/a\/ws/),
		]);
	});

	it("what is assigned to something from outside is read back", async () => {
		expect(
			await asked({
				"a.ts": `
					import { parse } from "ts-command-line-args";
					class Server {
						constructor() { this.config = parse({}); this.config.port = 5001; this.config.path = "/ws"; }
						url() { return "ws://localhost:" + this.config.port + this.config.path; }
					}
					ask(new Server().url());`,
			}),
		).toEqual(["ws://localhost:5001/ws"]);
	});

	it("a change in a branch does not hide what the field held before", async () => {
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor(flag) { this.at = { port: 80 }; if (flag) this.at = { port: 81 }; this.at.path = "/ws"; }
						url() { return "ws://a:" + this.at.port; }
					}
					ask(new Server(window.flag).url());`,
			}),
		).not.toEqual(["ws://a:81"]);
	});
});

describe("more values than are followed", () => {
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

describe("the first number of a list", () => {
	it("is none that is not a number", async () => {
		expect(
			await asked(
				one(
					'ask("ws://a:" + [undefined, 3001].map((p) => parseInt(p)).find((p) => !isNaN(p)));',
				),
			),
		).toEqual(["ws://a:3001"]);
	});
});

describe("the page's origin", () => {
	it("window.origin is that of the page", async () => {
		expect(await asked(one("ask(window.origin);"))).toEqual([
			"http://localhost:5173",
		]);
	});
});
