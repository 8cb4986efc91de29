import { expect, test } from "vitest";
import hardcoded from "../../rules/url/hardcoded.js";
import insecure from "../../rules/url/insecure-in-production.js";
import { place } from "../../src/facts/place.js";
import type { Address } from "../../src/graph/address.js";
import type { Attempt, Connection } from "../../src/graph/graph.js";
import { shownUrl } from "../../src/rule/vocabulary/wording.js";
import { type Origin, Text } from "../../src/value/text.js";
import type { Condition } from "../../src/value/value.js";
import { connectionAt, smallGraph } from "../engine/small-graph.js";

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

test.each([
	["WebSocket", "An insecure WebSocket connection"],
	["sockjs", "An insecure SockJS connection"],
	["socket.io-client", "insecure XMLHttpRequest endpoint"],
] as const)("the refusal is told as %s words it", (library, words) => {
	const host = Text.of("feed.acme.io", literal);
	const plain = socket({ scheme: "http", host });
	const connection = connectionAt(plain.at, { library });
	const attempts = plain.attempts.map((a) => ({ ...a, connection }));
	const graph = smallGraph({
		connections: [Object.assign(connection, { attempts })],
	});
	expect([...insecure.check(graph)][0]?.message.why).toContain(words);
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
