import { expect, test } from "vitest";
import { lint } from "../../src/lint.js";
import { secretValues } from "../../src/report/mask.js";
import { memoryTree } from "../rules/memory-tree.js";

test("a credential that a server compares with is covered, whatever its key is called", async () => {
	const source = [
		"from fastapi import FastAPI, WebSocket",
		"app = FastAPI()",
		'KEY = "letmein-please"',
		'@app.websocket("/ws")',
		"async def ws(socket: WebSocket):",
		'    if socket.query_params.get("api_key") != KEY:',
		"        await socket.close(code=1008)",
		"        return",
		"    await socket.accept()",
		"",
	].join("\n");
	const tree = memoryTree([
		["main.py", source],
		["requirements.txt", "fastapi\nuvicorn[standard]\n"],
		["Procfile", "web: uvicorn main:app --port 8000\n"],
	]);
	const { graph, findings } = await lint({ tree });
	expect(findings.map((f) => f.rule)).toContain("env/hardcoded-secret");
	const covered = (secretValues(graph).get("main.py") ?? []).map(
		([start, end]) => source.slice(start, end),
	);
	expect(covered.join()).toContain("letmein-please");
});

test("the default of a signing secret and a literal that a client hands over are covered", async () => {
	const files = {
		"package.json":
			'{ "type": "module", "dependencies": { "ws": "^8.18.0", "socket.io-client": "^4.8.0" } }',
		"server.js":
			'import { WebSocketServer } from "ws";\nexport const secret = process.env.JWT_SECRET || "default-of-mine";\nnew WebSocketServer({ port: 8000 });\n',
		"client.js":
			'import { io } from "socket.io-client";\nio("wss://chat.example.com", { auth: { token: "k7Vq2mZx91" } });\n',
	};
	const { graph } = await lint({ tree: memoryTree(Object.entries(files)) });
	const covered = [...secretValues(graph)].flatMap(([file, spans]) =>
		spans.map(([start, end]) =>
			files[file as keyof typeof files].slice(start, end),
		),
	);
	expect(covered.join()).toContain("default-of-mine");
	expect(covered.join()).toContain("k7Vq2mZx91");
});
