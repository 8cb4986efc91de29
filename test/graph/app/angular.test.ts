import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/pipeline.js";
import { memoryTree } from "../../rules/memory-tree.js";

const PACKAGE =
	'{ "scripts": { "start": "ng serve" }, "dependencies": { "@angular/core": "17.3.0" } }';

const workspace = (serve: string) => `{
	// Comments are allowed here.
	"projects": { "shop": { "projectType": "application", "architect": {
		"build": { "configurations": { "production": { "fileReplacements": [
			{ "replace": "src/environments/environment.ts", "with": "src/environments/environment.prod.ts" }
		] } } },
		"serve": { "builder": "@angular-devkit/build-angular:dev-server", ${serve} }
	} } }
}`;

async function graphOf(files: Readonly<Record<string, string>>) {
	const { graph } = await analyse(
		memoryTree(Object.entries({ "package.json": PACKAGE, ...files })),
		{},
	);
	return graph;
}

const proxy = async (files: Readonly<Record<string, string>>) => {
	const [app] = (await graphOf(files)).apps;
	return {
		complete: app?.devServer?.proxy.complete,
		entries: app?.devServer?.proxy.items.map((e) => [
			e.key,
			e.forwardsUpgrades,
			e.matches("/api/live"),
		]),
	};
};

describe("Angular", () => {
	test("environment.ts is replaced in the build that replaces it", async () => {
		const graph = await graphOf({
			"angular.json": workspace('"options": {}'),
			"src/environments/environment.ts":
				'export const environment = { wsUrl: "ws://localhost:3000/live" };',
			"src/environments/environment.prod.ts":
				'export const environment = { wsUrl: "wss://shop.example.com/live" };',
			"src/app/live.service.ts": `
				import { Injectable } from "@angular/core";
				import { webSocket } from "rxjs/webSocket";
				import { environment } from "../environments/environment";
				@Injectable({ providedIn: "root" })
				export class LiveService {
					private readonly url = environment.wsUrl;
					readonly socket$ = webSocket(this.url);
				}`,
		});
		const urls = (scenario: string) =>
			graph.connections[0]?.attempts
				.filter((a) => a.scenario === scenario)
				.map((a) => a.url.toString());
		expect(urls("dev")).toEqual(["ws://localhost:3000/live"]);
		expect(urls("production")).toEqual(["wss://shop.example.com/live"]);
	});

	test("before angular.json, .angular-cli.json names the file of each environment", async () => {
		const graph = await graphOf({
			".angular-cli.json": `{ "apps": [{ "root": "src",
				"environmentSource": "environments/environment.ts",
				"environments": { "dev": "environments/environment.ts", "prod": "environments/environment.prod.ts" } }] }`,
			"src/environments/environment.ts":
				'export const environment = { wsUrl: "ws://localhost:3000/live" };',
			"src/environments/environment.prod.ts":
				'export const environment = { wsUrl: "wss://shop.example.com/live" };',
			"src/app/live.ts": `
				import { environment } from "../environments/environment";
				export const socket = new WebSocket(environment.wsUrl);`,
		});
		expect(
			graph.connections[0]?.attempts.map((a) => [a.scenario, a.url.toString()]),
		).toEqual([
			["dev", "ws://localhost:3000/live"],
			["production", "wss://shop.example.com/live"],
		]);
	});

	test("a pnpm-workspace.yaml beside package.json does not hide it", async () => {
		const { apps } = await graphOf({
			"angular.json": workspace('"options": {}'),
			"pnpm-workspace.yaml": "packages: []\n",
		});
		expect(apps.map((app) => app.framework)).toEqual(["angular"]);
	});

	test("an injected service gives its fields", async () => {
		const graph = await graphOf({
			"angular.json": workspace('"options": {}'),
			"src/config.service.ts":
				'export class ConfigService { wsUrl = "ws://localhost:3000/live"; }',
			"src/live.service.ts": `
				import { inject } from "@angular/core";
				import { ConfigService } from "./config.service";
				export class LiveService {
					private config = inject(ConfigService);
					connect() { return new WebSocket(this.config.wsUrl); }
				}`,
		});
		expect(graph.connections[0]?.attempts[0]?.url.toString()).toBe(
			"ws://localhost:3000/live",
		);
	});

	test("globs match and ws: true is needed (W6)", async () => {
		expect(
			await proxy({
				"angular.json": workspace(
					'"options": { "proxyConfig": "proxy.conf.json" }',
				),
				"proxy.conf.json":
					'{ "/api/**": { "target": "http://localhost:1", "ws": true }, "/api": { "target": "http://localhost:1" }, "/other": { "target": "ws://localhost:1" } }',
			}),
		).toEqual({
			complete: true,
			entries: [
				["/api/**", true, true],
				["/api", false, true],
				["/other", "unknown", false],
			],
		});
	});

	test("proxy.conf.js with a list of contexts, named by the configuration that is served", async () => {
		expect(
			await proxy({
				"angular.json": workspace(
					'"defaultConfiguration": "development", "configurations": { "development": { "proxyConfig": "proxy.conf.js" } }',
				),
				"proxy.conf.js":
					'module.exports = [{ context: ["/api", "/auth"], target: "http://localhost:1", ws: true }];',
			}),
		).toEqual({
			complete: true,
			entries: [
				["/api", true, true],
				["/auth", true, false],
			],
		});
	});

	test("without a proxy nothing is forwarded; another builder may do as it likes", async () => {
		expect(
			(await proxy({ "angular.json": workspace('"options": {}') })).complete,
		).toBe(true);
		expect(
			(
				await proxy({
					"angular.json": workspace('"options": {}').replace(
						"@angular-devkit/build-angular",
						"@custom/builder",
					),
				})
			).complete,
		).toBe(false);
	});
});
