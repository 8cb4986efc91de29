import { expect, test } from "vitest";
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
