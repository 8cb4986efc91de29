import { describe, expect, test } from "vitest";
import { origins, serverOf } from "./servers.js";

const app = (options: string, more = "") => `
import os
from fastapi import FastAPI, WebSocket
from fastapi.middleware.cors import CORSMiddleware
${more}
app = FastAPI()
app.add_middleware(CORSMiddleware, ${options})
`;

const SETTINGS = `
from typing import List
from pydantic_settings import BaseSettings, SettingsConfigDict
class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_file=".env", env_prefix="APP_")
    CORS_ORIGINS: List[str] = ["http://localhost:3000"]
    plain: str = "http://one.test, http://two.test"

    def plain_list(self):
        return [o.strip() for o in self.plain.split(",")]

    @property
    def both(self) -> List[str]:
        return self.CORS_ORIGINS + self.plain_list()

settings = Settings()
`;

describe("CORSMiddleware", () => {
	test("a literal list: entries, home, credentials, and no more than that", async () => {
		const server = await serverOf({
			"main.py": app(
				'allow_origins=["http://localhost:3000", "*"], allow_credentials=True',
			),
		});
		expect(origins(server)).toEqual(["http://localhost:3000", "*"]);
		expect(server.origins[0]).toMatchObject({
			kind: "http-cors",
			library: "starlette",
			shape: "list",
			credentials: { value: true },
			entries: { complete: true },
			home: { form: "array" },
		});
		expect(server.origins[0]?.server).toBe(server);
	});

	test("a text where a list is needed is one entry of shape string (C6)", async () => {
		const server = await serverOf({
			"main.py": app('allow_origins="http://a.test,http://b.test"'),
		});
		expect(origins(server)).toEqual(["http://a.test,http://b.test"]);
		expect(server.origins[0]?.shape).toBe("string");
	});

	test("getenv with a default, split at commas: the home is the default's text", async () => {
		const server = await serverOf({
			"main.py": app(
				'allow_origins=os.getenv("ORIGINS", "http://a.test,http://b.test").split(",")',
			),
		});
		expect(origins(server)).toEqual(["http://a.test", "http://b.test"]);
		expect(server.origins[0]).toMatchObject({
			shape: "list",
			entries: { complete: true, reason: expect.stringContaining("ORIGINS") },
			home: { form: "comma-text" },
		});
	});

	test("without a default nothing is known", async () => {
		const server = await serverOf({
			"main.py": app('allow_origins=os.environ["ORIGINS"].split(",")'),
		});
		expect(server.origins[0]?.entries).toMatchObject({
			items: [],
			complete: false,
		});
	});

	test("pydantic settings: default, prefix, property, method; a live env file wins", async () => {
		const files = {
			"main.py": app(
				"allow_origins=settings.both",
				"from config import settings",
			),
			"config.py": SETTINGS,
		};
		expect(origins(await serverOf(files))).toEqual([
			"http://localhost:3000",
			"http://one.test",
			"http://two.test",
		]);
		const set = await serverOf({
			...files,
			".env":
				'APP_CORS_ORIGINS=["http://x.test", "http://y.test"]\nAPP_PLAIN=http://z.test\n',
		});
		expect(origins(set)).toEqual([
			"http://x.test",
			"http://y.test",
			"http://z.test",
		]);
		const [first] = set.origins[0]?.entries.items ?? [];
		expect(first?.at).toMatchObject({ file: ".env" });
	});

	test("options built up in a dictionary, and an allow_origin_regex beside them", async () => {
		const server = await serverOf({
			"main.py": app(
				"**options",
				`options = {"allow_credentials": True}
options["allow_origins"] = ["http://localhost:5173"]
options["allow_origin_regex"] = r"http://.*\\.test"`,
			),
		});
		expect(origins(server)).toEqual(["http://localhost:5173"]);
		expect(server.origins[0]).toMatchObject({
			credentials: { value: true },
			regex: { value: "http://.*\\.test" },
			entries: { complete: true },
		});
	});

	test("what a compose service sets counts beside the default, not instead of it", async () => {
		const server = await serverOf({
			"api/main.py": app(
				'allow_origins=os.getenv("ORIGINS", "http://localhost:5173").split(",")',
			),
			"api/requirements.txt": "fastapi\n",
			"docker-compose.yml": `services:
  api:
    build: ./api
    command: uvicorn main:app
    environment:
      ORIGINS: http://localhost:8080
`,
		});
		expect(origins(server)).toEqual([
			"http://localhost:5173",
			"http://localhost:8080",
		]);
	});

	test("Middleware(CORSMiddleware, …) in the constructor", async () => {
		const server = await serverOf({
			"main.py": `
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
app = Starlette(middleware=[Middleware(CORSMiddleware, allow_origins=["http://a.test"])])
`,
		});
		expect(origins(server)).toEqual(["http://a.test"]);
	});
});

describe("hand-written Origin checks", () => {
	test("a socket handler that compares the header with a list", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI, WebSocket
app = FastAPI()
ALLOWED = ["http://localhost:3000"]

@app.websocket("/ws")
async def ws(websocket: WebSocket):
    origin = websocket.headers.get("origin")
    if origin and origin not in ALLOWED:
        await websocket.close(code=1008)
        return
    await websocket.accept()
`,
		});
		expect(server.origins[0]).toMatchObject({
			kind: "origin-check",
			library: "own",
			entries: { complete: true },
		});
		expect(origins(server)).toEqual(["http://localhost:3000"]);
	});

	test("a second kind of test makes the list incomplete", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI, WebSocket
app = FastAPI()

def allowed(origin: str) -> bool:
    return origin in ["http://a.test"] or origin.startswith("http://localhost:")

@app.websocket("/ws")
async def ws(websocket: WebSocket):
    if not allowed(websocket.headers.get("origin")):
        await websocket.close()
        return
    await websocket.accept()
`,
		});
		expect(server.origins[0]?.entries.complete).toBe(false);
	});

	test("ws: verifyClient", async () => {
		const server = await serverOf({
			"package.json": '{ "dependencies": { "ws": "8" } }',
			"server.js": `
import { WebSocketServer } from "ws";
const allowed = new Set(["http://localhost:5173"]);
const list = ["http://localhost:5173"];
new WebSocketServer({ port: 8080, verifyClient: (info) => list.includes(info.origin) });
`,
		});
		expect(server.origins[0]).toMatchObject({ kind: "origin-check" });
		expect(origins(server)).toEqual(["http://localhost:5173"]);
	});
});
