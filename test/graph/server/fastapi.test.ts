import { describe, expect, test } from "vitest";
import { paths, serverOf, serversOf } from "./servers.js";

const matching = (server: Awaited<ReturnType<typeof serverOf>>, path: string) =>
	server.routes.items.some((r) => r.matches(path));

describe("routes of a FastAPI app", () => {
	test("include, router and decorator prefixes are concatenated, across modules and re-exports (F14)", async () => {
		const server = await serverOf({
			"api/app/__init__.py": "",
			"api/app/main.py": `
from fastapi import FastAPI
from app.routes import api

app = FastAPI()
app.include_router(api, prefix="/v1")
`,
			"api/app/routes/__init__.py": "from .all import api_router as api\n",
			"api/app/routes/all.py": `
from fastapi import APIRouter
from . import chat

api_router = APIRouter(prefix="/api")
api_router.include_router(chat.router, prefix="/chat")
api_router.include_router(chat.router, prefix="/talk")
`,
			"api/app/routes/chat.py": `
from fastapi import APIRouter, WebSocket
router = APIRouter(prefix="/room")

@router.websocket("/{room}/ws")
async def ws(websocket: WebSocket, room: str):
    await websocket.accept()
`,
			"api/requirements.txt": "fastapi\nuvicorn\n",
		});
		expect(paths(server)).toEqual([
			"/v1/api/chat/room/{room}/ws",
			"/v1/api/talk/room/{room}/ws",
		]);
		expect(server.routes.complete).toBe(true);
		expect(server.root).toBe("api");
		expect(server.missSymptom).toBe("403");
		expect(matching(server, "/v1/api/chat/room/a/ws?x=1")).toBe(true);
	});

	test("a path matches exactly: case, slash, converters (F13)", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI, WebSocket
app = FastAPI(root_path="/ignored")

@app.websocket("/ws/{n:int}")
async def a(ws: WebSocket): ...

@app.websocket("/files/{rest:path}")
async def b(ws: WebSocket): ...
`,
		});
		expect(matching(server, "/ws/12")).toBe(true);
		expect(matching(server, "/ws/x")).toBe(false);
		expect(matching(server, "/WS/12")).toBe(false);
		expect(matching(server, "/ws/12/")).toBe(false);
		expect(matching(server, "/files/a/b")).toBe(true);
		expect(matching(server, "/ignored/ws/12")).toBe(false);
	});

	test("routers in a list, included in a loop, keep their own prefixes apart", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI, APIRouter, WebSocket
a = APIRouter()
b = APIRouter()

@a.websocket("/ws")
async def one(ws: WebSocket): ...

@b.websocket("/ws")
async def two(ws: WebSocket): ...

app = FastAPI()
for router, prefix in [(a, "/a"), (b, "/b")]:
    app.include_router(router, prefix=prefix)
`,
		});
		expect(paths(server)).toEqual(["/a/ws", "/b/ws"]);
		expect(server.routes.complete).toBe(true);
	});

	test("factories, add_api_websocket_route, mounted apps and Starlette route lists", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI, WebSocket
from starlette.applications import Starlette
from starlette.routing import Mount, WebSocketRoute

async def endpoint(ws: WebSocket): ...

def create_app():
    app = FastAPI()
    app.add_api_websocket_route("/added", endpoint)
    app.mount("/sub/", Starlette(routes=[
        WebSocketRoute("/ws", endpoint),
        Mount("/deep", routes=[WebSocketRoute("/ws", endpoint)]),
    ]))
    return app

app = create_app()
`,
		});
		expect(paths(server)).toEqual(["/added", "/sub/deep/ws", "/sub/ws"]);
		expect(server.routes.complete).toBe(true);
	});

	test("functions that are handed the app add to it; a prefix from settings is followed", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI
from setup import register
app = FastAPI()
register(app)
`,
			"setup.py": `
from fastapi import FastAPI, APIRouter, WebSocket
from config import settings
router = APIRouter()

@router.websocket("/ws")
async def ws(websocket: WebSocket): ...

def register(app: FastAPI):
    app.include_router(router, prefix=settings.API_PREFIX)
`,
			"config.py": `
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    API_PREFIX: str = "/api/v2"
settings = Settings()
`,
		});
		expect(paths(server)).toEqual(["/api/v2/ws"]);
		expect(server.routes.complete).toBe(true);
	});

	test("something included that nobody can follow makes the routes incomplete and says so", async () => {
		const server = await serverOf({
			"main.py": `
import importlib
from fastapi import FastAPI, WebSocket
app = FastAPI()

@app.websocket("/ws")
async def ws(websocket: WebSocket): ...

for name in ["a", "b"]:
    app.include_router(importlib.import_module(f"routes.{name}").router)
`,
		});
		expect(paths(server)).toEqual(["/ws"]);
		expect(server.routes.complete).toBe(false);
		expect(server.routes.reason).toContain("main.py");
	});

	test("a router that is never included is unmounted, not a route", async () => {
		const server = await serverOf({
			"main.py": `
from fastapi import FastAPI
import chat
app = FastAPI()
`,
			"chat.py": `
from fastapi import APIRouter, WebSocket
router = APIRouter(prefix="/chat")

@router.websocket("/ws")
async def ws(websocket: WebSocket): ...
`,
		});
		expect(paths(server)).toEqual([]);
		expect(server.unmounted.map((r) => r.path)).toEqual(["/chat/ws"]);
	});

	test("the last binding of `app` is what uvicorn serves; the first is dead", async () => {
		const servers = await serversOf({
			"main.py": `
from fastapi import FastAPI, WebSocket
app = FastAPI(title="first")

@app.websocket("/first")
async def a(ws: WebSocket): ...

app = FastAPI(title="second")

@app.websocket("/second")
async def b(ws: WebSocket): ...
`,
			Procfile: "web: uvicorn main:app --port $PORT\n",
		});
		expect(servers.map((s) => [paths(s)[0], s.live])).toEqual([
			["/first", false],
			["/second", true],
		]);
	});

	test("tests of the project are no servers", async () => {
		expect(
			await serversOf({
				"tests/test_ws.py": `
from fastapi import FastAPI
app = FastAPI()
`,
			}),
		).toEqual([]);
	});
});

describe("query parameters a socket endpoint demands", () => {
	test("defaults, path parameters, dependencies and markers are told apart", async () => {
		const server = await serverOf({
			"main.py": `
from typing import Annotated, Optional
from fastapi import FastAPI, WebSocket, Query, Depends, Header

app = FastAPI()

async def verify(api_key: str = Query(...), trace: str = Query(None)):
    return api_key

def get_db():
    yield 1

def current_user(session: str):
    return session

@app.websocket("/ws/{room}")
async def ws(
    websocket: WebSocket,
    room: str,
    token: str,
    user: Annotated[str, Query(alias="user_id")],
    page: int = 1,
    agent: str = Header(...),
    maybe: Optional[str] = None,
    caller: Annotated[str, Depends(current_user)],
    key=Depends(verify),
    db=Depends(get_db),
): ...
`,
		});
		expect(server.routes.items[0]?.requiredQuery).toEqual([
			"token",
			"user_id",
			"session",
			"api_key",
		]);
	});
});
