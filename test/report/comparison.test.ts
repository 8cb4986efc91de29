import { expect, test } from "vitest";
import { linesOfTree } from "../../src/engine/lines.js";
import { lint } from "../../src/index.js";
import { colorsFor } from "../../src/report/colors.js";
import { trace } from "../../src/report/trace/index.js";
import { memoryTree } from "../rules/memory-tree.js";

const FILES = {
	"web/package.json": '{ "devDependencies": { "vite": "^7.0.0" } }',
	"web/index.html": '<script type="module" src="/src/main.ts"></script>',
	"web/vite.config.ts":
		'export default { server: { proxy: { "/ws": { target: "http://localhost:8000", ws: true } } } };',
	"web/src/main.ts": 'new WebSocket("/ws/feed");',
	"web/nginx.conf":
		"server {\n  listen 80;\n  location /api/ { proxy_pass http://api:8000; }\n  location / { try_files $uri /index.html; }\n}",
	"api/main.py":
		'from fastapi import FastAPI, WebSocket\napp = FastAPI()\n@app.websocket("/ws/feed")\nasync def feed(socket: WebSocket):\n    await socket.accept()\n',
	Procfile: "api: cd api && uvicorn main:app --port 8000\n",
};

async function traced(files: Readonly<Record<string, string>>) {
	const tree = memoryTree(Object.entries(files));
	const { graph } = await lint({ tree });
	return trace(graph, graph.connections, {
		linesOf: linesOfTree(tree),
		colors: colorsFor(false),
	});
}

test("a path that only the development proxy serves is set beside production, with the entry that makes the difference", async () => {
	const text = await traced(FILES);
	expect(text.slice(text.indexOf("  compared"))).toBe(
		`  compared
    dev, preview  ✓ reaches: api (FastAPI) serves /ws/feed
    production    ✗ cannot reach: web/nginx.conf does not forward /ws/feed: location / falls back to
                    /index.html
    the difference: the proxy entry "/ws" (web/vite.config.ts:1)
`,
	);
});

test("a URL that is another one in production is what differs", async () => {
	const text = await traced({
		...FILES,
		"web/nginx.conf": "",
		"web/src/main.ts": "new WebSocket(import.meta.env.VITE_WS_URL);",
		"web/.env.development": "VITE_WS_URL=ws://localhost:8000/ws/feed\n",
		"web/.env.production": "VITE_WS_URL=ws://localhost:9000/ws/feed\n",
	});
	expect(text.replaceAll(/\s+/g, " ")).toContain(
		"the difference: it dials ws://localhost:8000/ws/feed in dev, ws://localhost:9000/ws/feed in production",
	);
});

test("scenarios that agree are not compared", async () => {
	expect(await traced({ ...FILES, "web/nginx.conf": "" })).not.toContain(
		"compared",
	);
});

test("a finding about production names what brings the socket there in development", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				...FILES,
				"web/nginx.conf": "",
				"web/.env.production": "VITE_WS_URL=ws://localhost:8000/ws/feed\n",
				"web/.env.development": "VITE_WS_URL=/ws/feed\n",
				"web/src/main.ts": "new WebSocket(import.meta.env.VITE_WS_URL);",
			}),
		),
	});
	const finding = findings.find((f) => f.rule === "url/loopback-in-production");
	expect(finding?.evidence.map((e) => e.message)).toContain(
		"in dev it reaches /ws/feed of api (FastAPI) through this proxy entry",
	);
});
