import { describe, expect, test } from "vitest";
import { loadConfig, settingsFrom } from "../../src/config/load-config.js";
import { memoryTree } from "../rules/memory-tree.js";

const RULES = ["proxy/missing-ws", "url/relative", "url/hardcoded"];
const load = (files: Record<string, string>) =>
	loadConfig(memoryTree(Object.entries(files)), RULES);

describe("without a configuration", () => {
	test("everything has its default", async () => {
		const { settings, file } = await load({
			"package.json": '{ "name": "x" }',
		});
		expect(file).toBeUndefined();
		expect(settings.policy).toEqual({ preset: "recommended", levels: {} });
		expect(settings.declared).toEqual({});
	});
});

describe("a configuration is read from", () => {
	const strict = { preset: "strict", levels: { "url/relative": "off" } };

	test.each([
		[
			"wslint.config.ts",
			`import { defineConfig } from "wslint";
			const rules = { "url/relative": "off" } as const;
			export default defineConfig({ preset: "strict", rules });`,
		],
		[
			"wslint.config.mjs",
			`/** @type {import("wslint").Config} */
			export default { preset: \`strict\`, rules: { ...{ "url/relative": "off" } } };`,
		],
		[
			"wslint.config.js",
			`module.exports = { preset: "strict", rules: { "url/relative": ["off"] } };`,
		],
		[
			"wslint.config.json",
			`{ // comments are fine
				"preset": "strict", "rules": { "url/relative": "off" }, }`,
		],
		[
			"package.json",
			`{ "name": "x", "wslint": { "preset": "strict", "rules": { "url/relative": "off" } } }`,
		],
	])("%s", async (file, text) => {
		const loaded = await load({ [file]: text });
		expect(loaded.file).toBe(file);
		expect(loaded.settings.policy).toEqual(strict);
	});

	test("every key", async () => {
		const { settings } = await load({
			"wslint.config.json": JSON.stringify({
				ignore: ["legacy/"],
				production: { origin: "https://app.example.com" },
				backend: { url: "wss://api.example.com" },
				routes: ["/ws/{room}"],
				scenarios: ["dev"],
				fix: { prefer: "env-url" },
				maxWarnings: 3,
			}),
		});
		expect(settings).toEqual({
			policy: { preset: "recommended", levels: {} },
			ignore: ["legacy/"],
			declared: {
				productionOrigin: "https://app.example.com",
				backendUrl: "wss://api.example.com",
				routes: ["/ws/{room}"],
				at: expect.objectContaining({ file: "wslint.config.json" }),
			},
			scenarios: ["dev"],
			prefer: "env-url",
			maxWarnings: 3,
		});
	});

	test("one file only, and the others are named", async () => {
		const { file, notes } = await load({
			"wslint.config.json": "{}",
			"package.json": '{ "wslint": { "preset": "strict" } }',
		});
		expect(file).toBe("wslint.config.json");
		expect(notes).toMatchObject([{ file: "package.json" }]);
	});
});

describe("a bad configuration names the key, its line and what was meant", () => {
	const refused = async (files: Record<string, string>) =>
		load(files).then(
			() => "accepted",
			(error: Error) => `${error.name}: ${error.message}`,
		);

	test.each([
		[
			"an unknown key",
			{ "wslint.config.json": '{\n  "presett": "strict"\n}' },
			"ConfigError: wslint.config.json:2:3  `presett` is no key; did you mean `preset`?",
		],
		[
			"an unknown key further down",
			{
				"wslint.config.ts":
					'export default {\n  production: { orign: "https://a.example" },\n};',
			},
			"ConfigError: wslint.config.ts:2:17  `orign` is no key in `production`; did you mean `origin`?",
		],
		[
			"a misspelt rule",
			{
				"package.json":
					'{ "wslint": {\n  "rules": { "proxy/mising-ws": "off" } } }',
			},
			"ConfigError: package.json:2:14  `rules` names `proxy/mising-ws`, which is no rule; did you mean `proxy/missing-ws`?",
		],
		[
			"a level that is none",
			{ "wslint.config.json": '{ "rules": { "url/relative": "warn" } }' },
			'ConfigError: wslint.config.json:1:30  `rules.url/relative` must be "off", "info", "warning" or "error"; no rule takes options',
		],
		[
			"an origin with a path",
			{
				"wslint.config.json":
					'{ "production": { "origin": "https://a.example/app" } }',
			},
			"ConfigError: wslint.config.json:1:29  `production.origin`: must be an origin: scheme, host and perhaps a port, no path (`https://app.example.com`)",
		],
		[
			"a wrong type",
			{ "wslint.config.json": '{ "maxWarnings": "3" }' },
			"ConfigError: wslint.config.json:1:18  `maxWarnings`: must be of type number",
		],
		[
			"text that is not JSON",
			{ "wslint.config.json": '{\n  "preset": strict }' },
			"ConfigError: wslint.config.json:2:13  is not valid JSON (InvalidSymbol)",
		],
	])("%s", async (_, files, message) => {
		expect(await refused(files as Record<string, string>)).toBe(message);
	});

	test.each([
		["a call", "preset: pick()", "`preset`"],
		[
			"an env read",
			"production: { origin: process.env.ORIGIN }",
			"`production.origin`",
		],
		["an imported value", "rules", "`rules`"],
	])("%s cannot be read statically", async (_, member, key) => {
		const text = `import { rules } from "./shared";\nexport default { ${member} };`;
		expect(await refused({ "wslint.config.ts": text })).toMatch(
			new RegExp(
				`^ConfigError: wslint\\.config\\.ts:2:\\d+  ${key} cannot be read statically`,
			),
		);
	});

	test("several problems are told at once", async () => {
		const message = await refused({
			"wslint.config.json": '{ "presett": 1,\n "rulez": {} }',
		});
		expect(message.split("\n")).toHaveLength(2);
	});

	test("a file without a default export says so", async () => {
		expect(await refused({ "wslint.config.ts": "const a = 1;" })).toContain(
			"has no default export",
		);
	});

	test("a configuration given by a program is checked too", async () => {
		const config = { rules: { nope: "off" } } as const;
		await expect(settingsFrom(config, RULES)).rejects.toThrow(/`nope`/);
	});
});

test("a configuration is never run", async () => {
	const { settings } = await load({
		"wslint.config.ts":
			'globalThis.__wslintCanary = true;\nexport default { preset: "strict" };',
	});
	expect(settings.policy.preset).toBe("strict");
	expect("__wslintCanary" in globalThis).toBe(false);
});
