import { expect, test } from "vitest";
import { isMinified, isSeed, mentions } from "../../src/discover/index.js";

const seed = (path: string, text: string) =>
	isSeed(
		path,
		path.endsWith(".py") ? "code-python" : "code-js",
		Buffer.from(text),
	);

test.each([
	"new WebSocket(url)",
	"import { useWebSocket } from './x'",
	"webSocket({ url })",
	"import { io } from 'socket.io-client'",
	"const c = io()",
	"const u = 'wss://h'",
	"import PartySocket from 'partysocket'",
	"import SockJS from 'sockjs-client'",
	"createClient from 'graphql-ws'",
	"app.listen(3000)",
	"const app = express()",
	"app.use(cors())",
	"http.createServer(app)",
	"Bun.serve({})",
	"axios.create({ baseURL: import.meta.env.VITE_API })",
	"process.env.NEXT_PUBLIC_WS",
	"process.env.REACT_APP_WS",
	"const HOST = 'localhost:8000'",
	"'http://127.0.0.1/'",
])("JavaScript: %s", (text) => {
	expect(seed("a.ts", text)).toBe(true);
});

test.each([
	"@app.websocket('/ws')",
	"async with websockets.connect(url) as ws:",
	"class C(AsyncWebsocketConsumer): pass",
	"import socketio",
	"sio = SocketIO(app)",
	"from flask_sock import Sock",
	"app = FastAPI()",
	"r = URLRouter([])",
	"app.include_router(r)",
	"app.add_middleware(CORSMiddleware)",
	"CORS(app)",
	"CORS_ALLOWED_ORIGINS = []",
	"uvicorn.run(app)",
])("Python: %s", (text) => {
	expect(seed("a.py", text)).toBe(true);
});

test.each([
	["a.ts", "const ratio(x) = bracket.market; EventSource; // https://x"],
	["a.ts", "fetch('/api'); radio(); studio("],
	["a.py", "import json\nlistener.listen(1)\n"],
	["a.py", "from fastapi import WebSocket\nrouter = APIRouter()\n"],
])("%s: %s is none", (path, text) => {
	expect(seed(path, text)).toBe(false);
});

test("what configures a server is read whatever it holds", () => {
	expect(seed("web/vite.config.ts", "export default {}")).toBe(true);
	expect(seed("src/setupProxy.js", "")).toBe(true);
	expect(isSeed("web/.env", "env", Buffer.from(""))).toBe(true);
});

test("a bundle is no seed, a file with one long line is", () => {
	const bundle = `new WebSocket(u);${"x=1;".repeat(5_000)}`;
	expect(seed("a.js", bundle)).toBe(false);
	expect(isMinified(Buffer.from(`${"a\n".repeat(100)}${bundle}`))).toBe(false);
	expect(isMinified(Buffer.from("x".repeat(1_000)))).toBe(false);
});

test("a name is found byte for byte", () => {
	expect(mentions(Buffer.from("const é = createWs()"), "createWs")).toBe(true);
	expect(mentions(new TextEncoder().encode("é"), "é")).toBe(true);
	expect(mentions(Buffer.from("createws"), "createWs")).toBe(false);
});

test.each([
	["a.go", "code-go", 'http.HandleFunc("/ws", serve)'],
	["a.go", "code-go", "conn, err := up.Upgrade(w, r, nil)"],
	["a.go", "code-go", 'r.GET("/rooms/:id", handlers.Room)'],
	["main.go", "code-go", 'r.Run(":" + port)'],
	["main.go", "code-go", "e := echo.New()"],
	["a.go", "code-go", 'Port int `env:"PORT" envDefault:"8080"`'],
	[
		"A.java",
		"code-java",
		"registry.addHandler(h); // WebSocketHandlerRegistry",
	],
	["A.java", "code-java", "SpringApplication.run(App.class, args);"],
	["config/routes.rb", "code-ruby", 'mount ActionCable.server => "/cable"'],
	["config/puma.rb", "code-ruby", 'port ENV.fetch("PORT") { 3000 }'],
	["lib/endpoint.ex", "code-elixir", 'socket "/socket", UserSocket'],
] as const)("%s (%s): %s", (path, kind, text) => {
	expect(isSeed(path, kind, Buffer.from(text))).toBe(true);
});

test.each([
	[
		"a.go",
		"code-go",
		'func add(a, b int) int { return a + b } // Header.Get("X")',
	],
	["a.go", "code-go", "_m.Called(ctx); job.Run(ctx); t.Start()"],
	["A.java", "code-java", "class Order { int total(); }"],
	["a.rb", "code-ruby", "class Order < ApplicationRecord; end"],
	["a.ex", "code-elixir", "def total(order), do: order.sum"],
] as const)("%s (%s): %s is none", (path, kind, text) => {
	expect(isSeed(path, kind, Buffer.from(text))).toBe(false);
});
