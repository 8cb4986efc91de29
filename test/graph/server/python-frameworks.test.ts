import { describe, expect, test } from "vitest";
import { origins, paths, ports, serverOf } from "./servers.js";

const CONSUMERS = `
from channels.generic.websocket import AsyncWebsocketConsumer
class ChatConsumer(AsyncWebsocketConsumer): ...
`;

describe("Django Channels", () => {
	const asgi = `
import os
from channels.auth import AuthMiddlewareStack
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from django.core.asgi import get_asgi_application
import chat.routing
application = ProtocolTypeRouter({
    "http": get_asgi_application(),
    "websocket": AllowedHostsOriginValidator(
        AuthMiddlewareStack(URLRouter(chat.routing.websocket_urlpatterns))
    ),
})
`;

	test("routes of another module, through validator and middleware", async () => {
		const server = await serverOf({
			"manage.py": "",
			"site/__init__.py": "",
			"site/asgi.py": asgi,
			"chat/__init__.py": "",
			"chat/consumers.py": CONSUMERS,
			"chat/routing.py": `
from django.urls import path, re_path
from . import consumers
websocket_urlpatterns = [
    path("ws/chat/<str:room>/", consumers.ChatConsumer.as_asgi()),
    re_path(r"^ws/note/(?P<id>\\d+)/$", consumers.ChatConsumer.as_asgi()),
]
`,
			"start.sh": "daphne -b 0.0.0.0 -p 8001 site.asgi:application\n",
		});
		expect(server.title).toContain("Django Channels");
		expect(server.speaks).toBe("websocket");
		expect(server.routes.complete).toBe(true);
		expect(paths(server)).toEqual(["/ws/chat/{room}/", "/ws/note/{id}/"]);
		expect(ports(server)).toEqual(["8001"]);
		const [chat, note] = server.routes.items;
		expect(chat?.matches("/ws/chat/lobby/")).toBe(true);
		expect(chat?.matches("/ws/chat/lobby")).toBe(false);
		expect(note?.matches("/ws/note/12/?token=1")).toBe(true);
		expect(note?.matches("/ws/note/x/")).toBe(false);
	});

	test("a route that begins with a slash matches nothing", async () => {
		const server = await serverOf({
			"manage.py": "",
			"asgi.py": `
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path
from consumers import ChatConsumer
application = ProtocolTypeRouter({"websocket": URLRouter([path("/ws/", ChatConsumer.as_asgi())])})
`,
			"consumers.py": CONSUMERS,
			"run.sh": "python manage.py runserver 0.0.0.0:8080\n",
		});
		const [route] = server.routes.items;
		expect(route?.path).toBe("//ws/");
		expect(route?.matches("/ws/")).toBe(false);
		expect(route?.matches("//ws/")).toBe(false);
		expect(ports(server)).toEqual(["8080"]);
	});

	test("nested routers, a regular expression without anchors, runserver's default port", async () => {
		const server = await serverOf({
			"manage.py": "",
			"asgi.py": `
from channels.routing import ProtocolTypeRouter, URLRouter
from django.urls import path, re_path
from consumers import ChatConsumer
inner = URLRouter([path("live/", ChatConsumer.as_asgi()), re_path(r"feed/?$", ChatConsumer.as_asgi())])
application = ProtocolTypeRouter({"websocket": URLRouter([path("ws/", inner)])})
`,
			"consumers.py": CONSUMERS,
			"run.sh": "./manage.py runserver\n",
		});
		expect(paths(server)).toEqual(["/ws/feed", "/ws/live/"]);
		expect(server.routes.items.map((r) => r.matches("/ws/feed"))).toEqual([
			false,
			true,
		]);
		expect(ports(server)).toEqual(["8000"]);
	});

	test("what is not followed leaves the routes open", async () => {
		const server = await serverOf({
			"manage.py": "",
			"asgi.py": `
from channels.routing import ProtocolTypeRouter, URLRouter
from plugins import patterns
application = ProtocolTypeRouter({"websocket": URLRouter(patterns())})
`,
		});
		expect(server.routes.complete).toBe(false);
	});
});

describe("Tornado", () => {
	test("handlers that derive from WebSocketHandler, here and in another module", async () => {
		const server = await serverOf({
			"main.py": `
import tornado.ioloop
import tornado.web
from tornado.options import define, options
from handlers import Live, Page
define("port", default=8888, type=int)
def make_app():
    return tornado.web.Application([
        (r"/", Page),
        (r"/ws/(\\w+)", Live),
        tornado.web.url(r"/files/(.*)", tornado.web.StaticFileHandler, {"path": "x"}),
    ])
if __name__ == "__main__":
    app = make_app()
    app.listen(options.port)
`,
			"handlers.py": `
import tornado.web
from tornado.websocket import WebSocketHandler
class Page(tornado.web.RequestHandler): ...
class Base(WebSocketHandler): ...
class Live(Base):
    def check_origin(self, origin): return True
`,
		});
		expect(server.title).toContain("Tornado");
		expect(server.routes.complete).toBe(true);
		expect(paths(server)).toEqual(["/ws/{p1}"]);
		expect(server.routes.items[0]?.matches("/ws/room")).toBe(true);
		expect(server.routes.items[0]?.matches("/ws/room/")).toBe(false);
		expect(ports(server)).toEqual(["8888"]);
	});

	test("an Application of its own class behind an HTTPServer", async () => {
		const server = await serverOf({
			"main.py": `
import tornado.httpserver, tornado.web, tornado.websocket
class Ws(tornado.websocket.WebSocketHandler): ...
class App(tornado.web.Application):
    def __init__(self):
        handlers = [(r"/socket", Ws)]
        super().__init__(handlers, debug=True)
server = tornado.httpserver.HTTPServer(App())
server.listen(9000)
`,
		});
		expect(paths(server)).toEqual(["/socket"]);
		expect(ports(server)).toEqual(["9000"]);
	});

	test("a handler from elsewhere leaves the routes open", async () => {
		const server = await serverOf({
			"main.py": `
import tornado.web
from terminado import TermSocket
app = tornado.web.Application([(r"/term", TermSocket)])
app.listen(8765)
`,
		});
		expect(server.routes.complete).toBe(false);
	});
});

describe("Sanic and Quart", () => {
	test("Sanic takes a slash at the end or none; blueprints add their prefix", async () => {
		const server = await serverOf({
			"app.py": `
from sanic import Sanic
from live import bp
app = Sanic("demo")
app.blueprint(bp)
@app.websocket("/feed")
async def feed(request, ws): ...
if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8010)
`,
			"live.py": `
from sanic import Blueprint
bp = Blueprint("live", url_prefix="/api")
@bp.websocket("/room/<name:str>")
async def room(request, ws, name): ...
`,
		});
		expect(paths(server)).toEqual(["/api/room/{name}", "/feed"]);
		const feed = server.routes.items.find((r) => r.path === "/feed");
		expect(feed?.matches("/feed/")).toBe(true);
		expect(ports(server)).toEqual(["8010"]);
	});

	test("Quart is exact, and a prefix of the registration wins", async () => {
		const server = await serverOf({
			"app.py": `
from quart import Quart, Blueprint
app = Quart(__name__)
bp = Blueprint("live", __name__, url_prefix="/old")
@bp.websocket("/ws")
async def ws(): ...
app.register_blueprint(bp, url_prefix="/new")
app.run()
`,
		});
		expect(paths(server)).toEqual(["/new/ws"]);
		expect(server.routes.items[0]?.matches("/new/ws/")).toBe(false);
		expect(ports(server)).toEqual(["5000"]);
	});
});

describe("Socket.IO beside apps that are not ASGI", () => {
	test("Flask-SocketIO: what init_app() leaves out, the constructor says", async () => {
		const server = await serverOf({
			"app.py": `
from flask import Flask
from extensions import socketio
def create_app():
    app = Flask(__name__)
    socketio.init_app(app)
    return app
app = create_app()
if __name__ == "__main__":
    socketio.run(app, port=5001)
`,
			"extensions.py": `
from flask_socketio import SocketIO
socketio = SocketIO(path="/rt", cors_allowed_origins=["http://localhost:5173"])
`,
			"__init__.py": "",
		});
		expect(server.speaks).toBe("socket.io");
		expect(paths(server)).toEqual(["/rt"]);
		expect(origins(server)).toEqual(["http://localhost:5173"]);
		expect(ports(server)).toEqual(["5001"]);
	});

	test("python-socketio attached to an aiohttp app", async () => {
		const server = await serverOf({
			"main.py": `
import socketio
from aiohttp import web
sio = socketio.AsyncServer(cors_allowed_origins="*")
app = web.Application()
sio.attach(app, socketio_path="live")
web.run_app(app, port=9090)
`,
		});
		expect(server.title).toContain("aiohttp");
		expect(server.speaks).toBe("socket.io");
		expect(paths(server)).toEqual(["/live"]);
		expect(ports(server)).toEqual(["9090"]);
	});

	test("an example env file proposes a port where code has a default; shell variables are followed", async () => {
		const server = await serverOf({
			"app.py": `
import os
from flask import Flask
from flask_sock import Sock
app = Flask(__name__)
sock = Sock(app)
@sock.route("/ws")
def ws(ws): ...
if __name__ == "__main__":
    app.run(port=int(os.getenv("FLASK_PORT", 5000)))
`,
			".sample.env": "FLASK_PORT='3300'\n",
			"start.sh": `
APP_PORT="\${PORT:-7000}"
exec gunicorn --bind 0.0.0.0:\${APP_PORT} app:app
`,
		});
		expect([...ports(server)].sort()).toEqual(["3300", "5000", "7000"]);
		expect(server.listens.complete).toBe(true);
	});
});
