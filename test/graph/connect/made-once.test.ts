import { expect, test } from "vitest";
import { analyse } from "../../../src/pipeline.js";
import { memoryTree } from "../../rules/memory-tree.js";

const URL = '"ws://localhost:3000/feed"';

/** URLs that `src/feed.ts` dials in development when the page calls its `feed()`. */
async function dialled(feed: string): Promise<readonly string[]> {
	const { graph } = await analyse(
		memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/main.ts": 'import { feed } from "./feed";\nfeed();\n',
				"src/feed.ts": feed,
			}),
		),
		{},
	);
	return graph.connections.flatMap((c) =>
		c.attempts.filter((a) => a.scenario === "dev").map((a) => a.url.toString()),
	);
}

test.each([
	[
		"behind a test of its own name",
		`let s = null;
export function feed() { if (!s) s = new WebSocket(${URL}); return s; }`,
	],
	[
		"after an early return",
		`let s;
export function feed() { if (s) return s; s = new WebSocket(${URL}); return s; }`,
	],
	[
		"behind a comparison with null",
		`let s: WebSocket | null = null;
export function feed() { if (s === null) { s = new WebSocket(${URL}); } return s; }`,
	],
	[
		"behind ||",
		`let s;
export const feed = () => s || (s = new WebSocket(${URL}));`,
	],
	[
		"in a field that starts empty",
		`class Feed { s = null; open() { if (this.s) return; this.s = new WebSocket(${URL}); } }
const one = new Feed();
export const feed = () => one.open();`,
	],
	[
		"by a helper that gets the URL",
		`let s;
const open = (url) => new WebSocket(url);
export const feed = () => { if (!s) s = open(${URL}); return s; };`,
	],
	[
		"by a wrapper that gets the URL",
		`let s;
class Feed { constructor(url) { this.socket = new WebSocket(url); } }
export const feed = () => { if (!s) s = new Feed(${URL}); return s; };`,
	],
	[
		"among the arguments of what is made once",
		`import { Client } from "@stomp/stompjs";
let s = null;
export const feed = () => { if (!s) s = new Client({ webSocketFactory: () => new WebSocket(${URL}) }); };`,
	],
])("a socket that is made once is dialled: %s", async (_, code) => {
	expect(await dialled(code)).toEqual(["ws://localhost:3000/feed"]);
});

test("a switch that is off keeps the socket shut, made once or not", async () => {
	const code = `const on = false;
let s = null;
export function feed() { if (!s && on) s = new WebSocket(${URL}); return s; }`;
	expect(await dialled(code)).toEqual([]);
});
