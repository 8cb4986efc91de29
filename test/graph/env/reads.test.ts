import { describe, expect, test } from "vitest";
import { findApps } from "../../../src/graph/app/index.js";
import { findEnvReads } from "../../../src/graph/env/index.js";
import type { EnvRead } from "../../../src/graph/graph.js";
import { sourcesOf } from "../app/sources.js";

const WEB = {
	"package.json":
		'{ "name": "web", "scripts": { "dev": "vite" }, "devDependencies": { "vite": "^7.0.0" } }',
	"index.html": "",
};

async function readsOf(
	files: Readonly<Record<string, string>>,
	socketReads: ReadonlySet<string> = new Set(),
): Promise<EnvRead[]> {
	const sources = await sourcesOf(files);
	return findEnvReads(sources, findApps(sources), [], socketReads);
}

const shown = (reads: readonly EnvRead[]) =>
	reads.map((r) => [r.key, r.accessor, r.runtime, r.use]);

describe("reads in JavaScript", () => {
	test("direct, through a name, and destructured; not of a plain object, not the bundler's own keys", async () => {
		const reads = await readsOf({
			...WEB,
			"src/ws.ts": `
				const env = import.meta.env;
				const config = { API_URL: "x" };
				const { VITE_C } = import.meta.env;
				export const a = import.meta.env.VITE_A;
				export const b = env.VITE_B || "ws://localhost";
				export const c = [VITE_C, config.API_URL, import.meta.env.BASE_URL, import.meta.env["VITE_D"]];
				new WebSocket(a);`,
		});
		expect(shown(reads).sort()).toEqual([
			["VITE_A", "import.meta.env", "browser", "value"],
			["VITE_B", "import.meta.env", "browser", "fallback"],
			["VITE_C", "import.meta.env", "browser", "value"],
			["VITE_D", "import.meta.env", "browser", "value"],
		]);
	});

	test("answers come from every world of the app", async () => {
		const [read] = await readsOf({
			...WEB,
			".env.development": "VITE_A=ws://dev\n",
			".env.production": "VITE_B=1\n",
			"src/ws.ts": "new WebSocket(import.meta.env.VITE_A);",
		});
		expect(
			read?.answers.map((a) => [a.scenario, a.mode, a.answer.state]),
		).toEqual([
			["dev", "development", "set"],
			["preview", "production", "unset"],
			["production", "production", "unset"],
		]);
	});

	test("a read is in a socket URL when its start is among the given ones", async () => {
		const text = "new WebSocket(import.meta.env.VITE_A);";
		const files = { ...WEB, "src/ws.ts": text };
		const start = text.indexOf("import");
		const [read] = await readsOf(files, new Set([`src/ws.ts:${start}`]));
		expect(read?.inSocketUrl).toBe(true);
		expect((await readsOf(files))[0]?.inSocketUrl).toBe(false);
	});

	test("a config reads before env files are loaded (P24), unless it loads them itself", async () => {
		const config = (more: string) => `${more}
			export default { server: { proxy: { "/ws": { target: process.env.VITE_API, ws: true } } } };`;
		const answers = async (more: string) =>
			(
				await readsOf({
					...WEB,
					".env": "VITE_API=http://h\n",
					"vite.config.js": config(more),
				})
			).flatMap((r) => [
				r.runtime,
				...new Set(r.answers.map((a) => a.answer.state)),
			]);
		expect(await answers("")).toEqual(["config", "hidden"]);
		expect(await answers('import "dotenv/config";')).toEqual(["config", "set"]);
		expect(
			await answers(
				'import { loadEnv } from "vite"; Object.assign(process.env, loadEnv("development", process.cwd(), ""));',
			),
		).toEqual(["config", "set"]);
		expect(
			await answers(
				'import { loadEnv } from "vite"; const env = loadEnv("development", process.cwd(), ""); export const base = env.BASE_PATH;',
			),
		).toEqual(["config", "hidden"]);
	});

	test("import.meta.env stays the page's although the file imports a type from a server library", async () => {
		const reads = await readsOf({
			...WEB,
			"src/socket.tsx": `import { Data } from "ws";\nexport const s = new WebSocket(import.meta.env.VITE_A);\nexport const f = (d: Data) => d;`,
		});
		expect(shown(reads)).toEqual([
			["VITE_A", "import.meta.env", "browser", "value"],
		]);
	});

	test("server code beside a Vite app is Node's", async () => {
		const reads = await readsOf({
			...WEB,
			"server/index.ts": `import { createServer } from "node:http";\nconst port = process.env.WS_PORT ?? 8080;\ncreateServer().listen(port);`,
		});
		expect(shown(reads)).toEqual([
			["WS_PORT", "process.env", "node", "fallback"],
		]);
		expect(reads[0]?.answers).toEqual([]);
	});
});

describe("reads in Python", () => {
	test("os.environ, os.getenv and the fields of a settings class", async () => {
		const reads = await readsOf({
			"api/main.py": [
				"import os",
				"from fastapi import FastAPI",
				"from pydantic_settings import BaseSettings, SettingsConfigDict",
				'ORIGIN = os.environ["ALLOWED_ORIGIN"]',
				'URL = os.getenv("BACKEND_URL", "http://localhost")',
				"class Settings(BaseSettings):",
				'    model_config = SettingsConfigDict(env_prefix="APP_")',
				"    secret: str",
				'    cors_origins: str = "http://localhost:5173"',
				"    websocket: Plain = Plain()",
				"    token: str = Field(alias='TOKEN')",
				"class Plain:",
				"    other: str",
				"app = FastAPI()",
			].join("\n"),
		});
		expect(shown(reads).sort()).toEqual([
			["ALLOWED_ORIGIN", "os.environ", "python", "value"],
			["APP_CORS_ORIGINS", "settings", "python", "fallback"],
			["APP_SECRET", "settings", "python", "value"],
			["APP_WEBSOCKET", "settings", "python", "fallback"],
			["BACKEND_URL", "os.environ", "python", "fallback"],
			["TOKEN", "settings", "python", "value"],
		]);
	});
});
