import {
	createServer as createHttpServer,
	request,
	type Server,
} from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import {
	createServer as createVite,
	type ProxyOptions,
	type ViteDevServer,
} from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findApps } from "../../src/graph/app/index.js";
import type { ProxyEntry } from "../../src/graph/graph.js";
import { sourcesOf } from "../graph/app/sources.js";

/** How long an upgrade that nothing forwards is waited for, in ms. */
const PATIENCE = 400;

/**
 * A `proxy` object as source text (`HTTP` and `WS` stand for the target), and
 * the paths to ask for. What the real Vite does with an upgrade is compared
 * with what the graph says it does.
 */
const CONFIGS: readonly (readonly [proxy: string, ...paths: string[]])[] = [
	[
		"{ '/ws': { target: HTTP, ws: true } }",
		"/ws",
		"/wsfoo?a=1",
		"/api/ws",
		"/WS",
	],
	["{ '/ws': { target: HTTP } }", "/ws"],
	["{ '/ws': { target: HTTP, ws: false } }", "/ws"],
	["{ '/ws': { target: WS } }", "/ws/room"],
	["{ '/ws': { target: WS, ws: false } }", "/ws/room"],
	["{ '/ws': HTTP }", "/ws"],
	["{ '/ws': WS }", "/ws"],
	["{ '/ws/': { target: HTTP, ws: true } }", "/ws", "/ws/"],
	["{ '/api/*': { target: HTTP, ws: true } }", "/api/ws"],
	["{ '/api/**': { target: HTTP, ws: true } }", "/api/ws"],
	["{ 'ws': { target: HTTP, ws: true } }", "/ws"],
	[
		"{ '^/api/.*/ws$': { target: HTTP, ws: true } }",
		"/api/chat/ws",
		"/api/chat/ws?token=1",
	],
	[
		"{ '^/ws(/|\\\\?|$)': { target: HTTP, ws: true } }",
		"/ws",
		"/ws?x=1",
		"/wsx",
	],
	[
		"{ '/api': { target: HTTP }, '/api/ws': { target: HTTP, ws: true } }",
		"/api/ws",
	],
	[
		"{ '/a': { target: HTTP + '/first', ws: true }, '/a/b': { target: HTTP + '/second', ws: true } }",
		"/a/b",
	],
	[
		"{ '/api': { target: HTTP, ws: true, rewrite: (path) => path.replace(/^\\/api/, '') } }",
		"/api/chat/ws?q=1",
		"/api",
	],
	["{ '/api': { target: HTTP + '/base', ws: true } }", "/api/chat/ws?q=1"],
	["{ '/api': { target: HTTP + '/base/?k=v', ws: true } }", "/api/chat?q=1"],
	[
		"{ '/api': { target: HTTP + '/base', ws: true, ignorePath: true } }",
		"/api/chat",
	],
	[
		"{ '/api': { target: HTTP + '/base', ws: true, prependPath: false } }",
		"/api/chat",
	],
	[
		"{ '/api': { target: { host: '127.0.0.1', port: PORT }, ws: true } }",
		"/api/ws",
	],
	["{ '/api': '', '/api/ws': { target: HTTP, ws: true } }", "/api/ws"],
	["{ '^/$': { target: HTTP, ws: true } }", "/", "/x"],
];

let backend: Server;
let port: number;
/** Paths that arrived at the backend, by the id in their `x-case` header. */
const arrived = new Map<string, string>();

beforeAll(async () => {
	backend = createHttpServer((_, response) => response.end());
	backend.on("upgrade", (incoming, socket: Socket) => {
		arrived.set(String(incoming.headers["x-case"]), incoming.url ?? "");
		socket.on("error", () => {});
		socket.end(
			"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n",
		);
	});
	await new Promise<void>((done) => backend.listen(0, "127.0.0.1", done));
	port = (backend.address() as AddressInfo).port;
});

afterAll(() => {
	backend.closeAllConnections();
	backend.close();
});

describe("what the graph says of a Vite proxy is what Vite does", () => {
	test.concurrent.each(CONFIGS)(
		"%s",
		{ timeout: 20_000 },
		async (source, ...paths) => {
			const text = source
				.replaceAll("HTTP", `"http://127.0.0.1:${port}"`)
				.replaceAll("WS", `"ws://127.0.0.1:${port}"`)
				.replaceAll("PORT", String(port));
			const said = await entriesOf(text);
			const vite = await started(
				new Function(`return ${text}`)() as Record<string, ProxyOptions>,
			);
			try {
				for (const path of paths)
					expect([path, await sentOn(vite, path)]).toEqual([
						path,
						saidOf(said, path),
					]);
			} finally {
				await vite.close();
			}
		},
	);
});

async function entriesOf(proxy: string): Promise<readonly ProxyEntry[]> {
	const sources = await sourcesOf({
		"package.json":
			'{ "name": "web", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^8.0.0" } }',
		"index.html": "<!doctype html>",
		"vite.config.js": `import { defineConfig } from "vite";\nexport default defineConfig({ server: { proxy: ${proxy} } });\n`,
	});
	const entries = findApps(sources)[0]?.devServer?.proxy;
	expect(entries?.complete).toBe(true);
	return entries?.items ?? [];
}

/** The path that reaches the target, or undefined when the upgrade goes nowhere. */
function saidOf(
	entries: readonly ProxyEntry[],
	path: string,
): string | undefined {
	const taker = entries.find(
		(e) => e.matches(path) && e.forwardsUpgrades === true,
	);
	return taker?.rewrite(path);
}

async function started(
	proxy: Record<string, ProxyOptions>,
): Promise<ViteDevServer> {
	const vite = await createVite({
		root: tmpdir(),
		configFile: false,
		envFile: false,
		logLevel: "silent",
		optimizeDeps: { noDiscovery: true },
		server: { host: "127.0.0.1", port: 0, watch: null, proxy },
	});
	return vite.listen();
}

let asked = 0;

async function sentOn(
	vite: ViteDevServer,
	path: string,
): Promise<string | undefined> {
	const id = String(asked++);
	const address = vite.httpServer?.address() as AddressInfo;
	const upgrade = request({
		host: "127.0.0.1",
		port: address.port,
		path,
		headers: {
			connection: "Upgrade",
			upgrade: "websocket",
			"sec-websocket-version": "13",
			"sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
			"x-case": id,
		},
	});
	upgrade.on("error", () => {});
	await new Promise<void>((done) => {
		const waited = setTimeout(done, PATIENCE);
		upgrade.on("upgrade", (_, socket) => {
			clearTimeout(waited);
			socket.destroy();
			done();
		});
		upgrade.end();
	});
	upgrade.destroy();
	return arrived.get(id);
}
