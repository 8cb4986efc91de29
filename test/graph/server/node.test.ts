import { describe, expect, test } from "vitest";
import { origins, paths, ports, serverOf, serversOf } from "./servers.js";

const manifest = (...dependencies: readonly string[]) =>
	JSON.stringify({
		name: "server",
		dependencies: Object.fromEntries(dependencies.map((d) => [d, "*"])),
	});

const answers = (
	server: Awaited<ReturnType<typeof serverOf>>,
	path: string,
): boolean => server.routes.items.some((r) => r.matches(path));

describe("ws", () => {
	test("a port of its own; no path accepts every path (N1)", async () => {
		const server = await serverOf({
			"package.json": manifest("ws"),
			"server.js": `
const WebSocket = require("ws");
const wss = new WebSocket.Server({ port: process.env.PORT || 8080 });
wss.on("connection", () => {});
`,
		});
		expect(ports(server)).toEqual(["8080"]);
		expect(server).toMatchObject({
			kind: "ws",
			speaks: "websocket",
			live: true,
		});
		expect(answers(server, "/whatever")).toBe(true);
		expect(server.routes.complete).toBe(true);
	});

	test("a default for a URL that is always there hides no test of the path", async () => {
		const server = await serverOf({
			"package.json": manifest("ws"),
			"server.ts": `
import { createServer } from "node:http";
import { WebSocketServer } from "ws";

const server = createServer();
const live = new WebSocketServer({ noServer: true });
server.on("upgrade", (request, socket, head) => {
	const { pathname } = new URL(request.url ?? "/", "http://gateway");
	if (pathname === "/live")
		live.handleUpgrade(request, socket, head, (client) => live.emit("connection", client));
	else socket.destroy();
});
server.listen(7070);
`,
		});
		expect(paths(server)).toEqual(["/live"]);
	});

	test("on an HTTP server with Express behind it, at one path (N1)", async () => {
		const server = await serverOf({
			"package.json": manifest("ws", "express"),
			"src/index.ts": `
import http from "node:http";
import express from "express";
import { attach } from "./sockets.js";

const app = express();
const server = http.createServer(app);
attach(server);
server.listen(4000, () => console.log("up"));
`,
			"src/sockets.ts": `
import type { Server } from "node:http";
import { WebSocketServer } from "ws";

export function attach(server: Server) {
	const wss = new WebSocketServer({ server, path: "/ws" });
	wss.on("connection", () => {});
}
`,
		});
		expect(paths(server)).toEqual(["/ws"]);
		expect(ports(server)).toEqual(["4000"]);
		expect(answers(server, "/ws?x=1")).toBe(true);
		expect(answers(server, "/ws/")).toBe(false);
		expect(server.missSymptom).toBe("400");
	});

	test("noServer: the tests before handleUpgrade() are the routes", async () => {
		const server = await serverOf({
			"package.json": manifest("ws"),
			"server.mjs": `
import { createServer } from "http";
import { WebSocketServer } from "ws";

const server = createServer();
const chat = new WebSocketServer({ noServer: true });
const feed = new WebSocketServer({ noServer: true });

server.on("upgrade", (request, socket, head) => {
	const { pathname } = new URL(request.url, "http://localhost");
	if (pathname === "/chat") {
		chat.handleUpgrade(request, socket, head, () => {});
	} else if (pathname.startsWith("/feed/")) {
		feed.handleUpgrade(request, socket, head, () => {});
	} else {
		socket.destroy();
	}
});
server.listen(3001);
`,
		});
		expect(paths(server)).toEqual(["/chat", "/feed/"]);
		expect(answers(server, "/feed/a")).toBe(true);
		expect(answers(server, "/other")).toBe(false);
		expect(server.routes.complete).toBe(true);
	});

	test.each([
		['req.url.split("/")[1] === "live"', "/live/a", "/a/live"],
		['req.url.slice(1).split("/")[0] === "live"', "/live/a", "/lives/a"],
		[
			'req.url.split("/").filter(Boolean)[1] === "live"',
			"/api/live",
			"/live/api",
		],
		['req.url.split("?")[0] === "/live"', "/live", "/live/a"],
		['req.url.endsWith("/live")', "/a/live", "/live/a"],
		['req.url.includes("/live/")', "/a/live/b", "/live"],
		["/^\\/live\\/\\d+$/.exec(req.url)", "/live/1", "/live/a"],
	])(
		"a segment of the path is no whole path: %s",
		async (guard, right, wrong) => {
			const server = await serverOf({
				"server.js": `
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
const http = createServer();
const wss = new WebSocketServer({ noServer: true });
http.on("upgrade", (req, socket, head) => {
	if (${guard}) wss.handleUpgrade(req, socket, head, () => {});
	else socket.destroy();
});
http.listen(3000);
`,
			});
			const [route] = server.routes.items;
			expect(server.routes.complete).toBe(true);
			expect(route?.matches(right)).toBe(true);
			expect(route?.matches(wrong)).toBe(false);
		},
	);

	test.each([
		'req.url.slice(1) === "live"',
		'req.url.toLowerCase() === "/live"',
		'req.url.split("/").at(-1) === "live"',
		'req.url.replace(/\\/$/, "") === "/live"',
	])(
		"a part of the path that is not followed leaves the routes open: %s",
		async (guard) => {
			const server = await serverOf({
				"server.js": `
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
const http = createServer();
const wss = new WebSocketServer({ noServer: true });
http.on("upgrade", (req, socket, head) => {
	if (${guard}) wss.handleUpgrade(req, socket, head, () => {});
	else socket.destroy();
});
http.listen(3000);
`,
			});
			expect(server.routes.complete).toBe(false);
		},
	);

	test("a setting called path is no request's", async () => {
		const server = await serverOf({
			"server.js": `
import { createServer } from "node:http";
import { WebSocketServer } from "ws";
const http = createServer();
const options = { path: "/x" };
const wss = new WebSocketServer({ noServer: true });
http.on("upgrade", (req, socket, head) => {
	if (options.path === "/x") wss.handleUpgrade(req, socket, head, () => {});
});
http.listen(3000);
`,
		});
		expect(server.routes.items[0]?.matches("/anything")).toBe(true);
	});

	test("an early exit before handleUpgrade() is a test too", async () => {
		const server = await serverOf({
			"package.json": manifest("ws"),
			"server.js": `
import { createServer } from "http";
import { WebSocketServer } from "ws";
const server = createServer();
const wss = new WebSocketServer({ noServer: true });
server.on("upgrade", (req, socket, head) => {
	if (req.url !== "/live") {
		socket.destroy();
		return;
	}
	wss.handleUpgrade(req, socket, head, (ws) => wss.emit("connection", ws));
});
server.listen(3001);
`,
		});
		expect(paths(server)).toEqual(["/live"]);
	});

	test("whatever else is given the HTTP server may answer sockets", async () => {
		const server = await serverOf({
			"package.json": manifest("ws", "peer"),
			"server.js": `
import { createServer } from "http";
import { WebSocketServer } from "ws";
import { ExpressPeerServer } from "peer";
const server = createServer();
new WebSocketServer({ server, path: "/ws" });
ExpressPeerServer(server, {});
server.listen(3001);
`,
		});
		expect(server.routes.complete).toBe(false);
		expect(server.routes.reason).toContain("peer");
	});

	test("a client of ws is no server", async () => {
		expect(
			await serversOf({
				"package.json": manifest("ws"),
				"client.js": `
import WebSocket from "ws";
const ws = new WebSocket("ws://localhost:8080");
ws.on("open", () => {});
`,
			}),
		).toEqual([]);
	});
});

describe("Express", () => {
	test("express-ws: mounted routers, loose about case and slash (W9)", async () => {
		const server = await serverOf({
			"package.json": manifest("express", "express-ws"),
			"index.js": `
import express from "express";
import expressWs from "express-ws";
const { app } = expressWs(express());
const router = express.Router();
router.ws("/echo/:room", () => {});
app.ws("/live", () => {});
app.use("/api", router);
app.listen(process.env.PORT ?? 5000);
`,
		});
		expect(paths(server)).toEqual(["/api/echo/:room", "/live"]);
		expect(answers(server, "/API/echo/a/")).toBe(true);
		expect(server).toMatchObject({ kind: "express-ws", matching: "loose" });
		expect(ports(server)).toEqual(["5000"]);
	});

	test("cors: list, credentials, regular expression, nothing at all", async () => {
		const of = async (options: string) =>
			serverOf({
				"package.json": manifest("express", "cors"),
				"index.js": `
import express from "express";
import cors from "cors";
const app = express();
app.use(cors(${options}));
app.listen(3000);
`,
			});
		const list = await of(
			'{ origin: ["http://localhost:5173", process.env.WEB_URL].filter(Boolean), credentials: true }',
		);
		expect(origins(list)).toEqual(["http://localhost:5173"]);
		expect(list.origins[0]).toMatchObject({
			kind: "http-cors",
			library: "express-cors",
			shape: "list",
			credentials: { value: true },
			// What filter() may drop or keep is all in the list: nothing is missing from it.
			entries: { complete: true, reason: expect.stringContaining("WEB_URL") },
			home: { form: "array" },
		});
		const { at } = list.origins[0]?.home ?? {};
		expect(at && at.span[1] - at.span[0]).toBe(
			'["http://localhost:5173", process.env.WEB_URL]'.length,
		);
		expect(origins(await of(""))).toEqual(["*"]);
		expect((await of("{ origin: /localhost/ }")).origins[0]).toMatchObject({
			shape: "regex",
			regex: { value: "localhost" },
		});
		const decided = await of("{ origin: (o, cb) => cb(null, true) }");
		expect(decided.origins[0]).toMatchObject({
			shape: "function",
			entries: { complete: false },
		});
	});
});

describe("Socket.IO", () => {
	test("on an HTTP server, with path and origins split from an env key", async () => {
		const server = await serverOf({
			"package.json": manifest("express", "socket.io"),
			".env": "CLIENT_URLS=http://a.test,http://b.test\n",
			"index.js": `
const express = require("express");
const { Server } = require("socket.io");
const app = express();
const server = app.listen(3030);
const io = new Server(server, {
	path: "/rt/",
	cors: { origin: process.env.CLIENT_URLS.split(","), credentials: true },
});
`,
		});
		expect(paths(server)).toEqual(["/rt"]);
		expect(answers(server, "/rt/?EIO=4")).toBe(true);
		expect(answers(server, "/socket.io/")).toBe(false);
		expect(server).toMatchObject({ kind: "socket.io", speaks: "socket.io" });
		expect(ports(server)).toEqual(["3030"]);
		expect(origins(server)).toEqual(["http://a.test", "http://b.test"]);
		expect(server.origins[0]?.home).toMatchObject({
			form: "env",
			at: { file: ".env" },
		});
	});

	test("on a port of its own", async () => {
		const server = await serverOf({
			"package.json": manifest("socket.io"),
			"index.mjs": `
import { Server } from "socket.io";
const io = new Server(3000, { cors: { origin: "*" } });
`,
		});
		expect(ports(server)).toEqual(["3000"]);
		expect(paths(server)).toEqual(["/socket.io"]);
		expect(origins(server)).toEqual(["*"]);
	});

	test("NestJS gateways join the application; WsAdapter makes them plain", async () => {
		const files = (adapter: string) => ({
			"package.json": manifest("@nestjs/core", "@nestjs/websockets"),
			"src/main.ts": `
import { NestFactory } from "@nestjs/core";
import { WsAdapter } from "@nestjs/platform-ws";
async function bootstrap() {
	const app = await NestFactory.create({});
	app.enableCors({ origin: ["http://localhost:4200"], credentials: true });
	${adapter}
	await app.listen(process.env.PORT ?? 3333);
}
bootstrap();
`,
			"src/chat.gateway.ts": `
import { WebSocketGateway } from "@nestjs/websockets";
@WebSocketGateway({ path: "/chat", namespace: "room", cors: true })
export class ChatGateway {}
`,
		});
		const io = await serverOf(files(""));
		expect(io).toMatchObject({ speaks: "socket.io", live: true });
		expect(ports(io)).toEqual(["3333"]);
		expect(io.origins.map((o) => o.kind)).toEqual([
			"http-cors",
			"socket.io-cors",
		]);
		const plain = await serverOf(
			files("app.useWebSocketAdapter(new WsAdapter(app));"),
		);
		expect(plain).toMatchObject({ speaks: "websocket", kind: "ws" });
		expect(paths(plain)).toEqual(["/chat"]);
	});
});
