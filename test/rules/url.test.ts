import { expect, test } from "vitest";
import hardcoded from "../../rules/url/hardcoded.js";
import insecure from "../../rules/url/insecure-in-production.js";
import { place } from "../../src/facts/place.js";
import { planFixes } from "../../src/fix/index.js";
import type { Address } from "../../src/graph/address.js";
import type { Attempt, Connection } from "../../src/graph/graph.js";
import { lint } from "../../src/lint.js";
import { shownUrl } from "../../src/rule/vocabulary/wording.js";
import { type Origin, Text } from "../../src/value/text.js";
import type { Condition } from "../../src/value/value.js";
import { connectionAt, smallGraph } from "../engine/small-graph.js";
import { memoryTree } from "./memory-tree.js";

const literal: Origin = { kind: "literal", at: place("src/feed.ts", [10, 40]) };
const pageHost = Text.hole(
	{ kind: "page", name: "host", reason: "" },
	{ kind: "page", part: "host", at: place("src/feed.ts", [50, 63]) },
);
const caller = (is: string): Condition => ({
	atom: "caller src/feed.ts#0.0",
	is,
	kind: "caller",
	at: place("src/app.ts", [0, 1]),
});

function socket(
	...urls: readonly {
		readonly scheme: string;
		readonly host: Text;
		readonly when?: readonly Condition[];
	}[]
): Connection {
	const attempts: Attempt[] = [];
	const connection = connectionAt(place("src/feed.ts", [0, 64]), { attempts });
	for (const { scheme, host, when = [] } of urls) {
		const address: Address = {
			form: "absolute",
			scheme: Text.of(scheme, literal),
			host,
			port: undefined,
			path: Text.of("/ws", literal),
			query: Text.empty,
		};
		attempts.push({
			scenario: "production",
			connection,
			url: Text.concat(Text.of(`${scheme}://`, literal), host, address.path),
			address,
			status: when.every((c) => c.kind === "caller") ? "taken" : "possible",
			when,
			steps: [],
			hops: [],
			verdict: { kind: "unknown", reason: "" },
		});
	}
	return connection;
}

test("another caller's wss:// URL does not excuse ws:// in front of the page's host", () => {
	const connection = socket(
		{ scheme: "ws", host: pageHost, when: [caller("a")] },
		{
			scheme: "wss",
			host: Text.of("feed.acme.io", literal),
			when: [caller("b")],
		},
	);
	const found = [...insecure.check(smallGraph({ connections: [connection] }))];
	expect(found.map((f) => f.message.what)).toEqual([
		"ws://{host}/ws stays ws: when the page is served over https.",
	]);
});

test("a branch for https pages excuses the ws:// branch", () => {
	const https = (is: string): Condition => ({
		atom: "https page",
		is,
		kind: "page",
		at: literal.at,
	});
	const connection = socket(
		{ scheme: "wss", host: pageHost, when: [https("true")] },
		{ scheme: "ws", host: pageHost, when: [https("false")] },
	);
	expect([
		...insecure.check(smallGraph({ connections: [connection] })),
	]).toEqual([]);
});

test("two sockets on one literal are one finding, with both as evidence", () => {
	const host = Text.of("localhost", literal);
	const other = connectionAt(place("src/other.ts", [0, 9]), {
		attempts: socket({ scheme: "ws", host }).attempts,
	});
	const graph = smallGraph({
		connections: [socket({ scheme: "ws", host }), other],
	});
	const found = [...hardcoded.check(graph)];
	expect(
		found.map((f) => [f.severity, f.evidence?.map((e) => e.at.file)]),
	).toEqual([["error", ["src/feed.ts", "src/other.ts"]]]);
});

test("a URL is shown without user info and query values", () => {
	const url = Text.of("wss://me:pw@feed.acme.io/ws?token=abc&v=1#x", literal);
	expect(shownUrl(url)).toBe("wss://…@feed.acme.io/ws?token=…&v=…#x");
});

test("--prefer env-url keeps what development dials and gives production the page's host", async () => {
	const tree = memoryTree(
		new Map([
			["package.json", '{ "devDependencies": { "vite": "^6.0.0" } }\n'],
			["index.html", '<script type="module" src="/src/main.ts"></script>\n'],
			[
				"vite.config.ts",
				'export default { server: { proxy: { "/ws": "ws://localhost:8000" } } };\n',
			],
			["src/main.ts", 'new WebSocket("ws://localhost:8000/ws/feed");\n'],
			[".env.example", "VITE_TITLE=Feed\n"],
		]),
	);
	const plan = await planFixes(await lint({ tree }), {
		unsafe: true,
		prefer: "env-url",
	});
	const read = `import.meta.env.VITE_WS_URL ?? \`\${location.protocol === "https:" ? "wss:" : "ws:"}//\${location.host}/ws/feed\``;
	const entry =
		"# wslint: was written into the code\nVITE_WS_URL=ws://localhost:8000/ws/feed\n";
	expect(Object.fromEntries(plan.files)).toEqual({
		"src/main.ts": `new WebSocket(${read});\n`,
		".env.development": entry,
		".env.example": `VITE_TITLE=Feed\n${entry}`,
	});
});

test("url/hardcoded names the other places that write the same host", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.ts"></script>',
				"src/main.ts": `import { useFeed } from "./feed";
useFeed("ws://localhost:8000/ws/feed");
`,
				"src/feed.ts": `export function useFeed(url = "ws://localhost:8000/ws") {
	return new WebSocket(url);
}
`,
				"src/old-client.ts": `export const load = () => fetch("http://localhost:8000/items");
`,
				"src/other.ts": `export const users = () => fetch("http://localhost:9000/users");
`,
			}),
		),
	});
	const [finding] = findings.filter(
		(f) => f.rule === "url/hardcoded" && f.severity === "error",
	);
	expect(finding?.location).toMatchObject({ file: "src/main.ts", line: 2 });
	expect(finding?.evidence.map((e) => [e.at.file, e.message])).toEqual([
		["src/feed.ts", "the socket is opened here"],
		["src/feed.ts", "the same host is the default where no call gives one"],
		[
			"src/old-client.ts",
			"the same host is written here, too, in a file that nothing uses",
		],
	]);
});

test("a module that a program in Node loads too gets no `location`", async () => {
	const tree = memoryTree(
		new Map([
			["package.json", '{ "dependencies": { "hono": "^4.4.2" } }'],
			["shared/address.ts", 'export const WS = "ws://localhost:3000/ws";\n'],
			[
				"server.ts",
				'import { Hono } from "hono";\nimport { WS } from "./shared/address";\nnew Hono(WS);\n',
			],
			["web/package.json", '{ "devDependencies": { "vite": "^5.2.0" } }'],
			[
				"web/index.html",
				'<script type="module" src="/src/main.ts"></script>\n',
			],
			[
				"web/src/main.ts",
				'import { WS } from "../../shared/address";\nnew WebSocket(WS);\n',
			],
		]),
	);
	const result = await lint({ tree });
	expect(result.findings.map((f) => f.rule)).toEqual(["url/hardcoded"]);
	const plan = await planFixes(result, { unsafe: true });
	expect([...plan.files.keys()]).toEqual([]);
});

test("a literal host is an error whatever an undecided test puts behind it", async () => {
	const { findings } = await lint({
		tree: memoryTree(
			Object.entries({
				"package.json": '{ "devDependencies": { "vite": "^6.0.0" } }',
				"index.html": '<script type="module" src="/src/main.js"></script>',
				"src/main.js": `
					function cookie(name) {
						const parts = \`; \${document.cookie}\`.split(\`; \${name}=\`);
						if (parts.length === 2) return parts.pop().split(";").shift();
					}
					new WebSocket("ws://localhost:8080/ws/" + cookie("name"));
				`,
			}),
		),
	});
	expect(findings.map((f) => [f.severity, f.message.what])).toEqual([
		[
			"error",
			"The socket URL ws://localhost:8080/ws/{?} is written into the client code.",
		],
	]);
});
