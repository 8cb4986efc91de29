import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/pipeline.js";
import { memoryTree } from "../../rules/memory-tree.js";

const PACKAGE =
	'{ "scripts": { "dev": "nuxt dev" }, "dependencies": { "nuxt": "3.21.11" } }';

const lock = (nitropack: string) =>
	`{ "lockfileVersion": 3, "packages": { "node_modules/nitropack": { "version": "${nitropack}" } } }`;

async function graphOf(files: Readonly<Record<string, string>>) {
	const { graph } = await analyse(
		memoryTree(Object.entries({ "package.json": PACKAGE, ...files })),
		{},
	);
	return graph;
}

const urls = (
	graph: Awaited<ReturnType<typeof graphOf>>,
	scenario: string,
): string[] =>
	graph.connections.flatMap((c) =>
		c.attempts
			.filter((a) => a.scenario === scenario)
			.map((a) => a.url.toString()),
	);

describe("Nuxt", () => {
	test("useRuntimeConfig() gives the config's value, and a composable is found without an import", async () => {
		const graph = await graphOf({
			"nuxt.config.ts":
				'export default defineNuxtConfig({ runtimeConfig: { public: { wsUrl: "ws://localhost:8765/ws" } } });',
			"composables/useSocketUrl.ts":
				"export const useSocketUrl = () => useRuntimeConfig().public.wsUrl;",
			"pages/index.vue":
				"<script setup>\nconst url = computed(() => useSocketUrl());\nconst socket = new WebSocket(url.value);\n</script>",
		});
		expect(urls(graph, "dev")).toEqual(["ws://localhost:8765/ws"]);
		// The key that overrides it is read when the server starts.
		expect(urls(graph, "production")).toEqual([
			"{NUXT_PUBLIC_WS_URL}",
			"ws://localhost:8765/ws",
		]);
	});

	test("a public key stands at the top of the runtime config, up to version 3.5", async () => {
		const files = (version: string) => ({
			"package.json": `{ "scripts": { "dev": "nuxt dev" }, "dependencies": { "nuxt": "${version}" } }`,
			"nuxt.config.ts":
				'export default defineNuxtConfig({ runtimeConfig: { public: { host: "localhost:8765" } } });',
			"app.vue":
				"<script setup>\nconst { data } = useWebSocket(`ws://${useRuntimeConfig().host}/ws`);\n</script>",
		});
		expect(urls(await graphOf(files("3.3.1")), "dev")).toEqual([
			"ws://localhost:8765/ws",
		]);
		expect(urls(await graphOf(files("3.21.11")), "dev")).toEqual([
			"ws://undefined/ws",
		]);
	});

	test("a key in .env overrides the runtime config in development too", async () => {
		const graph = await graphOf({
			".env": "NUXT_PUBLIC_WS_URL=ws://localhost:9000/live\n",
			"nuxt.config.ts":
				'export default defineNuxtConfig({ runtimeConfig: { public: { wsUrl: "ws://localhost:8765/ws" } } });',
			"app.vue":
				"<script setup>\nconst { data } = useWebSocket(useRuntimeConfig().public.wsUrl);\n</script>",
		});
		expect(urls(graph, "dev")).toEqual(["ws://localhost:9000/live"]);
	});

	test("the argument of a composable is looked up at the places that use it without an import", async () => {
		const graph = await graphOf({
			"nuxt.config.ts": "export default defineNuxtConfig({});",
			"composables/useFeed.ts":
				"export function useFeed(url: string) { return new WebSocket(url); }",
			"components/Feed.vue":
				'<script setup>\nuseFeed("ws://localhost:4000/feed");\n</script>',
		});
		expect(urls(graph, "dev")).toEqual(["ws://localhost:4000/feed"]);
	});

	test("devProxy forwards upgrades by the version of nitropack, which is known of some only (W2, W11)", async () => {
		const config =
			'export default defineNuxtConfig({ nitro: { devProxy: { "/ws": { target: "http://localhost:1", ws: true }, "/api": { target: "http://localhost:1" } } } });';
		const forwards = async (nitropack: string) =>
			(
				await graphOf({
					"nuxt.config.ts": config,
					"package-lock.json": lock(nitropack),
				})
			).apps[0]?.devServer?.proxy.items.map((e) => [e.key, e.forwardsUpgrades]);
		expect(await forwards("2.13.6")).toEqual([
			["/ws", true],
			["/api", "unknown"],
		]);
		for (const deaf of ["2.9.0", "2.13.4"])
			expect(await forwards(deaf)).toEqual([
				["/ws", false],
				["/api", "unknown"],
			]);
		for (const unread of ["2.8.1", "2.13.5"])
			expect(await forwards(unread)).toEqual([
				["/ws", "unknown"],
				["/api", "unknown"],
			]);
	});
});
