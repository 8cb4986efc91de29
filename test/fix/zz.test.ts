import { test } from "vitest";
import { planFixes } from "../../src/fix/index.js";
import { lint } from "../../src/lint.js";
import { memoryTree } from "../rules/memory-tree.js";
test("x", async () => {
	const files: Record<string,string> = {
	"package.json": '{ "devDependencies": { "vite": "^7.0.0" } }\n',
	"index.html": '<script type="module" src="/src/main.ts"></script>\n',
	"vite.config.ts": 'import { defineConfig } from "vite";\nexport default defineConfig({ server: { proxy: { "/api": { target: "http://localhost:8000"  , ws:true} } } });\n',
	"src/main.ts": 'const scheme = location.protocol === "https:" ? "wss:" : "ws:";\nnew WebSocket(`${scheme}//${location.host}/api/chat/ws/`);\n',
	"main.py": 'from fastapi import FastAPI, WebSocket\n\napp = FastAPI()\n\n\n@app.websocket("/api/chat/ws")\nasync def chat(ws: WebSocket):\n    await ws.accept()\n',
	Procfile: "api: uvicorn main:app --port 8000\n",
	"requirements.txt": "fastapi\nuvicorn[standard]\n",
	};
	const r = await lint({ tree: memoryTree(Object.entries(files)) });
	for (const f of r.findings) console.log(f.rule, f.severity, f.scenario, JSON.stringify(f.fixes), f.message.what);
	for (const u of [false,true]) { const p = await planFixes(r, {unsafe: u}); console.log(JSON.stringify([p.applied, p.dropped])); }
});
