import { expect, test } from "vitest";
import { lint } from "../../src/lint.js";
import { memoryTree } from "./memory-tree.js";

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
