import { expect, test } from "vitest";
import { extractPlatform } from "../../../src/extract/platform/index.js";

const hosts = (text: string, path: string) =>
	extractPlatform(text, path).hosts.map(({ value, at }) => [
		value,
		text.slice(...at),
	]);

test("names of services become hosts, at the place that says them", () => {
	expect(hosts('app = "chat-api"\n[env]\nPORT = "8080"\n', "fly.toml")).toEqual(
		[["chat-api.fly.dev", "chat-api"]],
	);
	expect(
		hosts(
			"services:\n  - type: web\n    name: chat\n    domains: [chat.acme.dev]\n  - type: worker\n    name: jobs\n",
			"api/render.yaml",
		),
	).toEqual([
		["chat.onrender.com", "chat"],
		["chat-????.onrender.com", "chat"],
		["chat.acme.dev", "chat.acme.dev"],
	]);
	expect(hosts("www.acme.dev\n", "public/CNAME")).toEqual([
		["www.acme.dev", "www.acme.dev"],
	]);
});

test("a broken or other file names nothing", () => {
	for (const [text, path] of [
		["app = ", "fly.toml"],
		["app = 3", "fly.toml"],
		["services: 3", "render.yaml"],
		["services: [ {", "render.yaml"],
		["", "CNAME"],
		["{}", "vercel.json"],
	] as const)
		expect(hosts(text, path)).toEqual([]);
});
