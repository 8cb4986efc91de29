import { describe, expect, it } from "vitest";
import { extractPlatform } from "../../../src/extract/platform/index.js";

/** What a platform file runs: folder, command, variables; `?` for a value that it does not hold. */
function runs(text: string, path: string) {
	return extractPlatform(text, path).commands.map(
		({ text: command, cwd, env }) =>
			`${cwd ?? "."}: ${command} [${env.map(({ key, value }) => `${key}=${value ?? "?"}`).join(" ")}]`,
	);
}

describe("hosting platforms", () => {
	it("netlify.toml: the production context wins over the build's own variables", () => {
		expect(
			runs(
				`[build]
base = "web"
command = "npm run build"
environment = { VITE_A = "1", VITE_B = "2" }
[context.production.environment]
VITE_B = "3"
`,
				"netlify.toml",
			),
		).toEqual(["web: npm run build [VITE_A=1 VITE_B=3]"]);
	});

	it("render.yaml: a variable from another source has no value here", () => {
		expect(
			runs(
				`services:
  - type: web
    rootDir: ./api
    buildCommand: pip install -r requirements.txt
    startCommand: uvicorn main:app --host 0.0.0.0 --port $PORT
    envVars:
      - key: MODE
        value: live
      - key: SECRET
        sync: false
`,
				"render.yaml",
			),
		).toEqual([
			"./api: pip install -r requirements.txt [MODE=live SECRET=?]",
			"./api: uvicorn main:app --host 0.0.0.0 --port $PORT [MODE=live SECRET=?]",
		]);
	});

	it("vercel.json builds although it names no command", () => {
		expect(
			runs(
				'{ "build": { "env": { "VITE_WS_URL": "wss://h/ws", "KEY": "@secret" } } }',
				"vercel.json",
			),
		).toEqual([".: npm run build [VITE_WS_URL=wss://h/ws KEY=?]"]);
	});

	it("fly.toml and railway.json start what they name", () => {
		expect(
			runs(
				'[env]\nPORT = 8080\n[processes]\napp = "node server.js"\n',
				"fly.toml",
			),
		).toEqual([".: node server.js [PORT=8080]"]);
		expect(
			runs('{ "deploy": { "startCommand": "node a.js" } }', "railway.json"),
		).toEqual([".: node a.js []"]);
	});

	it("points at the value, not at an equal text above it", () => {
		const text = '[build]\ncommand = "x"\n[build.environment]\nA = "x"\n';
		const [run] = extractPlatform(text, "netlify.toml").commands;
		const [variable] = run?.env ?? [];
		expect(variable && text.slice(...variable.valueAt)).toBe("x");
		expect(variable?.valueAt[0]).toBe(text.lastIndexOf("x"));
	});

	it("broken and foreign files run nothing", () => {
		expect(runs("[build", "netlify.toml")).toEqual([]);
		expect(runs("example.com", "CNAME")).toEqual([]);
		expect(runs("{}", "firebase.json")).toEqual([]);
	});
});
