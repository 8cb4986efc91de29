import { expect, test } from "vitest";
import type { SocketEvent } from "../../../src/graph/handler/handler.js";
import { findHandlers } from "../../../src/graph/handler/index.js";
import { findServers } from "../../../src/graph/server/index.js";
import { Projects } from "../../../src/graph/server/project.js";
import { sourcesOf } from "../app/sources.js";

type Files = Readonly<Record<string, string>>;

/** What happens to the sockets of a project's servers, one line for each handler. */
async function told(files: Files): Promise<readonly string[]> {
	const sources = await sourcesOf(files);
	const projects = new Projects(sources);
	const servers = findServers(sources, projects);
	return findHandlers(projects, servers, []).map(
		({ title, events, gap }) =>
			`${title}: ${written(events)}${gap === undefined ? "" : " (and more)"}`,
	);
}

function written(events: readonly SocketEvent[]): string {
	return events
		.map((event) => {
			const condition = event.under.length > 0 ? "?" : "";
			if (event.does === "listen")
				return `${event.once ? "once" : "on"} ${event.to}${condition} [${written(event.inside)}]`;
			if (event.does === "start")
				return `start${event.everyMs === undefined ? "" : ` every ${event.everyMs}`} [${written(event.inside)}]`;
			if (event.does === "close" && event.code !== undefined)
				return `close ${event.code}${condition}`;
			if (event.does === "wait")
				return `wait ${event.for}${event.ms === undefined ? "" : ` ${event.ms}`}`;
			return event.does + condition;
		})
		.join(", ");
}

const fastapi = (body: string): Files => ({
	"main.py": `import asyncio\nfrom fastapi import FastAPI, WebSocket\napp = FastAPI()\n${body}`,
});

const wss = (handler: string, more: Files = {}): Files => ({
	"package.json": "{}",
	"server.js": `import { WebSocketServer } from "ws";\nconst wss = new WebSocketServer({ port: 1 });\n${handler}`,
	...more,
});

test("an endpoint is followed into the methods that are given its socket", async () => {
	expect(
		await told(
			fastapi(`
class Manager:
    async def connect(self, socket: WebSocket):
        await socket.accept()
        await asyncio.sleep(0.05)
manager = Manager()
@app.websocket("/ws")
async def ws(socket: WebSocket, room: str):
    await manager.connect(socket=socket)
    if room:
        await socket.send_text(await socket.receive_text())
`),
		),
	).toEqual(["/ws: accept, wait sleep 50, wait other, receive?, send?"]);
});

test("what an inner function does is told where it is called, not where it stands", async () => {
	expect(
		await told(
			fastapi(`
@app.websocket("/ws")
async def ws(socket: WebSocket):
    async def greet():
        await socket.send_text("hello")
    await socket.accept()
    await greet()
`),
		),
	).toEqual(["/ws: accept, send, wait other"]);
});

test("an async function that nobody awaits runs beside the rest", async () => {
	expect(
		await told(
			wss(`
import { readFile } from "node:fs/promises";
wss.on("connection", (socket) => {
	void greet(socket);
	socket.on("message", () => socket.send("x"));
});
async function greet(socket) {
	const text = await readFile("greeting");
	socket.send(text);
}
`),
		),
	).toEqual(["connection: start [wait io, send], on message [send]"]);
});

test("handlers of handleUpgrade, chained listeners and assigned ones", async () => {
	expect(
		await told(
			wss(`
import { createServer } from "node:http";
const server = createServer();
server.on("upgrade", (req, socket, head) =>
	wss.handleUpgrade(req, socket, head, (ws) => {
		ws.once("message", () => ws.close()).on("error", console.error);
		ws.onclose = () => {};
	}),
);
`),
		),
	).toEqual(["connection: once message [close], on error [], on close []"]);
});

test("a session object's methods may use the socket at any time", async () => {
	expect(
		await told(
			wss(
				'import { Session } from "./session.js";\nwss.on("connection", (socket) => { new Session(socket); });',
				{
					"session.js": `export class Session {
	constructor(socket) { this.socket = socket; }
	start() { this.socket.on("error", () => {}); }
}`,
				},
			),
		),
	).toEqual(["connection: start [on error []]"]);
});

test("a timer has its interval, a close its code, where they are numbers", async () => {
	expect(
		await told(
			wss(
				'const MINUTE = 60_000;\nwss.on("connection", (socket) => { setInterval(() => socket.ping(), MINUTE / 2); setInterval(() => socket.ping(), wss.every); socket.close(4000); });',
			),
		),
	).toEqual(["connection: start every 30000 [ping], start [ping], close 4000"]);
	expect(
		await told(
			fastapi(
				'from fastapi import status\n@app.websocket("/ws")\nasync def ws(socket: WebSocket):\n    await socket.close(code=status.WS_1008_POLICY_VIOLATION)\n',
			),
		),
	).toEqual(["/ws: close 1008"]);
});

test("a socket given to a package is not seen to the end, one kept in a set is", async () => {
	expect(
		await told(
			wss(
				'import { serve } from "x"; wss.on("connection", (s) => { serve({ s }); });',
			),
		),
	).toEqual(["connection:  (and more)"]);
	expect(
		await told(
			wss(
				'const all = new Set(); wss.on("connection", (s) => { all.add(s); console.log(s.url); });',
			),
		),
	).toEqual(["connection: "]);
});

test("an error listener of something unknown may be the socket's", async () => {
	expect(
		await told(
			wss(`
export function watch(client) { client.socket.on("error", () => {}); }
wss.on("connection", (socket) => { socket.send("x"); });
`),
		),
	).toEqual(["connection: send (and more)"]);
});

test("functions that call each other end", async () => {
	expect(
		await told(
			wss(`
wss.on("connection", (socket) => a(socket));
function a(socket) { socket.send("a"); b(socket); }
function b(socket) { a(socket); }
`),
		),
	).toEqual(["connection: send"]);
});
