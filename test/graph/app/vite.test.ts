import { describe, expect, test } from "vitest";
import { findApps } from "../../../src/graph/app/index.js";
import type { App, DevServer } from "../../../src/graph/graph.js";
import { sourcesOf } from "./sources.js";

const MANIFEST =
	'{ "name": "web", "scripts": { "dev": "vite", "build": "vite build" }, "devDependencies": { "vite": "^5.4.0" } }';

async function appsOf(files: Readonly<Record<string, string>>): Promise<App[]> {
	return findApps(await sourcesOf(files));
}

/** The app of a package at the root with this config. */
async function appWith(
	config: string,
	more: Readonly<Record<string, string>> = {},
): Promise<App> {
	const [app] = await appsOf({
		"package.json": MANIFEST,
		"index.html": "<!doctype html>",
		"vite.config.ts": config,
		...more,
	});
	if (!app) throw new Error("no app was found");
	return app;
}

async function devServerWith(
	config: string,
	more: Readonly<Record<string, string>> = {},
): Promise<DevServer> {
	const { devServer } = await appWith(config, more);
	if (!devServer) throw new Error("no dev server was found");
	return devServer;
}

const targets = (server: DevServer) =>
	server.proxy.items.map((e) => [
		e.key,
		e.target?.value.toString(),
		e.forwardsUpgrades,
	]);

describe("the proxy of a Vite config", () => {
	test("a function config is called with command and mode", async () => {
		const server = await devServerWith(`
			import { defineConfig } from "vite";
			export default defineConfig(({ command, mode }) => {
				if (command === "build") return { base: "/built/" };
				return { server: { port: mode === "development" ? 3100 : 3200, proxy: { "/ws": { target: "ws://localhost:8000" } } } };
			});`);
		expect(server.port?.value).toBe(3100);
		expect(server.base).toBe("/");
		expect(targets(server)).toEqual([["/ws", "ws://localhost:8000", true]]);
	});

	test("loadEnv gives the cascade of the mode and folder, filtered by its prefix (P24)", async () => {
		const config = `
			import { defineConfig, loadEnv } from "vite";
			export default defineConfig(({ mode }) => {
				const env = loadEnv(mode, process.cwd(), "");
				const own = loadEnv(mode, process.cwd());
				return { server: { proxy: {
					"/a": { target: env.BACKEND, ws: true },
					"/b": { target: own.BACKEND || "http://localhost:2", ws: true },
					"/c": { target: own.VITE_BACKEND, ws: true },
				} } };
			});`;
		const server = await devServerWith(config, {
			".env": "BACKEND=http://localhost:1\nVITE_BACKEND=http://localhost:3\n",
			".env.development": "VITE_BACKEND=http://localhost:4\n",
		});
		expect(targets(server)).toEqual([
			["/a", "http://localhost:1", true],
			["/b", "http://localhost:2", true],
			["/c", "http://localhost:4", true],
		]);
	});

	test("a key of the shell has the fallback beside it as its target, and the proxy stays complete", async () => {
		const server = await devServerWith(
			`
			const backend = process.env.BACKEND_URL || "http://localhost:8000";
			export default { server: { proxy: {
				"/api": backend,
				"/ws": { target: backend.replace(/^http/, "ws") },
			} } };`,
			{ ".env": "BACKEND_URL=http://localhost:9\n" },
		);
		expect(targets(server)).toEqual([
			["/api", "http://localhost:8000", false],
			["/ws", "ws://localhost:8000", true],
		]);
		expect(server.proxy.complete).toBe(true);
	});

	test("dotenv in the config puts the env file into process.env", async () => {
		const server = await devServerWith(
			`
			import "dotenv/config";
			export default { server: { proxy: { "/api": { target: process.env.BACKEND_URL, ws: true } } } };`,
			{ ".env": "BACKEND_URL=http://localhost:9\n" },
		);
		expect(targets(server)).toEqual([["/api", "http://localhost:9", true]]);
	});

	test("mergeConfig joins the halves of two files key by key", async () => {
		const server = await devServerWith(
			`
			import { mergeConfig } from "vite";
			import base from "./vite.base.js";
			export default mergeConfig(base, { server: { port: 4000, proxy: { "/ws": { target: "http://localhost:2", ws: true } } } });`,
			{
				"vite.base.js": `export default { server: { port: 1, proxy: { "/api": "http://localhost:1" } } };`,
			},
		);
		expect(server.port?.value).toBe(4000);
		expect(targets(server)).toEqual([
			["/api", "http://localhost:1", false],
			["/ws", "http://localhost:2", true],
		]);
	});

	test("a spread of something unknown leaves the proxy incomplete and keeps what is known", async () => {
		const server = await devServerWith(`
			import { shared } from "company-config";
			export default { server: { proxy: { ...shared, "/ws": { target: "http://localhost:1", ws: true } } } };`);
		expect(server.proxy.complete).toBe(false);
		expect(targets(server)).toEqual([["/ws", "http://localhost:1", true]]);
	});

	test("a rewrite that calls something unknown has no path, a plain one has", async () => {
		const server = await devServerWith(`
			import { strip } from "paths";
			export default { server: { proxy: {
				"/a": { target: "http://localhost:1", ws: true, rewrite: (p) => strip(p) },
				"/b": { target: "http://localhost:1/base", ws: true, rewrite: (p) => p.replace("/b", "") },
			} } };`);
		expect(server.proxy.items.map((e) => e.rewrite("/b/x?y=1"))).toEqual([
			undefined,
			"/base/x?y=1",
		]);
	});

	test("ws from a variable nobody sets is unknown, and bypass makes forwarding unknown", async () => {
		const server = await devServerWith(`
			import { ws } from "flags";
			export default { server: { proxy: {
				"/a": { target: "http://localhost:1", ws },
				"/b": { target: "http://localhost:1", ws: true, bypass: (req) => req.url },
				"/c": { target: "http://localhost:1", bypass: (req) => req.url },
			} } };`);
		expect(server.proxy.items.map((e) => [e.ws, e.forwardsUpgrades])).toEqual([
			["unknown", "unknown"],
			[true, "unknown"],
			[undefined, false],
		]);
	});

	test("an entry that is falsy is no key, as in Vite", async () => {
		const server = await devServerWith(
			`export default { server: { proxy: { "/a": "", "/b": undefined, "/c": false, "/d": "http://localhost:1" } } };`,
		);
		expect(server.proxy.items.map((e) => e.key)).toEqual(["/d"]);
	});

	test("places point at the key, the options and the object a key would be added to", async () => {
		const config = `export default { server: { port: 1, proxy: { "/ws": { target: "http://localhost:1" } } } };`;
		const server = await devServerWith(config);
		const [entry] = server.proxy.items;
		expect(config.slice(...(entry?.keyAt.span ?? [0, 0]))).toBe('"/ws"');
		expect(config.slice(...(entry?.valueAt.span ?? [0, 0]))).toBe(
			'{ target: "http://localhost:1" }',
		);
		expect(config.slice(...(server.proxyHome?.span ?? [0, 0]))).toMatch(
			/^\{ port: 1, proxy: .*\} \}$/,
		);
	});
});

describe("who may answer", () => {
	test.each([
		[
			"a plugin of the repository",
			`import { sockets } from "./plugin.js"; export default { plugins: [sockets()] };`,
		],
		[
			"a plugin that runs its own server",
			`import { cloudflare } from "@cloudflare/vite-plugin"; export default { plugins: [cloudflare()] };`,
		],
		["middleware mode", `export default { server: { middlewareMode: true } };`],
	])("%s", async (_, config) => {
		const server = await devServerWith(config, {
			"plugin.js": `export const sockets = () => ({ name: "sockets", configureServer(server) { server.httpServer.on("upgrade", () => {}); } });`,
		});
		expect(server.mayAnswer).toBeDefined();
	});

	test("plugins that only build do not", async () => {
		const server = await devServerWith(
			`import react from "@vitejs/plugin-react"; export default { plugins: [react(), { name: "own", closeBundle() {} }] };`,
		);
		expect(server.mayAnswer).toBeUndefined();
	});

	test("boolean middleware mode forwards no upgrade, with a server it does (P18)", async () => {
		const proxy = `proxy: { "/ws": { target: "http://localhost:1", ws: true } }`;
		const without = await devServerWith(
			`export default { server: { middlewareMode: true, ${proxy} } };`,
		);
		const withServer = await devServerWith(
			`import { server } from "./http.js"; export default { server: { middlewareMode: { server }, ${proxy} } };`,
		);
		expect(without.proxy.items[0]?.forwardsUpgrades).toBe(false);
		expect(withServer.proxy.items[0]?.forwardsUpgrades).toBe(true);
	});
});

describe("address of the dev server", () => {
	test.each<readonly [string, string, readonly [string, boolean]]>([
		[
			"hmr on the own port stays",
			`base: "/app", server: { port: 5173, hmr: { port: 5173 } }`,
			["/app/", false],
		],
		[
			"another port moves it away",
			`server: { hmr: { port: 24678 } }`,
			["/", true],
		],
		[
			"a path is joined to base",
			`base: "/app/", server: { hmr: { path: "hmr" } }`,
			["/app/hmr", false],
		],
		[
			"hmr: false leaves it where it is",
			`server: { hmr: false }`,
			["/", false],
		],
	])("%s", async (_, options, [path, ownPort]) => {
		const server = await devServerWith(`export default { ${options} };`);
		expect(server.hmr).toEqual({ path, ownPort });
	});

	test("the script's --port beats the config's", async () => {
		const server = await devServerWith(
			"export default { server: { port: 1 } };",
			{
				"package.json": MANIFEST.replace(
					'"vite"',
					'"cross-env A=1 vite --port 3333"',
				),
			},
		);
		expect(server.port?.value).toBe(3333);
		expect(server.port?.at.file).toBe("package.json");
	});

	test("preview takes the dev server's proxy unless it has its own (P19)", async () => {
		const inherits = await appWith(
			`export default { server: { proxy: { "/ws": "ws://localhost:1" } } };`,
		);
		const overrides = await appWith(
			`export default { preview: { port: 5000, proxy: {} }, server: { proxy: { "/ws": "ws://localhost:1" } } };`,
		);
		expect(inherits.previewServer?.proxy.items).toHaveLength(1);
		expect(overrides.previewServer?.proxy.items).toHaveLength(0);
		expect(overrides.origins.map((o) => o.value)).toEqual([
			"http://localhost:5173",
			"http://localhost:5000",
		]);
	});
});

describe("which folders are apps", () => {
	test("a config that a script names, run from the folder above, with its root", async () => {
		const [app] = await appsOf({
			"package.json":
				'{ "name": "all", "scripts": { "dev": "vite --config ./web/vite.config.ts" }, "devDependencies": { "vite": "5.0.0" } }',
			"web/vite.config.ts": `export default { root: "./web", server: { port: 5000 } };`,
			"web/index.html": "<!doctype html>",
		});
		expect([app?.root, app?.envDir, app?.devServer?.port?.value]).toEqual([
			"web",
			"web",
			5000,
		]);
	});

	test("a second config beside the default is not a second app", async () => {
		const apps = await appsOf({
			"package.json": MANIFEST,
			"index.html": "",
			"vite.config.ts": "export default { server: { port: 1 } };",
			"vite.config.fast.ts": "export default { server: { port: 2 } };",
		});
		expect(apps.map((a) => a.devServer?.port?.value)).toEqual([1]);
	});

	test("a config of the same folder that only builds a library is no rival", async () => {
		const apps = await appsOf({
			"package.json": MANIFEST.replace(
				'"vite build"',
				'"vite build", "build:widget": "vite build -c widget.config.ts"',
			),
			"index.html": "",
			"vite.config.ts": "export default { server: { port: 1 } };",
			"widget.config.ts": "export default { root: 'widget' };",
		});
		expect(apps.map((a) => [a.root, a.devServer?.port?.value])).toEqual([
			["", 1],
		]);
	});

	test("a library build and a config for tests are none", async () => {
		const apps = await appsOf({
			"lib/package.json":
				'{ "name": "lib", "scripts": { "build": "vite build" }, "devDependencies": { "vite": "5" } }',
			"lib/vite.config.ts": `export default { build: { lib: { entry: "src/index.ts" } } };`,
			"api/package.json":
				'{ "name": "api", "scripts": { "test": "vitest" }, "devDependencies": { "vite": "5" } }',
			"api/vite.config.ts": `export default { test: { globals: true } };`,
		});
		expect(apps).toEqual([]);
	});

	test("Astro keeps Vite's options under vite, and its own port", async () => {
		const [app] = await appsOf({
			"package.json":
				'{ "name": "site", "scripts": { "dev": "astro dev" }, "dependencies": { "astro": "^4.15.0" } }',
			"astro.config.mjs": `import { defineConfig } from "astro/config"; export default defineConfig({ server: { port: 4000 }, vite: { server: { port: 1, proxy: { "/ws": { target: "ws://localhost:8000" } } } } });`,
		});
		expect([app?.framework, app?.title, app?.devServer?.port?.value]).toEqual([
			"astro",
			"site (Astro 4)",
			4000,
		]);
		expect(app?.devServer?.proxy.items.map((e) => e.key)).toEqual(["/ws"]);
		expect(app?.envPrefixes.values).toEqual(["PUBLIC_"]);
	});

	test("SvelteKit is named by its plugin and package", async () => {
		const app = await appWith(
			`import { sveltekit } from "@sveltejs/kit/vite"; export default { plugins: [sveltekit()] };`,
			{
				"package.json":
					'{ "name": "kit", "scripts": { "dev": "vite dev --port 5180" }, "devDependencies": { "vite": "^7.0.0", "@sveltejs/kit": "^2.1.0" } }',
			},
		);
		expect([
			app.framework,
			app.title,
			app.devServer?.port?.value,
			app.devServer?.mayAnswer,
		]).toEqual(["sveltekit", "kit (SvelteKit 2)", 5180, undefined]);
	});
});

describe("browser targets and relative URLs (U1, E16)", () => {
	test.each([
		["the default of Vite 5", "export default {};", false],
		["esnext", `export default { build: { target: "esnext" } };`, true],
		[
			"a language level",
			`export default { build: { target: "es2022" } };`,
			false,
		],
		[
			"recent browsers",
			`export default { build: { target: ["chrome125", "firefox124", "safari17.4"] } };`,
			true,
		],
		[
			"one old browser",
			`export default { build: { target: ["chrome125", "safari16"] } };`,
			false,
		],
		[
			"the legacy plugin",
			`import legacy from "@vitejs/plugin-legacy"; export default { plugins: [legacy()], build: { target: "esnext" } };`,
			false,
		],
	])("%s", async (_, config, supported) => {
		expect((await appWith(config)).relativeUrls.supported).toBe(supported);
	});
});
