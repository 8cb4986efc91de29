import { describe, expect, it } from "vitest";
import { asked } from "./asked.js";

describe("objects of a class that another one extends", () => {
	const base =
		'export class Base { constructor(url) { this.url = url; } go() { ask(this.url + "/ws"); } }';

	it("a class without a constructor hands its arguments to the one it extends", async () => {
		expect(
			await asked({
				"base.ts": base,
				"chat.ts":
					'import { Base } from "./base"; export class Chat extends Base {}',
				"main.ts":
					'import { Chat } from "./chat"; new Chat("ws://localhost:8000").go();',
			}),
		).toEqual(["ws://localhost:8000/ws"]);
	});

	it("what a constructor hands to super() reaches the field", async () => {
		expect(
			await asked({
				"base.ts": "export class Base { constructor(url) { this.url = url; } }",
				"chat.ts": `
					import { Base } from "./base";
					class Chat extends Base { constructor(port) { super("ws://localhost:" + port); } }
					ask(new Chat(8000).url);`,
			}),
		).toEqual(["ws://localhost:8000"]);
	});

	it("changes of a field one after the other all hold", async () => {
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor() { this.at = { host: "a" }; this.at.port = 80; this.at.path = "/ws"; }
						url() { return "ws://" + this.at.host + ":" + this.at.port + this.at.path; }
					}
					ask(new Server().url());`,
			}),
		).toEqual(["ws://a:80/ws"]);
	});

	it("many methods that change one field leave what they do not change", async () => {
		const methods = Array.from(
			{ length: 8 },
			(_, i) =>
				`m${i}() { this.at.x${i} = this.at.port + 1; this.at.y${i} = 2; }`,
		).join("\n");
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor() { this.at = { port: 80 }; }
						${methods}
						url() { return "ws://a:" + this.at.port; }
					}
					ask(new Server().url());`,
			}),
		).toContainEqual(expect.stringMatching(/^ws:\/\/a:80/));
	});

	it("a field that is written from itself ends", async () => {
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor() { this.url = "ws://a"; }
						norm() { this.url = this.url + "/"; }
						open() { ask(this.url + "ws"); }
					}
					new Server().open();`,
			}),
		).toEqual([
			expect.stringMatching(/^ws:\/\/aws/),
			expect.stringMatching(/^ws:\/\/a\/ws/),
		]);
	});

	it("what is assigned to something from outside is read back", async () => {
		expect(
			await asked({
				"a.ts": `
					import { parse } from "ts-command-line-args";
					class Server {
						constructor() { this.config = parse({}); this.config.port = 5001; this.config.path = "/ws"; }
						url() { return "ws://localhost:" + this.config.port + this.config.path; }
					}
					ask(new Server().url());`,
			}),
		).toEqual(["ws://localhost:5001/ws"]);
	});

	it("a change in a branch does not hide what the field held before", async () => {
		expect(
			await asked({
				"a.ts": `
					class Server {
						constructor(flag) { this.at = { port: 80 }; if (flag) this.at = { port: 81 }; this.at.path = "/ws"; }
						url() { return "ws://a:" + this.at.port; }
					}
					ask(new Server(window.flag).url());`,
			}),
		).not.toEqual(["ws://a:81"]);
	});
});
