import { expect, test } from "vitest";
import hardcoded from "../../rules/url/hardcoded.js";
import insecure from "../../rules/url/insecure-in-production.js";
import { place } from "../../src/facts/place.js";
import { planFixes } from "../../src/fix/index.js";
import type { Address } from "../../src/graph/address.js";
import type { Attempt, Connection } from "../../src/graph/graph.js";
import { lint } from "../../src/lint.js";
import { shownUrl } from "../../src/rule/vocabulary/wording.js";
import { type Origin, Text } from "../../src/value/text.js";
import type { Condition } from "../../src/value/value.js";
import { connectionAt, smallGraph } from "../engine/small-graph.js";
import { memoryTree } from "./memory-tree.js";

const literal: Origin = { kind: "literal", at: place("src/feed.ts", [10, 40]) };
const pageHost = Text.hole(
	{ kind: "page", name: "host", reason: "" },
	{ kind: "page", part: "host", at: place("src/feed.ts", [50, 63]) },
);
const caller = (is: string): Condition => ({
	atom: "caller src/feed.ts#0.0",
	is,
	kind: "caller",
	at: place("src/app.ts", [0, 1]),
});

function socket(
	...urls: readonly {
		readonly scheme: string;
		readonly host: Text;
		readonly when?: readonly Condition[];
	}[]
): Connection {
	const attempts: Attempt[] = [];
	const connection = connectionAt(place("src/feed.ts", [0, 64]), { attempts });
	for (const { scheme, host, when = [] } of urls) {
		const address: Address = {
			form: "absolute",
			scheme: Text.of(scheme, literal),
			host,
			port: undefined,
			path: Text.of("/ws", literal),
			query: Text.empty,
		};
		attempts.push({
			scenario: "production",
			connection,
			url: Text.concat(Text.of(`${scheme}://`, literal), host, address.path),
			address,
			status: when.every((c) => c.kind === "caller") ? "taken" : "possible",
			when,
			steps: [],
			hops: [],
			verdict: { kind: "unknown", reason: "" },
		});
	}
	return connection;
}

test("another caller's wss:// URL does not excuse ws:// in front of the page's host", () => {
	const connection = socket(
		{ scheme: "ws", host: pageHost, when: [caller("a")] },
		{
			scheme: "wss",
			host: Text.of("feed.acme.io", literal),
			when: [caller("b")],
		},
	);
	const found = [...insecure.check(smallGraph({ connections: [connection] }))];
	expect(found.map((f) => f.message.what)).toEqual([
		"ws://{host}/ws stays ws: when the page is served over https.",
	]);
});

test.each([
	["WebSocket", "An insecure WebSocket connection"],
	["sockjs", "An insecure SockJS connection"],
	["socket.io-client", "insecure XMLHttpRequest endpoint"],
] as const)("the refusal is told as %s words it", (library, words) => {
	const host = Text.of("feed.acme.io", literal);
	const plain = socket({ scheme: "http", host });
	const connection = connectionAt(plain.at, { library });
	const attempts = plain.attempts.map((a) => ({ ...a, connection }));
	const graph = smallGraph({
		connections: [Object.assign(connection, { attempts })],
	});
	expect([...insecure.check(graph)][0]?.message.why).toContain(words);
});

test("a branch for https pages excuses the ws:// branch", () => {
	const https = (is: string): Condition => ({
		atom: "https page",
		is,
		kind: "page",
		at: literal.at,
	});
	const connection = socket(
		{ scheme: "wss", host: pageHost, when: [https("true")] },
		{ scheme: "ws", host: pageHost, when: [https("false")] },
	);
	expect([
		...insecure.check(smallGraph({ connections: [connection] })),
	]).toEqual([]);
});

test("two sockets on one literal are one finding, with both as evidence", () => {
	const host = Text.of("localhost", literal);
	const other = connectionAt(place("src/other.ts", [0, 9]), {
		attempts: socket({ scheme: "ws", host }).attempts,
	});
	const graph = smallGraph({
		connections: [socket({ scheme: "ws", host }), other],
	});
	const found = [...hardcoded.check(graph)];
	expect(
		found.map((f) => [f.severity, f.evidence?.map((e) => e.at.file)]),
	).toEqual([["error", ["src/feed.ts", "src/other.ts"]]]);
});

test("a URL is shown without user info and query values", () => {
	const url = Text.of("wss://me:pw@feed.acme.io/ws?token=abc&v=1#x", literal);
	expect(shownUrl(url)).toBe("wss://…@feed.acme.io/ws?token=…&v=…#x");
});

test("--prefer env-url keeps what development dials and gives production the page's host", async () => {
	const tree = memoryTree(
		new Map([
			["package.json", '{ "devDependencies": { "vite": "^6.0.0" } }\n'],
			["index.html", '<script type="module" src="/src/main.ts"></script>\n'],
			[
				"vite.config.ts",
				'export default { server: { proxy: { "/ws": "ws://localhost:8000" } } };\n',
			],
			["src/main.ts", 'new WebSocket("ws://localhost:8000/ws/feed");\n'],
			[".env.example", "VITE_TITLE=Feed\n"],
		]),
	);
	const plan = await planFixes(await lint({ tree }), {
		unsafe: true,
		prefer: "env-url",
	});
	const read = `import.meta.env.VITE_WS_URL ?? \`\${location.protocol === "https:" ? "wss:" : "ws:"}//\${location.host}/ws/feed\``;
	const entry =
		"# wslint: was written into the code\nVITE_WS_URL=ws://localhost:8000/ws/feed\n";
	expect(Object.fromEntries(plan.files)).toEqual({
		"src/main.ts": `new WebSocket(${read});\n`,
		".env.development": entry,
		".env.example": `VITE_TITLE=Feed\n${entry}`,
	});
});

test("--prefer env-url leaves production the address of its own network", async () => {
	const tree = memoryTree(
		Object.entries({
			"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }\n',
			"index.html": '<script type="module" src="/src/main.ts"></script>\n',
			"src/main.ts":
				'new WebSocket("ws://192.168.2.100:8080/ws");\nfetch("/api/rooms");\n',
		}),
	);
	const plan = await planFixes(await lint({ tree }), {
		unsafe: true,
		prefer: "env-url",
	});
	const entry =
		"# wslint: was written into the code\nVITE_WS_URL=ws://192.168.2.100:8080/ws\n";
	expect(plan.files.get(".env.development")).toBe(entry);
	expect(plan.files.get(".env.production")).toBe(entry);
});

test("a fallback is shown as it is written, without the path that is put behind it", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/main.ts": `import "./users";
const base = import.meta.env.VITE_API_URL || "http://localhost:8000/api";
fetch(\`\${base}/rooms\`);
`,
				"src/users.ts": `const base = import.meta.env.VITE_API_URL || "http://localhost:8000/v2";
fetch(\`\${base}/users?name=\${document.title}\`);
`,
			}),
		),
	});
	const [found] = findings.filter(
		(f) => f.rule === "url/loopback-in-production",
	);
	expect(found?.message.what).toBe(
		"Where VITE_API_URL is not set, a production build falls back to http://localhost:8000/api.",
	);
	expect(found?.evidence.map((e) => e.message)).toContain(
		"http://localhost:8000/v2 is used for VITE_API_URL here",
	);
});

test("requests to one host share a key, and keep their paths", async () => {
	const tree = memoryTree(
		Object.entries({
			"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }\n',
			"index.html": '<script type="module" src="/src/main.ts"></script>\n',
			"src/main.ts":
				'new WebSocket("ws://localhost:8000/ws");\nfetch("http://localhost:8000/rooms");\nfetch(`http://localhost:8000/users/${document.title}`);\n',
		}),
	);
	const plan = await planFixes(await lint({ tree }), { unsafe: true });
	const kept = plan.files.get(".env.development")?.match(/^VITE.*$/gm) ?? [];
	expect(kept.toSorted()).toEqual([
		"VITE_API_URL=http://localhost:8000",
		"VITE_WS_URL=ws://localhost:8000/ws",
	]);
	expect(plan.files.get("src/main.ts")?.split("\n").slice(1, 3)).toEqual([
		'fetch(`${import.meta.env.VITE_API_URL ?? ""}/rooms`);',
		'fetch(`${import.meta.env.VITE_API_URL ?? ""}/users/${document.title}`);',
	]);
});

test("url/hardcoded names the other places that write the same host", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/main.ts": `import { useFeed } from "./feed";
useFeed("ws://localhost:8000/ws/feed");
`,
				"src/feed.ts": `export function useFeed(url = "ws://localhost:8000/ws") {
	return new WebSocket(url);
}
`,
				"src/old-client.ts": `export const load = () => fetch("http://localhost:8000/items");
`,
				"src/other.ts": `export const users = () => fetch("http://localhost:9000/users");
`,
			}),
		),
	});
	const [finding] = findings.filter(
		(f) => f.rule === "url/hardcoded" && f.severity === "error",
	);
	expect(finding?.location).toMatchObject({ file: "src/main.ts", line: 2 });
	expect(finding?.evidence.map((e) => [e.at.file, e.message])).toEqual([
		["src/feed.ts", "the socket is opened here"],
		["src/feed.ts", "the same host is the default where no call gives one"],
		[
			"src/old-client.ts",
			"the same host is written here, too, in a file that nothing uses",
		],
	]);
});

test("a module that a program in Node loads too gets no `location`", async () => {
	const tree = memoryTree(
		new Map([
			["package.json", '{ "dependencies": { "hono": "^4.4.2" } }'],
			["shared/address.ts", 'export const WS = "ws://localhost:3000/ws";\n'],
			[
				"server.ts",
				'import { Hono } from "hono";\nimport { WS } from "./shared/address";\nnew Hono(WS);\n',
			],
			["web/package.json", '{ "devDependencies": { "vite": "^5.2.0" } }'],
			[
				"web/index.html",
				'<script type="module" src="/src/main.ts"></script>\n',
			],
			[
				"web/src/main.ts",
				'import { WS } from "../../shared/address";\nnew WebSocket(WS);\n',
			],
		]),
	);
	const result = await lint({ tree });
	expect(result.findings.map((f) => f.rule)).toEqual(["url/hardcoded"]);
	const plan = await planFixes(result, { unsafe: true });
	expect([...plan.files.keys()]).toEqual([]);
});

test("a literal host is an error whatever an undecided test puts behind it", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.js"></script>',
				"src/main.js": `
					function cookie(name) {
						const parts = \`; \${document.cookie}\`.split(\`; \${name}=\`);
						if (parts.length === 2) return parts.pop().split(";").shift();
					}
					new WebSocket("ws://localhost:8080/ws/" + cookie("name"));
				`,
			}),
		),
	});
	expect(findings.map((f) => [f.severity, f.message.what])).toEqual([
		[
			"error",
			"The socket URL ws://localhost:8080/ws/{?} is written into the client code.",
		],
	]);
});

test("a value git tracks ships whatever an undecided test puts behind it", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.js"></script>',
				".env": "VITE_WS_URL=ws://localhost:3000\n",
				"src/main.js": `
					function stored(name) {
						try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
					}
					new WebSocket(import.meta.env.VITE_WS_URL + "/live?token=" + stored("token"));
				`,
			}),
		),
	});
	expect(
		findings
			.filter((f) => f.rule === "url/loopback-in-production")
			.map((f) => f.severity),
	).toEqual(["error"]);
});

test("a fallback in a module that a server renders with is not told to read `location`", async () => {
	const remedies = async (manifest: string) => {
		const { findings } = await lint({
			tree: memoryTree(
				Object.entries({
					"package.json": manifest,
					"index.html": '<script type="module" src="/src/main.ts"></script>',
					"app/page.tsx": '"use client";\nimport "../src/main";\n',
					"src/main.ts": `"use client";
						const url = process.env.NEXT_PUBLIC_WS_URL || import.meta.env?.VITE_WS_URL || "ws://localhost:8000/ws";
						new WebSocket(url);
					`,
				}),
			),
		});
		return findings
			.filter((f) => f.rule === "url/loopback-in-production")
			.map((f) => f.message.do.includes("location.host"));
	};
	expect(
		await remedies(
			'{ "scripts": { "build": "next build" }, "dependencies": { "next": "^15.0.0" } }',
		),
	).toEqual([false]);
	expect(
		await remedies(
			'{ "scripts": { "build": "vite build" }, "devDependencies": { "vite": "^6.0.0" } }',
		),
	).toContain(true);
});

const angular = (main: string) =>
	Object.entries({
		"package.json":
			'{ "scripts": { "start": "ng serve", "build": "ng build" }, "dependencies": { "@angular/core": "^20.0.0" }, "devDependencies": { "@angular/cli": "^20.0.0" } }',
		"angular.json": JSON.stringify({
			projects: {
				board: {
					architect: {
						build: {
							builder: "@angular/build:application",
							options: { browser: "src/main.ts" },
						},
						serve: { builder: "@angular/build:dev-server" },
					},
				},
			},
		}),
		"src/main.ts": main,
		"src/settings.ts":
			'export const settings = { wsUrl: "ws://localhost:3000" };\n',
		"src/app/index.ts": 'export * from "./feed.service";\n',
		"src/app/feed.service.ts": `
			import { settings } from "../settings";
			export class FeedService {
				connect() { return new WebSocket(\`\${settings.wsUrl}/feed\`); }
			}
		`,
	});

test("an Angular service that nothing names is reported at info", async () => {
	const unused = await lint({
		tree: memoryTree(angular('import "./app/index";\n')),
	});
	expect(unused.findings.map((f) => [f.rule, f.severity])).toEqual([
		["url/hardcoded", "info"],
	]);
	const used = await lint({
		tree: memoryTree(
			angular(
				'import { FeedService } from "./app";\nnew FeedService().connect();\n',
			),
		),
	});
	expect(used.findings.map((f) => [f.rule, f.severity])).toEqual([
		["url/hardcoded", "error"],
	]);
	expect(used.findings[0]?.message.do).toContain("fileReplacements");
});

test("what Angular's app.config.ts leads to runs in the page", async () => {
	const { findings } = await lint({
		tree: memoryTree([
			...angular(
				'import { appConfig } from "./app/app.config";\nbootstrapApplication(appConfig);\n',
			),
			[
				"src/app/app.config.ts",
				'import { routes } from "./app.routes";\nexport const appConfig = { providers: [routes] };\n',
			],
			[
				"src/app/app.routes.ts",
				'import { Board } from "./board.component";\nexport const routes = [{ path: "", component: Board }];\n',
			],
			[
				"src/app/board.component.ts",
				'import { FeedService } from "./feed.service";\nexport class Board { feed = new FeedService().connect(); }\n',
			],
		]),
	});
	expect(findings.map((f) => [f.rule, f.severity])).toEqual([
		["url/hardcoded", "error"],
	]);
});

test("a call in a file that nothing imports is no witness", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.js"></script>',
				"src/main.js": 'new WebSocket("ws://localhost:8080/ws");\n',
				"src/sample.js":
					'export const rooms = () => fetch("/api/rooms").then((r) => r.json());\n',
			}),
		),
	});
	expect(
		findings.flatMap((f) => f.evidence.map((e) => e.at.file)),
	).not.toContain("src/sample.js");
});

test("a component's index that another file hides from its importers is not used", async () => {
	const chat = (url: string) =>
		`"use client";\nexport default function Chat() { new WebSocket("${url}"); return null; }\n`;
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "dependencies": { "next": "15.0.0" } }',
				"app/page.tsx":
					'import Chat from "../components/Chat";\nexport default Chat;\n',
				"components/Chat.tsx": chat("ws://localhost:3000/a"),
				"components/Chat/index.tsx": chat("ws://localhost:3000/b"),
			}),
		),
	});
	const written = findings.filter((f) => f.rule === "url/hardcoded");
	expect(written.map((f) => [f.location.file, f.severity])).toEqual([
		["components/Chat.tsx", "error"],
		["components/Chat/index.tsx", "info"],
	]);
});
