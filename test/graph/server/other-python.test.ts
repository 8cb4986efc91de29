import { describe, expect, test } from "vitest";
import { unreadServers } from "../../../src/graph/server/index.js";
import { sourcesOf } from "../app/sources.js";
import { origins, paths, ports, serverOf } from "./servers.js";

describe("other Python servers", () => {
	test("python-socketio in front of a FastAPI app speaks both", async () => {
		const server = await serverOf({
			"main.py": `
import socketio
from fastapi import FastAPI, WebSocket
app = FastAPI()
sio = socketio.AsyncServer(async_mode="asgi", cors_allowed_origins=["http://localhost:5173"])
socket_app = socketio.ASGIApp(sio, other_asgi_app=app)

@app.websocket("/ws")
async def ws(websocket: WebSocket): ...
`,
			"run.sh": "uvicorn main:socket_app --port 8005\n",
		});
		expect(server.speaks).toBe("both");
		expect(paths(server)).toEqual(["/socket.io", "/ws"]);
		expect(ports(server)).toEqual(["8005"]);
		expect(server.origins[0]?.kind).toBe("socket.io-cors");
		expect(origins(server)).toEqual(["http://localhost:5173"]);
	});

	test("python-socketio alone, and mounted", async () => {
		const alone = await serverOf({
			"main.py": `
import socketio, uvicorn
sio = socketio.AsyncServer(cors_allowed_origins="*")
app = socketio.ASGIApp(sio, socketio_path="rt")
uvicorn.run(app, port=5001)
`,
		});
		expect(alone).toMatchObject({
			kind: "python-socketio",
			speaks: "socket.io",
		});
		expect(paths(alone)).toEqual(["/rt"]);
		expect(ports(alone)).toEqual(["5001"]);
		const mounted = await serverOf({
			"main.py": `
import socketio
from fastapi import FastAPI
app = FastAPI()
app.mount("/sockets", socketio.ASGIApp(socketio.AsyncServer()))
`,
		});
		expect(paths(mounted)).toEqual(["/sockets/socket.io"]);
	});

	test("Flask-SocketIO with init_app in another module, and flask-cors", async () => {
		const server = await serverOf({
			"app.py": `
from flask import Flask
from flask_cors import CORS
from extensions import socketio
app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": ["http://localhost:3000"]}}, supports_credentials=True)
socketio.init_app(app, cors_allowed_origins="*")
if __name__ == "__main__":
    socketio.run(app, port=5050)
`,
			"extensions.py":
				"from flask_socketio import SocketIO\nsocketio = SocketIO()\n",
		});
		expect(server).toMatchObject({
			kind: "python-socketio",
			speaks: "socket.io",
		});
		expect(ports(server)).toEqual(["5050"]);
		expect(server.origins.map((o) => o.library).sort()).toEqual([
			"flask",
			"flask",
		]);
	});

	test("aiohttp: only handlers that make a WebSocketResponse are socket routes", async () => {
		const server = await serverOf({
			"main.py": `
from aiohttp import web

async def index(request):
    return web.Response()

async def stream(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    return ws

app = web.Application()
app.router.add_get("/", index)
app.add_routes([web.get("/stream", stream)])
web.run_app(app, port=8090)
`,
		});
		expect(paths(server)).toEqual(["/stream"]);
		expect(ports(server)).toEqual(["8090"]);
	});

	test("aiohttp: handlers that a table of routes decorates", async () => {
		const server = await serverOf({
			"main.py": `
from aiohttp import web

routes = web.RouteTableDef()

@routes.get("/")
async def index(request):
    return web.Response()

@routes.get("/stream/{room}")
async def stream(request):
    ws = web.WebSocketResponse()
    await ws.prepare(request)
    return ws

app = web.Application()
app.add_routes(routes)
web.run_app(app)
`,
		});
		expect(paths(server)).toEqual(["/stream/{room}"]);
		expect(server.routes.complete).toBe(true);
		expect(ports(server)).toEqual(["8080"]);
	});

	test("websockets.serve accepts every path", async () => {
		const server = await serverOf({
			"main.py": `
import asyncio, websockets

async def handler(websocket): ...

async def main():
    async with websockets.serve(handler, "localhost", 8765):
        await asyncio.Future()

asyncio.run(main())
`,
		});
		expect(ports(server)).toEqual(["8765"]);
		expect(server.routes.items[0]?.matches("/any/path")).toBe(true);
	});
});

describe("servers that are not read", () => {
	test("are named with their folder and stack", async () => {
		const found = unreadServers(
			await sourcesOf({
				"web/package.json": '{ "dependencies": { "react": "18" } }',
				"api/package.json": '{ "dependencies": { "fastify": "5" } }',
				"rust/Dockerfile": "FROM rust:1.80 AS build\nCOPY . .\nFROM debian\n",
				"django/requirements.txt": "django\nchannels[daphne]\n",
			}),
		);
		expect(found).toEqual(
			expect.arrayContaining([
				{ folder: "api", stack: "Fastify" },
				{ folder: "rust", stack: "Rust" },
				{ folder: "django", stack: "Django Channels" },
			]),
		);
		expect(found).toHaveLength(3);
	});
});
