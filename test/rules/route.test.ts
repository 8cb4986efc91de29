import { expect, test } from "vitest";
import { lint } from "../../src/lint.js";
import { memoryTree } from "./memory-tree.js";
import { fastapi, pageSocket, said } from "./wiring.js";

const dev = (url: string, more: Readonly<Record<string, string>> = {}) => ({
	".env.development": `VITE_WS_URL=${url}\n`,
	".env.production": "VITE_WS_URL=wss://chat.example.org/ws\n",
	...more,
});
const main = "new WebSocket(import.meta.env.VITE_WS_URL);\n";

test("another name may mean another route: the repair is unsafe", async () => {
	expect(
		await said("route", {
			main,
			python: fastapi("/ws/dashboard"),
			files: dev("ws://localhost:8000/ws/status"),
		}),
	).toMatchObject([
		{ rule: "route/mismatch", at: ".env.development:1", fixes: ["unsafe"] },
	]);
});

test("a value that also reaches a third party is not changed safely", async () => {
	expect(
		await said("route", {
			server: 'proxy: { "/ws": { target: "http://localhost:8000", ws: true } }',
			main: pageSocket("/ws"),
			python: fastapi("/api/ws"),
		}),
	).toMatchObject([{ rule: "route/mismatch", fixes: ["unsafe"] }]);
});

test("a parameter that is still empty is no mismatch", async () => {
	expect(
		await said("route", {
			main: 'const room = "";\nnew WebSocket(import.meta.env.VITE_WS_URL + "/" + room);\n',
			python: fastapi("/ws/{room}"),
			files: dev("ws://localhost:8000/ws"),
		}),
	).toEqual([]);
});

test("the example's own fault is told, the code's is not told again at the example", async () => {
	const example = { ".env.example": "VITE_WS_URL=ws://localhost:8000\n" };
	expect(
		await said("route", {
			main: 'new WebSocket(import.meta.env.VITE_WS_URL + "/sw");\n',
			python: fastapi("/ws"),
			files: dev("ws://localhost:8000", example),
		}),
	).toMatchObject([{ rule: "route/mismatch", at: "src/main.ts:1" }]);
});

test("a base that doubles for every socket is the one place to change", async () => {
	expect(
		await said("route", {
			main: 'new WebSocket(import.meta.env.VITE_WS_URL + "/ws/a");\nnew WebSocket(import.meta.env.VITE_WS_URL + "/ws/b");\n',
			python: fastapi("/ws/a", "/ws/b"),
			files: {
				...dev("ws://localhost:8000/ws"),
				".env.production": "VITE_WS_URL=wss://chat.example.org\n",
			},
		}),
	).toMatchObject([
		{
			rule: "route/duplicated-segment",
			severity: "error",
			at: ".env.development:1",
		},
	]);
});

test("a base that is right for another socket is not blamed", async () => {
	expect(
		await said("route", {
			main: 'new WebSocket(import.meta.env.VITE_WS_URL + "/ws");\nnew WebSocket(import.meta.env.VITE_WS_URL);\n',
			python: fastapi("/ws"),
			files: dev("ws://localhost:8000/ws"),
		}),
	).toMatchObject([{ rule: "route/duplicated-segment", at: "src/main.ts:1" }]);
});

test("a wrong port is told once, not as a disagreement too", async () => {
	expect(
		await said("route", {
			main: `${main}fetch(import.meta.env.VITE_API_URL + "/rooms");\n`,
			python: fastapi("/ws"),
			files: {
				".env.development":
					"VITE_WS_URL=ws://localhost:8001/ws\nVITE_API_URL=http://localhost:8000\n",
				".env.production":
					"VITE_WS_URL=wss://chat.example.org/ws\nVITE_API_URL=https://chat.example.org\n",
			},
		}),
	).toMatchObject([{ rule: "route/port-mismatch" }]);
});

test("a dev server in a ready image takes its URL from the service that mounts it", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"web/package.json":
					'{ "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^7.0.0" } }',
				"web/index.html": '<script type="module" src="/src/main.ts"></script>',
				"web/src/main.ts": "new WebSocket(import.meta.env.VITE_WS_URL);\n",
				"web/.env.development": "VITE_WS_URL=ws://localhost:8000/api/ws\n",
				"compose.yml": [
					"services:",
					"  web:",
					"    image: node:22-alpine",
					"    working_dir: /srv/web",
					"    command: npm run dev -- --host",
					"    environment:",
					"      - VITE_WS_URL=ws://localhost:8000/ws",
					"    volumes:",
					"      - ./web:/srv/web",
					"    ports:",
					'      - "5173:5173"',
					"  api:",
					"    build: .",
					"    command: uvicorn main:app --host 0.0.0.0 --port 8000",
					"    ports:",
					'      - "8000:8000"',
					"",
				].join("\n"),
				"requirements.txt": "fastapi==0.115.0\nuvicorn[standard]==0.34.0\n",
				"main.py": [
					"from fastapi import FastAPI, WebSocket",
					"app = FastAPI()",
					'@app.websocket("/api/ws")',
					"async def feed(ws: WebSocket):",
					"    await ws.accept()",
					"",
				].join("\n"),
				Procfile: "api: uvicorn main:app --port 8000\n",
			}),
		),
	});
	expect(
		findings.map((f) => [f.rule, f.scenario, f.location.file, f.location.line]),
	).toEqual([["route/mismatch", ["container"], "compose.yml", 7]]);
});

test("a scheme that stands before several hosts is not rewritten for one of them", async () => {
	const fixesFor = async (host: string) => {
		const { findings } = await lint({
			tree: memoryTree(
				Object.entries({
					"web/package.json":
						'{ "scripts": { "dev": "vite" }, "dependencies": { "socket.io-client": "^4.8.0" }, "devDependencies": { "vite": "^6.0.0" } }',
					"web/index.html":
						'<script type="module" src="/src/main.js"></script>',
					"web/src/main.js": `import { io } from "socket.io-client";\nconst host = ${host};\nio(\`https://\${host}\`);\n`,
					"server/package.json":
						'{ "type": "module", "scripts": { "start": "node server.js" }, "dependencies": { "socket.io": "^4.8.0" } }',
					"server/server.js":
						'import { createServer } from "node:http";\nimport { Server } from "socket.io";\nconst server = createServer();\nnew Server(server, { cors: { origin: "http://localhost:5173" } });\nserver.listen(4500);\n',
				}),
			),
		});
		return findings
			.filter((f) => f.rule === "route/scheme-mismatch")
			.map((f) => f.fixes.map((fix) => fix.title));
	};
	expect(await fixesFor('"localhost:4500"')).toEqual([["Use http://"]]);
	expect(
		await fixesFor(
			'location.hostname === "localhost" ? "localhost:4500" : location.host',
		),
	).toEqual([[]]);
});
