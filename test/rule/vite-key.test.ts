import { expect, it } from "vitest";
import {
	mendedViteKey,
	viteKeyMatches,
} from "../../src/rule/vocabulary/vite-key.js";

it.each([
	["/api/*", "/api"],
	["/api/**", "/api"],
	["ws", "/ws"],
	["ws/**", "/ws"],
	["/ws/", "/ws"],
	["*", "/"],
	["/api/*/ws", "^/api/[^/]*/ws"],
	["/v1.0/*/ws", "^/v1[.]0/[^/]*/ws"],
	["^/ws$", "^/ws(?:[?]|$)"],
	["/ws", "/ws"],
	["^/api/.*", "^/api/.*"],
])("%s becomes %s", (key, mended) => {
	expect(mendedViteKey(key)).toBe(mended);
});

it("lets a query follow the end of the path, and nothing else", () => {
	const key = mendedViteKey("^/ws$");
	expect(viteKeyMatches(key, "/ws?token=1")).toBe(true);
	expect(viteKeyMatches(key, "/ws")).toBe(true);
	expect(viteKeyMatches(key, "/wsx")).toBe(false);
});
