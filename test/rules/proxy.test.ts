import { expect, test } from "vitest";
import { fastapi, pageSocket, said } from "./wiring.js";

test("a key that also covers the hot-reload socket is not given ws: true silently (P16)", async () => {
	const [finding] = await said("proxy", {
		server: 'proxy: { "/": { target: "http://localhost:8000" } }',
		main: pageSocket("/ws"),
	});
	expect(finding).toMatchObject({
		rule: "proxy/missing-ws",
		severity: "error",
		fixes: ["suggest"],
	});
});

test("several sockets on one key are one finding", async () => {
	const found = await said("proxy", {
		server: 'proxy: { "/ws": { target: "http://localhost:8000" } }',
		main: pageSocket("/ws/a") + pageSocket("/ws/b"),
	});
	expect(found).toHaveLength(1);
	expect(found[0]?.evidence).toEqual(["src/main.ts", "src/main.ts"]);
});

test("a Socket.IO client without ws: true falls back to polling: a warning (P27)", async () => {
	const [finding] = await said("proxy", {
		server: 'proxy: { "/socket.io": { target: "http://localhost:8000" } }',
		main: 'import { io } from "socket.io-client";\nio();\n',
	});
	expect(finding).toMatchObject({
		rule: "proxy/missing-ws",
		severity: "warning",
	});
});

test("the fallback of a key that the example file sets is nobody's socket", async () => {
	const main = `const url = import.meta.env.VITE_WS_URL || "ws://" + location.host + "/ws";\nnew WebSocket(url);\n`;
	expect(
		await said("proxy", {
			main,
			files: { ".env.example": "VITE_WS_URL=ws://localhost:8000/ws\n" },
		}),
	).toEqual([]);
	expect(await said("proxy", { main })).toMatchObject([
		{ rule: "proxy/client-hits-dev-server", severity: "warning" },
	]);
});

test("code that nothing reaches is told at info", async () => {
	const [finding] = await said("proxy", {
		main: "export {};\n",
		files: { "src/old-feed.ts": `export const feed = ${pageSocket("/ws")}` },
	});
	expect(finding?.severity).toBe("info");
});

test("tests are not judged", async () => {
	expect(
		await said("proxy", {
			main: "export {};\n",
			files: { "src/feed.test.ts": pageSocket("/ws") },
		}),
	).toEqual([]);
});

test("a target that adds a path is resolved before routes are compared (P11)", async () => {
	const [finding] = await said("proxy", {
		server:
			'proxy: { "/ws": { target: "http://localhost:8000/api", ws: true } }',
		main: pageSocket("/ws"),
		python: fastapi("/ws"),
	});
	expect(finding).toMatchObject({
		rule: "proxy/rewrite-mismatch",
		evidence: ["src/main.ts", "main.py"],
	});
});
