import { expect, test } from "vitest";
import { planFixes } from "../../src/fix/index.js";
import { lint } from "../../src/lint.js";
import { memoryTree } from "./memory-tree.js";

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
