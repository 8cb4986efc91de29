import { describe, expect, test } from "vitest";
import { deployedNames } from "../../../src/graph/deployed-names.js";
import { unreadServers } from "../../../src/graph/server/index.js";
import { sourcesOf } from "../app/sources.js";
import { paths, ports, serverOf, serversOf } from "./servers.js";

const ROOM = `
export class Room {
  async fetch(request) {
    const [client, server] = Object.values(new WebSocketPair());
    this.ctx.acceptWebSocket(server);
    return new Response(null, { status: 101, webSocket: client });
  }
}
`;

describe("Cloudflare Workers", () => {
	test("a worker that makes the socket itself, in a function of another file", async () => {
		const files = {
			"package.json": '{"scripts":{"dev":"wrangler dev"}}',
			"wrangler.toml":
				'name = "chat"\nmain = "src/index.ts"\nroutes = [{ pattern = "chat.acme.dev/*", custom_domain = true }]\n',
			"src/index.ts": `
import { live } from "./live";
export default {
  async fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/live") return live(request);
    return new Response("not found", { status: 404 });
  },
};
`,
			"src/live.ts": `
export function live(request: Request) {
  const [client, server] = Object.values(new WebSocketPair());
  server.accept();
  return new Response(null, { status: 101, webSocket: client });
}
`,
		};
		const server = await serverOf(files);
		expect(server.title).toContain("Cloudflare Workers");
		expect(paths(server)).toEqual(["/live"]);
		expect(server.routes.complete).toBe(true);
		expect(ports(server)).toEqual(["8787"]);
		const sources = await sourcesOf(files);
		expect(deployedNames(sources).map((n) => n.value)).toEqual([
			"chat.acme.dev",
			"chat.*.workers.dev",
		]);
		expect(unreadServers(sources, [server])).toEqual([]);
	});

	test("a durable object that is handed the request: what the worker tests is the path", async () => {
		const server = await serverOf({
			"wrangler.jsonc": '{ "main": "src/index.js", "dev": { "port": 9000 } }',
			"src/index.js": `
export { Room } from "./room";
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const parts = url.pathname.slice(1).split("/");
    if (parts[0] !== "room") return new Response(null, { status: 404 });
    const stub = env.ROOMS.get(env.ROOMS.idFromName(parts[1]));
    return stub.fetch(request);
  },
};
`,
			"src/room.js": ROOM,
		});
		expect(paths(server)).toEqual(["/room/*"]);
		const [route] = server.routes.items;
		expect(route?.matches("/room/lobby/ws")).toBe(true);
		expect(route?.matches("/rooms/lobby/ws")).toBe(false);
		expect(server.routes.complete).toBe(true);
		expect(ports(server)).toEqual(["9000"]);
	});

	test("a durable object that is given another URL: not all of its paths are known", async () => {
		const server = await serverOf({
			"wrangler.toml": 'main = "index.js"',
			"index.js": `
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    url.pathname = "/" + url.pathname.split("/").slice(3).join("/");
    return env.ROOMS.get(env.ROOMS.newUniqueId()).fetch(url, request);
  },
};
export class Room {
  async fetch(request) {
    if (new URL(request.url).pathname !== "/websocket") return new Response(null);
    const pair = new WebSocketPair();
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
}
`,
		});
		expect(server.routes.complete).toBe(false);
		expect(server.routes.items[0]?.matches("/api/room/x/websocket")).toBe(true);
		expect(server.routes.items[0]?.matches("/api/room/x")).toBe(false);
	});

	test("what a function of a durable object tests may be a URL of the worker's making", async () => {
		const server = await serverOf({
			"wrangler.toml": 'main = "index.js"',
			"index.js": `
export default {
  async fetch(request, env) {
    const stub = env.ROOMS.get(env.ROOMS.newUniqueId());
    return stub.fetch(new Request("https://room/websocket", request));
  },
};
export class Room {
  async fetch(request) {
    return this.route(new URL(request.url));
  }
  route(url) {
    if (url.pathname !== "/websocket") return new Response(null);
    const pair = new WebSocketPair();
    return new Response(null, { status: 101, webSocket: pair[0] });
  }
}
`,
		});
		expect(server.routes.complete).toBe(false);
	});

	test("a package that is given the requests may make sockets of its own", async () => {
		const server = await serverOf({
			"wrangler.toml": 'main = "index.js"',
			"index.js": `
import { routeAgentRequest } from "agents";
export default {
  async fetch(request, env) {
    if (new URL(request.url).pathname === "/ws") {
      const pair = new WebSocketPair();
      return new Response(null, { status: 101, webSocket: pair[0] });
    }
    return routeAgentRequest(request, env);
  },
};
`,
		});
		expect(server.routes.complete).toBe(false);
		expect(server.routes.reason).toContain("agents");
	});

	test("Hono on a worker: routes that hand the request to a durable object are socket routes", async () => {
		const server = await serverOf({
			"package.json":
				'{"dependencies":{"hono":"4"},"scripts":{"dev":"wrangler dev --port 8788"}}',
			"wrangler.toml": 'name = "api"\nmain = "src/index.ts"\n',
			"src/index.ts": `
import { Hono } from "hono";
import { Room } from "./room";
const app = new Hono();
app.get("/rooms", (c) => c.json([]));
app.get("/rooms/:id/ws", (c) => {
  const stub = c.env.ROOMS.get(c.env.ROOMS.idFromName(c.req.param("id")));
  return stub.fetch(c.req.raw);
});
export { Room };
export default app;
`,
			"src/room.ts": ROOM,
		});
		expect(server.title).toContain("Hono");
		expect(paths(server)).toEqual(["/rooms/:id/ws"]);
		expect(ports(server)).toEqual(["8788"]);
	});

	test("two workers without ports: which one gets 8787 is not known", async () => {
		const worker = (name: string) => ({
			[`${name}/wrangler.toml`]: `name = "${name}"\nmain = "index.js"`,
			[`${name}/package.json`]: "{}",
			[`${name}/index.js`]: `
export default {
  fetch(request) {
    const pair = new WebSocketPair();
    return new Response(null, { status: 101, webSocket: pair[0] });
  },
};
`,
		});
		const servers = await serversOf({ ...worker("chat"), ...worker("feed") });
		expect(servers.map((s) => [ports(s), s.listens.complete])).toEqual([
			[[], false],
			[[], false],
		]);
	});
});
