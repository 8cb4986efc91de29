import { describe, expect, test } from "vitest";
import { appOf, fallbackApp, findApps } from "../../../src/graph/app/index.js";
import type { App } from "../../../src/graph/graph.js";
import { sourcesOf } from "./sources.js";

async function app(files: Readonly<Record<string, string>>): Promise<App> {
	const [found] = findApps(await sourcesOf(files));
	if (!found) throw new Error("no app was found");
	return found;
}

const entries = (of: App) =>
	of.devServer?.proxy.items.map((e) => [
		e.key,
		e.forwardsUpgrades,
		e.target?.value.toString(),
	]);

const world = (of: App, scenario: string) =>
	of.worlds.find((w) => w.scenario === scenario);

const CRA =
	'{ "name": "ui", "scripts": { "start": "react-scripts start" }, "proxy": "http://localhost:8000", "dependencies": { "react-scripts": "5.0.1" } }';

describe("Create React App", () => {
	test("the proxy string carries no upgrade (W3), .env.local beats .env.development", async () => {
		const ui = await app({
			"package.json": CRA,
			".env.local": "REACT_APP_WS=local\nPORT=3001\n",
			".env.development": "REACT_APP_WS=development\n",
		});
		expect(entries(ui)).toEqual([["/", false, "http://localhost:8000"]]);
		expect(ui.devServer?.port?.value).toBe(3001);
		expect(
			world(ui, "dev")?.env("process.env", "REACT_APP_WS", "src/a.js"),
		).toMatchObject({ text: { flat: "local" } });
		expect(
			world(ui, "dev")?.env("process.env", "PORT", "src/a.js"),
		).toMatchObject({ state: "hidden", because: "prefix" });
		expect(
			world(ui, "dev")?.env("import.meta.env", "REACT_APP_WS", "src/a.js"),
		).toMatchObject({ state: "hidden", because: "accessor" });
	});

	test("setupProxy.js: with a context ws works, mounted by app.use it is not decidable (W3)", async () => {
		const ui = await app({
			"package.json": CRA,
			"src/setupProxy.js": `
				const { createProxyMiddleware } = require("http-proxy-middleware");
				module.exports = function (app) {
					app.use(createProxyMiddleware("/ws", { target: "http://localhost:1", ws: true }));
					app.use("/lazy", createProxyMiddleware({ target: "http://localhost:2", ws: true }));
					app.use(createProxyMiddleware("/api/**", { target: "http://localhost:3", pathRewrite: { "^/api": "" } }));
				};`,
		});
		expect(entries(ui)).toEqual([
			["/ws", true, "http://localhost:1"],
			["/lazy", "unknown", "http://localhost:2"],
			["/api/**", false, "http://localhost:3"],
		]);
		const glob = ui.devServer?.proxy.items[2];
		expect([
			glob?.matches("/api/a/b"),
			glob?.matches("/apis"),
			glob?.rewrite("/api/a?x=1"),
		]).toEqual([true, false, "/a?x=1"]);
	});
});

describe("Next", () => {
	const MANIFEST =
		'{ "name": "site", "scripts": { "dev": "next dev -p 3100", "start": "next start" }, "dependencies": { "next": "15.1.0" } }';

	test("rewrites to another host forward upgrades (W1), with their parameters", async () => {
		const site = await app({
			"package.json": MANIFEST,
			"next.config.js": `module.exports = { async rewrites() { return [
				{ source: "/ws/:path*", destination: "http://localhost:8000/socket/:path*" },
				{ source: "/old", destination: "/new" },
			]; } };`,
		});
		const [entry, ...rest] = site.devServer?.proxy.items ?? [];
		expect(rest).toEqual([]);
		expect(site.devServer?.proxy.complete).toBe(true);
		expect(site.devServer?.port?.value).toBe(3100);
		expect([
			entry?.matches("/ws"),
			entry?.matches("/ws/a/b?x=1"),
			entry?.matches("/wsx"),
		]).toEqual([true, true, false]);
		expect([entry?.rewrite("/ws/a/b?x=1"), entry?.rewrite("/ws")]).toEqual([
			"/socket/a/b?x=1",
			"/socket",
		]);
	});

	test("the env block supplies keys, with its default when the build sets nothing", async () => {
		const site = await app({
			"package.json": MANIFEST,
			"next.config.mjs": `export default { env: { WS_URL: process.env.WS_URL || "ws://localhost:8000", API: "http://api" } };`,
		});
		const env = (key: string) =>
			world(site, "production")?.env("process.env", key, "src/a.tsx");
		expect(site.definedKeys.items).toEqual(["WS_URL", "API"]);
		expect(env("API")).toMatchObject({
			state: "set",
			text: { flat: "http://api" },
		});
		expect(env("WS_URL")).toMatchObject({
			state: "unsupplied",
			fallback: { flat: "ws://localhost:8000" },
		});
	});

	test("a key without prefix is hidden in a client component and visible elsewhere", async () => {
		const sources = await sourcesOf({
			"package.json": MANIFEST,
			".env": "API_URL=http://api\n",
			"app/client.tsx": `"use client";\nexport const url = process.env.API_URL;\nnew WebSocket(url);`,
			"app/page.tsx": `export const url = process.env.API_URL;\nnew WebSocket(url);`,
		});
		const [site] = findApps(sources);
		const dev = site && world(site, "dev");
		expect(dev?.env("process.env", "API_URL", "app/client.tsx")).toMatchObject({
			state: "hidden",
		});
		expect(dev?.env("process.env", "API_URL", "app/page.tsx")).toMatchObject({
			state: "set",
		});
	});

	test("a dev script of its own may answer sockets", async () => {
		const site = await app({
			"package.json": MANIFEST.replace("next dev -p 3100", "node server.js"),
		});
		expect(site.devServer?.mayAnswer).toContain("node");
	});
});

describe("webpack and Vue CLI", () => {
	test("an object entry of Vue CLI forwards by default (W4)", async () => {
		const vue = await app({
			"package.json":
				'{ "name": "v", "scripts": { "serve": "vue-cli-service serve" }, "devDependencies": { "@vue/cli-service": "~5.0.0" } }',
			"vue.config.js": `module.exports = { devServer: { port: 8090, proxy: { "/ws": { target: "http://localhost:1" } } } };`,
		});
		expect([vue.devServer?.port?.value, entries(vue)]).toEqual([
			8090,
			[["/ws", true, "http://localhost:1"]],
		]);
	});

	test("webpack-dev-server needs ws: true even for a ws:// target (W5)", async () => {
		const page = await app({
			"package.json":
				'{ "name": "p", "scripts": { "dev": "webpack serve" }, "devDependencies": { "webpack-dev-server": "5.0.0" } }',
			"webpack.config.js": `module.exports = { devServer: { proxy: [{ context: ["/a", "/b"], target: "ws://localhost:1" }, { context: "/c", target: "http://localhost:2", ws: true }] } };`,
		});
		expect(entries(page)).toEqual([
			["/a", false, "ws://localhost:1"],
			["/b", false, "ws://localhost:1"],
			["/c", true, "http://localhost:2"],
		]);
	});

	test("what is not read is not said: Nuxt's proxy is incomplete", async () => {
		const nuxt = await app({
			"package.json":
				'{ "name": "n", "scripts": { "dev": "nuxt dev" }, "dependencies": { "nuxt": "^4.0.0" } }',
		});
		expect(nuxt.devServer?.proxy.complete).toBe(false);
	});
});

describe("whose file it is", () => {
	const FILES = {
		"package.json": '{ "name": "root" }',
		"web/package.json":
			'{ "name": "web", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "5" } }',
		"web/index.html": "",
		"web/server/package.json": '{ "name": "server" }',
	};

	test("the deepest app above it, unless a package of its own stands between", async () => {
		const sources = await sourcesOf(FILES);
		const apps = findApps(sources);
		expect(appOf(apps, "web/src/a.ts", sources)?.root).toBe("web");
		expect(appOf(apps, "web/server/a.ts", sources)).toBeUndefined();
		expect(appOf(apps, "api/a.ts", sources)).toBeUndefined();
	});

	test("of two tools in a folder the one that the dev script starts", async () => {
		const site = await app({
			"package.json":
				'{ "name": "w", "scripts": { "dev": "next dev", "preview": "vite preview" }, "dependencies": { "next": "13", "vite": "5" } }',
			"index.html": "",
			"vite.config.ts": "export default { server: { port: 1 } };",
		});
		expect(site.framework).toBe("next");
	});

	test("a plain page has no env and no dev server", async () => {
		const page = fallbackApp(
			"public",
			await sourcesOf({
				"public/index.html": "<script>new WebSocket('/ws')</script>",
			}),
		);
		expect([
			page.framework,
			page.devServer,
			page.worlds.map((w) => w.scenario),
		]).toEqual(["html", undefined, ["dev", "production"]]);
		expect(page.worlds[0]?.env("import.meta.env", "VITE_X", "a.js").state).toBe(
			"hidden",
		);
	});
});
