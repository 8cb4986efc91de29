import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/pipeline.js";
import { memoryTree } from "../../rules/memory-tree.js";

const APP = {
	"package.json":
		'{ "scripts": { "dev": "vite" }, "devDependencies": { "vite": "5.4.0" } }',
	"index.html": '<script type="module" src="/src/main.ts"></script>',
};

/** `library protocol url` of every socket that the code opens in development, as the library dials it. */
async function dialled(code: string, file = "src/main.ts"): Promise<string[]> {
	const { graph } = await analyse(
		memoryTree(Object.entries({ ...APP, [file]: code })),
		{},
	);
	return graph.connections.flatMap((c) => [
		...new Set(
			c.attempts
				.filter((a) => a.scenario === "dev")
				.map((a) => `${c.library} ${c.speaks} ${a.url}`),
		),
	]);
}

describe("clients that dial a plain WebSocket", () => {
	const cases: readonly [string, string, string][] = [
		[
			"STOMP dials its brokerURL",
			'import { Client } from "@stomp/stompjs"; new Client({ brokerURL: "ws://h:15674/ws" });',
			"stomp websocket ws://h:15674/ws",
		],
		[
			"Stomp.client, as a namespace import",
			'import * as Stomp from "webstomp-client"; Stomp.client("ws://h/stomp");',
			"stomp websocket ws://h/stomp",
		],
		[
			"RxStomp is configured after it is made",
			'import { RxStomp } from "@stomp/rx-stomp"; const rx = new RxStomp(); rx.configure({ brokerURL: "ws://h/x" });',
			"stomp websocket ws://h/x",
		],
		[
			"Phoenix adds the name of its transport",
			'import { Socket } from "phoenix"; new Socket("ws://h:4000/socket/", {});',
			"phoenix websocket ws://h:4000/socket/websocket",
		],
		[
			"Action Cable dials what it is given",
			'import { createConsumer } from "@rails/actioncable"; createConsumer("wss://h/cable");',
			"actioncable websocket wss://h/cable",
		],
		[
			"y-websocket appends the room",
			'import { WebsocketProvider } from "y-websocket"; new WebsocketProvider("ws://h:1234/", "my-room", doc);',
			"y-websocket websocket ws://h:1234/my-room",
		],
		[
			"PartySocket speaks ws to this machine",
			'import PartySocket from "partysocket"; new PartySocket({ host: "localhost:1999", room: "r1", party: "game" });',
			"partysocket websocket ws://localhost:1999/parties/game/r1",
		],
		[
			"PartySocket speaks wss to any other host",
			'import usePartySocket from "partysocket/react"; usePartySocket({ host: "app.me.partykit.dev", room: "r1" });',
			"partysocket websocket wss://app.me.partykit.dev/parties/main/r1",
		],
		[
			"tRPC and graphql-ws take it as a property, hidden in a link or not",
			'import { createWSClient, wsLink } from "@trpc/client"; wsLink({ client: createWSClient({ url: () => "ws://h/trpc" }) });',
			"trpc websocket ws://h/trpc",
		],
		[
			"GraphQLWsLink's client",
			'import { createClient } from "graphql-ws"; import { GraphQLWsLink } from "@apollo/client/link/subscriptions"; new GraphQLWsLink(createClient({ url: "ws://h/graphql" }));',
			"graphql-ws websocket ws://h/graphql",
		],
		[
			"WebSocketLink with options",
			'import { WebSocketLink } from "@apollo/client/link/ws"; new WebSocketLink({ uri: "ws://h/subscriptions" });',
			"subscriptions-transport-ws websocket ws://h/subscriptions",
		],
		[
			"Hocuspocus",
			'import { HocuspocusProvider } from "@hocuspocus/provider"; new HocuspocusProvider({ url: "ws://h:1234", name: "d" });',
			"hocuspocus websocket ws://h:1234",
		],
		[
			"Sockette",
			'import Sockette from "sockette"; new Sockette("ws://h/s", {});',
			"sockette websocket ws://h/s",
		],
		[
			"websocket-ts, whose builder takes it first",
			'import { WebsocketBuilder } from "websocket-ts"; new WebsocketBuilder("ws://h/s").onOpen(() => {}).build();',
			"websocket-ts websocket ws://h/s",
		],
	];
	test.each(cases)("%s", async (_, code, expected) => {
		expect(await dialled(code)).toEqual([expected]);
	});

	test("a STOMP client over a factory opens what the factory opens, and nothing else", async () => {
		expect(
			await dialled(
				'import { Client } from "@stomp/stompjs"; import SockJS from "sockjs-client"; new Client({ webSocketFactory: () => new SockJS("/ws") });',
			),
		).toEqual(["sockjs other /ws"]);
	});
});

describe("clients with a handshake of their own", () => {
	const cases: readonly [string, string, string][] = [
		[
			"SignalR, its builder's steps in any order",
			'import * as signalR from "@microsoft/signalr"; new signalR.HubConnectionBuilder().configureLogging(1).withUrl("/hubs/chat").build();',
			"signalr other /hubs/chat",
		],
		[
			"Pusher with a host of one's own",
			'import Pusher from "pusher-js"; new Pusher("key", { wsHost: "localhost", wsPort: 6001, forceTLS: false, cluster: "mt1" });',
			"pusher other ws://localhost:6001/app",
		],
		[
			"Pusher's own cluster",
			'import Pusher from "pusher-js"; new Pusher("key", { cluster: "eu" });',
			"pusher other wss://ws-eu.pusher.com/app",
		],
	];
	test.each(cases)("%s", async (_, code, expected) => {
		expect(await dialled(code)).toEqual([expected]);
	});

	test("are never said to miss: SockJS works through a proxy that forwards no upgrade", async () => {
		const { graph } = await analyse(
			memoryTree(
				Object.entries({
					...APP,
					"vite.config.ts":
						'export default { server: { proxy: { "/ws": { target: "http://localhost:8080" } } } };',
					"src/main.ts":
						'import SockJS from "sockjs-client"; new SockJS("/ws"); new SockJS("http://localhost:8080/ws");',
				}),
			),
			{},
		);
		const dev = graph.connections.flatMap((c) =>
			c.attempts.filter((a) => a.scenario === "dev"),
		);
		expect(dev.map((a) => a.verdict.kind)).toEqual(["unknown", "unknown"]);
	});
});

test("a URL that the library resolves itself is no relative URL of the browser's", async () => {
	const { graph } = await analyse(
		memoryTree(
			Object.entries({
				...APP,
				"src/main.ts":
					'import { Socket } from "phoenix"; new Socket("/socket");',
			}),
		),
		{},
	);
	const [attempt] = graph.connections[0]?.attempts ?? [];
	expect(attempt?.address.form).toBe("page");
	expect(
		attempt?.address.form === "page" ? attempt.address.path.flat : undefined,
	).toBe("/socket/websocket");
});

test("to connect a Socket.IO socket again is no second socket", async () => {
	const dialledBy = (code: string) =>
		dialled(`import io from "socket.io-client"; ${code}`);
	const once = ["socket.io-client socket.io http://h:3000"];
	expect(
		await dialledBy('const s = io("http://h:3000"); s.connect();'),
	).toEqual(once);
	expect(await dialledBy('io.connect("http://h:3000");')).toEqual(once);
});
