import { expect, test } from "vitest";
import type { Address } from "../../../src/graph/address.js";
import { socketIoAddress } from "../../../src/graph/connect/socket-io-address.js";
import { Text } from "../../../src/value/text.js";
import type { PageAddress } from "../../../src/value/world.js";

const at = { file: "src/feed.ts", span: [0, 1] } as const;
const engine = Text.of("/socket.io/", { kind: "literal", at });
const DEV: PageAddress = {
	protocol: "http:",
	hostname: "localhost",
	port: "5173",
};

function dialled(url: string, page: PageAddress | undefined = DEV): string {
	return shown(
		socketIoAddress(Text.of(url, { kind: "literal", at }), {
			engine,
			page,
			at,
		}),
	);
}

function shown(address: Address): string {
	switch (address.form) {
		case "absolute":
			return `${address.scheme}://${address.host}${address.port ? `:${address.port}` : ""}${address.path}`;
		case "page":
			return `page ${address.path}`;
		case "malformed":
			return address.flaw.code;
		default:
			return address.form;
	}
}

test.each([
	["localhost:3000", "http://localhost:3000/socket.io/"],
	["localhost:3000/chat", "http://localhost:3000/socket.io/"],
	["feed.acme.io", "http://feed.acme.io/socket.io/"],
	["https://feed.acme.io/chat", "https://feed.acme.io/socket.io/"],
	["/chat", "page /socket.io/"],
	["", "page /socket.io/"],
	["http://https://feed.acme.io", "double-scheme"],
])("io(%j) dials %s", (url, expected) => {
	expect(dialled(url)).toBe(expected);
});

test("the scheme put in front is the page's, and https outside a browser", () => {
	const page = { ...DEV, protocol: "https:" } as const;
	expect(dialled("feed.acme.io", page)).toBe("https://feed.acme.io/socket.io/");
	const text = Text.of("feed.acme.io", { kind: "literal", at });
	expect(shown(socketIoAddress(text, { engine, page: undefined, at }))).toBe(
		"https://feed.acme.io/socket.io/",
	);
	const open = socketIoAddress(text, {
		engine,
		page: { ...DEV, protocol: undefined },
		at,
	});
	expect(open.form === "absolute" && open.scheme.holes[0]?.kind).toBe("page");
});
