import { describe, expect, test } from "vitest";
import { asked } from "./asked.js";

describe("values that a framework holds", () => {
	test("a context gives what its provider was given, not what it was created with", async () => {
		expect(
			await asked({
				"context.ts":
					'import { createContext } from "react"; export const ApiContext = createContext({ url: "ws://default" });',
				"app.tsx":
					'import { ApiContext } from "./context"; export const App = () => <ApiContext.Provider value={{ url: "ws://given" }} />;',
				"use.ts":
					'import { useContext } from "react"; import { ApiContext } from "./context"; ask(useContext(ApiContext).url);',
			}),
		).toEqual(["ws://given"]);
	});

	test("a context that nobody provides gives what it was created with", async () => {
		expect(
			await asked({
				"use.ts":
					'import React from "react"; const C = React.createContext("ws://default"); ask(React.useContext(C));',
			}),
		).toEqual(["ws://default"]);
	});

	test("a flag that a store starts with decides nothing", async () => {
		expect(
			await asked({
				"store.ts":
					'import { create } from "zustand"; export const useAuth = create((set) => ({ isOpen: false, user: null, port: 8080 }));',
				"use.ts": `
					import { useAuth } from "./store";
					const { isOpen, port } = useAuth();
					ask(isOpen ? "ws://open:" + port : "ws://closed:" + port);`,
			}),
		).toEqual([
			expect.stringMatching(/^ws:\/\/open:8080 if /),
			expect.stringMatching(/^ws:\/\/closed:8080 if not /),
		]);
	});

	test("a flag in a component's state decides nothing either", async () => {
		expect(
			await asked({
				"use.ts": `
					import { useState } from "react";
					const [local] = useState(false);
					ask(local ? "ws://a" : "ws://b");`,
			}),
		).toHaveLength(2);
	});
});

describe("values that come round", () => {
	test("a method that calls itself again gets what it was given", async () => {
		expect(
			await asked({
				"store.ts": `
					export class Store {
						url = $state("");
						connect(url) {
							this.url = url;
							ask(url);
							setTimeout(() => this.connect(this.url), 1000);
						}
					}
					export const store = new Store();`,
				"page.ts":
					'import { store } from "./store"; store.connect("ws://localhost:1/x");',
			}),
		).toEqual(["ws://localhost:1/x"]);
	});

	test("a function given or made in place is called in place", async () => {
		expect(
			await asked({
				"use.ts": `
					class Client { constructor(options) { this.options = options; } open() { ask(this.options.url); } }
					export function start(make) {
						return (make ?? ((options) => new Client(options)))({ url: "ws://h" });
					}`,
			}),
		).toEqual(["ws://h"]);
	});
});

test("what is looked up in a list is one of its items", async () => {
	expect(
		await asked({
			"use.ts": `
				const services = [{ id: "a", port: 1 }, { id: "b", port: 2 }];
				export const open = (id) => ask("ws://localhost:" + services.find((s) => s.id === id)?.port);`,
		}),
	).toEqual([
		expect.stringMatching(/^ws:\/\/localhost:1/),
		expect.stringMatching(/^ws:\/\/localhost:2/),
	]);
});

test("a page's own namespace may hold anything", async () => {
	expect(
		await asked({
			"use.ts":
				'ask(RED.settings.apiRootUrl ? "ws://configured" : "ws://page");',
		}),
	).toHaveLength(2);
});

test("an alias may begin with a hash", async () => {
	expect(
		await asked({
			"tsconfig.json":
				'{ "compilerOptions": { "paths": { "#/*": ["./src/*"] } } }',
			"src/host.ts": 'export const host = () => "ws://h";',
			"src/use.ts": 'import { host } from "#/host"; ask(host());',
		}),
	).toEqual(["ws://h"]);
});

test("a JSON file is an object to whoever imports it", async () => {
	expect(
		await asked({
			"config.json": '{ "socket": { "url": "ws://h:1/x" } }',
			"use.ts":
				'import config from "./config.json"; new WebSocket(ask(config.socket.url));',
		}),
	).toEqual(["ws://h:1/x"]);
});

describe("names that a build tool imports by itself", () => {
	const files = {
		"src/composables/url.ts": 'export const socketUrl = () => "ws://h/x";',
		"src/main.ts": "new WebSocket(ask(socketUrl()));",
	};

	test("are found where the tool is there", async () => {
		expect(
			await asked({
				...files,
				"package.json":
					'{ "devDependencies": { "unplugin-auto-import": "0.18.0" } }',
			}),
		).toEqual(["ws://h/x"]);
	});

	test("stay unknown without it, and where two files export the name", async () => {
		expect(await asked({ ...files, "package.json": "{}" })).not.toEqual([
			"ws://h/x",
		]);
		expect(
			await asked({
				...files,
				"src/utils/url.ts": 'export const socketUrl = () => "ws://other";',
				"package.json": '{ "dependencies": { "nuxt": "3.0.0" } }',
			}),
		).not.toEqual(["ws://h/x"]);
	});
});

test("what a lookup gives may be nothing", async () => {
	expect(
		await asked({
			"use.ts":
				'import Cookies from "js-cookie"; ask(Cookies.get("url") || "ws://h");',
		}),
	).toEqual([
		expect.stringMatching(/^\{.*\} if /),
		expect.stringMatching(/^ws:\/\/h if not /),
	]);
});

test("a class of the file's own is made in the file only, however many files hold its name", async () => {
	const others = Object.fromEntries(
		Array.from({ length: 70 }, (_, i) => [
			`src/other${i}.ts`,
			'import "./api"; export class Api {}; new Api();',
		]),
	);
	expect(
		await asked({
			...others,
			"src/api.ts":
				'class Api { constructor(url) { this.url = url; } open() { new WebSocket(ask(this.url)); } }\nnew Api("ws://h").open();',
		}),
	).toEqual(["ws://h"]);
});
