import { describe, expect, test } from "vitest";
import { unreadServers } from "../../../src/graph/server/index.js";
import { sourcesOf } from "../app/sources.js";
import { paths, ports, serverOf, serversOf } from "./servers.js";

describe("Fastify", () => {
	test("socket routes of plugins, below their prefixes", async () => {
		const server = await serverOf({
			"package.json":
				'{"dependencies":{"fastify":"5","@fastify/websocket":"11"}}',
			"server.ts": `
import Fastify from "fastify";
import websocket from "@fastify/websocket";
import { liveRoutes } from "./live";
const app = Fastify({ logger: true });
await app.register(websocket);
app.register(liveRoutes, { prefix: "/api" });
app.register(async function (fastify) {
  fastify.get("/ws", { websocket: true }, (socket) => {});
  fastify.get("/health", async () => "ok");
});
await app.listen({ port: 3001, host: "0.0.0.0" });
`,
			"live.ts": `
import type { FastifyInstance } from "fastify";
export async function liveRoutes(fastify: FastifyInstance) {
  fastify.route({ method: "GET", url: "/live/:room", handler: () => {}, wsHandler: () => {} });
}
`,
		});
		expect(server.title).toContain("Fastify");
		expect(server.routes.complete).toBe(true);
		expect(paths(server)).toEqual(["/api/live/:room", "/ws"]);
		const live = server.routes.items.find((r) => r.path.endsWith(":room"));
		expect(live?.matches("/api/live/a")).toBe(true);
		expect(live?.matches("/api/live/a/")).toBe(false);
		expect(live?.matches("/live/a")).toBe(false);
		expect(ports(server)).toEqual(["3001"]);
	});

	test("an app built in another file, with a port that an env key may replace", async () => {
		const server = await serverOf({
			"app.ts": `
import Fastify from "fastify";
import live from "./live.js";
export function buildApp(options = {}) {
  const app = Fastify(options).withTypeProvider();
  app.register(live, { prefix: "/live" });
  return app;
}
`,
			"live.ts": `
import type { FastifyPluginAsync } from "fastify";
const live: FastifyPluginAsync = async (fastify) => {
  fastify.get("/", { websocket: true }, () => {});
};
export default live;
`,
			"server.ts": `
import { buildApp } from "./app.js";
const start = async () => {
  const app = buildApp({ logger: true });
  await app.listen({ port: Number(process.env.PORT) || 3333 });
};
start();
`,
		});
		expect(paths(server)).toEqual(["/live"]);
		expect(server.routes.items[0]?.matches("/live/")).toBe(true);
		expect(ports(server)).toEqual(["3333"]);
		expect(server.listens).toMatchObject({
			complete: true,
			reason: "PORT may be set from outside",
		});
	});

	test("a plugin wrapped by fastify-plugin runs without the prefix; autoload leaves the routes open", async () => {
		const server = await serverOf({
			"server.js": `
const fastify = require("fastify")();
const fp = require("fastify-plugin");
fastify.register(require("@fastify/websocket"));
fastify.register(fp(async (app) => { app.get("/ws", { websocket: true }, () => {}); }), { prefix: "/x" });
fastify.register(require("@fastify/autoload"), { dir: "routes" });
fastify.listen({ port: 4000 });
`,
		});
		expect(paths(server)).toEqual(["/ws"]);
		expect(server.routes.complete).toBe(false);
	});

	test("a plugin of unknown content inside a plugin leaves the routes open", async () => {
		const server = await serverOf({
			"a-routes.js": `
module.exports = async function routes(fastify) {
  fastify.register(require("fastify-socket.io"));
  fastify.get("/ws", { websocket: true }, () => {});
};
`,
			"server.js": `
const fastify = require("fastify")();
fastify.register(require("./a-routes"), { prefix: "/v1" });
fastify.listen({ port: 4000 });
`,
		});
		expect(paths(server)).toEqual(["/v1/ws"]);
		expect(server.routes.complete).toBe(false);
	});

	test("Socket.IO on fastify.server", async () => {
		const server = await serverOf({
			"server.js": `
import Fastify from "fastify";
import { Server } from "socket.io";
const app = Fastify();
const io = new Server(app.server, { path: "/rt" });
app.listen({ port: 4001 });
`,
		});
		expect(server.speaks).toBe("socket.io");
		expect(paths(server)).toEqual(["/rt"]);
		expect(ports(server)).toEqual(["4001"]);
	});
});

describe("Hono", () => {
	test("upgradeWebSocket on a sub-app, below route() and basePath()", async () => {
		const server = await serverOf({
			"index.ts": `
import { serve } from "@hono/node-server";
import { createNodeWebSocket } from "@hono/node-ws";
import { Hono } from "hono";
const app = new Hono().basePath("/api");
const { injectWebSocket, upgradeWebSocket } = createNodeWebSocket({ app });
const chat = new Hono();
chat.get("/ws/:room", upgradeWebSocket(() => ({ onMessage() {} })));
app.route("/chat", chat);
app.get("/health", (c) => c.text("ok"));
const server = serve({ fetch: app.fetch, port: 3005 });
injectWebSocket(server);
`,
		});
		expect(server.title).toContain("Hono");
		expect(paths(server)).toEqual(["/api/chat/ws/:room"]);
		expect(server.routes.items[0]?.matches("/api/chat/ws/a")).toBe(true);
		expect(ports(server)).toEqual(["3005"]);
	});

	test("ws on the server that serve() returns has the port of the app", async () => {
		const server = await serverOf({
			"index.js": `
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { WebSocketServer } from "ws";
const app = new Hono();
const server = serve({ fetch: app.fetch, port: 8788 });
new WebSocketServer({ server, path: "/feed" });
`,
		});
		expect([paths(server), ports(server)]).toEqual([["/feed"], ["8788"]]);
	});

	test("an exported app for Bun", async () => {
		const server = await serverOf({
			"index.ts": `
import { Hono } from "hono";
import { createBunWebSocket } from "hono/bun";
const { upgradeWebSocket, websocket } = createBunWebSocket();
const app = new Hono();
app.get("/ws", upgradeWebSocket(() => ({})));
export default { port: 8787, fetch: app.fetch, websocket };
`,
		});
		expect(paths(server)).toEqual(["/ws"]);
		expect(ports(server)).toEqual(["8787"]);
	});
});

describe("Bun and Deno", () => {
	test("Bun.serve: the path tests before server.upgrade()", async () => {
		const server = await serverOf({
			"index.ts": `
Bun.serve({
  port: process.env.PORT ?? 4321,
  fetch(req, server) {
    const url = new URL(req.url);
    if (url.pathname === "/chat") {
      if (server.upgrade(req)) return;
    }
    return new Response("no", { status: 404 });
  },
  websocket: { message(ws, m) {} },
});
`,
		});
		expect(server.title).toContain("Bun");
		expect(paths(server)).toEqual(["/chat"]);
		expect(server.routes.items[0]?.matches("/chats")).toBe(false);
		expect(ports(server)).toEqual(["4321"]);
	});

	test("Bun.serve: a table of routes; the default port", async () => {
		const server = await serverOf({
			"index.ts": `
Bun.serve({
  routes: { "/ws/:id": (req, server) => { server.upgrade(req); }, "/": () => new Response("hi") },
  websocket: { message() {} },
});
`,
		});
		expect(paths(server)).toEqual(["/ws/:id"]);
		expect(ports(server)).toEqual(["3000"]);
	});

	test("Deno.serve with an early return for other paths", async () => {
		const server = await serverOf({
			"main.ts": `
Deno.serve({ port: 9100 }, (req) => {
  const { pathname } = new URL(req.url);
  if (pathname !== "/ws") return new Response(null, { status: 404 });
  const { socket, response } = Deno.upgradeWebSocket(req);
  return response;
});
`,
		});
		expect(server.title).toContain("Deno");
		expect(paths(server)).toEqual(["/ws"]);
		expect(ports(server)).toEqual(["9100"]);
	});
});

describe("Elysia and uWebSockets.js", () => {
	test("chains, plugins with a prefix and groups", async () => {
		const server = await serverOf({
			"index.ts": `
import { Elysia } from "elysia";
import { chat } from "./chat";
new Elysia()
  .use(chat)
  .group("/v1", (app) => app.ws("/feed", { message() {} }))
  .ws("/echo", { message(ws, m) { ws.send(m); } })
  .listen(3100);
`,
			"chat.ts": `
import { Elysia } from "elysia";
export const chat = new Elysia({ prefix: "/chat" }).ws("/room/:id", { message() {} });
`,
		});
		expect(server.title).toContain("Elysia");
		expect(paths(server)).toEqual(["/chat/room/:id", "/echo", "/v1/feed"]);
		expect(ports(server)).toEqual(["3100"]);
	});

	test("uWebSockets.js: wildcard and listen(host, port)", async () => {
		const server = await serverOf({
			"server.js": `
const uWS = require("uWebSockets.js");
uWS.App()
  .ws("/ws/*", { message: (ws, m) => {} })
  .any("/*", (res) => res.end("x"))
  .listen("0.0.0.0", 9001, (token) => {});
`,
		});
		expect(server.title).toContain("uWebSockets.js");
		expect(paths(server)).toEqual(["/ws/*"]);
		expect(server.routes.items[0]?.matches("/ws/a/b")).toBe(true);
		expect(server.routes.items[0]?.matches("/other")).toBe(false);
		expect(ports(server)).toEqual(["9001"]);
	});
});

describe("stacks that are read", () => {
	test("Fastify counts as unread only where no server of it is found", async () => {
		const manifest = { "api/package.json": '{"dependencies":{"fastify":"5"}}' };
		const sources = await sourcesOf({
			...manifest,
			"api/server.js": `
import Fastify from "fastify";
Fastify().listen({ port: 3001 });
`,
		});
		const servers = await serversOf({
			...manifest,
			"api/server.js":
				'import Fastify from "fastify";\nFastify().listen({ port: 3001 });\n',
		});
		expect(unreadServers(sources, servers)).toEqual([]);
		expect(unreadServers(sources, []).map((u) => u.stack)).toEqual(["Fastify"]);
	});
});

describe("servers that need no import of their own to be seen", () => {
	test("Koa: its app listens by itself, or is the handler of an HTTP server", async () => {
		const files = (start: string) => ({
			"package.json": '{"dependencies":{"koa":"2","ws":"8"}}',
			"server.js": `
const Koa = require("koa");
const http = require("http");
const { WebSocketServer } = require("ws");
const app = new Koa();
${start}
const wss = new WebSocketServer({ server, path: "/live" });
`,
		});
		for (const start of [
			"const server = app.listen(3001);",
			"const server = http.createServer(app.callback()); server.listen(3001);",
		]) {
			const server = await serverOf(files(start));
			expect([paths(server), ports(server)]).toEqual([["/live"], ["3001"]]);
			expect(server.listens.complete).toBe(true);
			expect(unreadServers(await sourcesOf(files(start)), [server])).toEqual(
				[],
			);
		}
	});

	test("Hono's app itself is given to serve()", async () => {
		const server = await serverOf({
			"server.js": `
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { upgradeWebSocket } from "./sockets.js";
const app = new Hono();
app.get("/ws", upgradeWebSocket(() => ({})));
serve(app);
`,
			"sockets.js": "export const upgradeWebSocket = globalThis.upgrade;",
		});
		expect([paths(server), ports(server)]).toEqual([["/ws"], ["3000"]]);
	});

	test("Bun's serve() is imported, and nothing in the file names a WebSocket", async () => {
		const server = await serverOf({
			"index.ts": `
import { serve } from "bun";
serve({
  port: 4000,
  routes: { "/live": (req, server) => { server.upgrade(req); } },
  websocket: { message() {} },
});
`,
		});
		expect([paths(server), ports(server)]).toEqual([["/live"], ["4000"]]);
	});

	test("serve() of Deno's standard library", async () => {
		const server = await serverOf({
			"main.ts": `
import { serve } from "https://deno.land/std@0.200.0/http/server.ts";
serve((req) => {
  const { pathname } = new URL(req.url);
  if (pathname !== "/live") return new Response("", { status: 404 });
  const { response } = Deno.upgradeWebSocket(req);
  return response;
}, { port: 8001 });
`,
		});
		expect([paths(server), ports(server)]).toEqual([["/live"], ["8001"]]);
	});

	test("Socket.IO as a plugin of Fastify, with its path", async () => {
		const server = await serverOf({
			"server.js": `
const fastify = require("fastify")();
fastify.register(require("fastify-socket.io"), { path: "/live" });
fastify.ready().then(() => fastify.io.of("/chat").on("connection", () => {}));
fastify.listen({ port: 3001 });
`,
		});
		expect(server.routes.complete).toBe(true);
		expect(server.routes.items.map((r) => [r.protocol, r.path])).toEqual([
			["socket.io", "/live"],
		]);
		expect(server.engine?.namespaces.items.map((n) => n.value)).toEqual([
			"/chat",
		]);
		expect(ports(server)).toEqual(["3001"]);
	});
});

test("Socket.IO: a namespace may be a pattern of names", async () => {
	const server = await serverOf({
		"server.js": `
import { Server } from "socket.io";
const io = new Server(3000);
io.of("/chat").on("connection", () => {});
io.of(/^\\/room-\\d+$/).on("connection", () => {});
`,
	});
	expect(server.engine?.namespaces.complete).toBe(true);
	const [chat, room] = server.engine?.namespaces.items ?? [];
	expect([chat?.value, chat?.matches]).toEqual(["/chat", undefined]);
	expect(room?.value).toBe("/^\\/room-\\d+$/");
	expect(room?.matches?.("/room-7")).toBe(true);
	expect(room?.matches?.("/rooms")).toBe(false);
});
